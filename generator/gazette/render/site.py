"""The plan of a site to its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.publish.memory import Memory
from gazette.render.data import data_files
from gazette.render.environment import (
    inline_script,
    inline_style,
    render_template,
    site_environment,
    template_source,
)
from gazette.render.feeds import feed_files
from gazette.render.machine import headers_file, robots_txt, sitemap_xml
from gazette.render.parts import Parts
from gazette.render.pdf import pdf_files
from gazette.render.speech import Speech

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gazette.publish import Page, Site
    from gazette.render.environment import Inline

POLICY = (
    "default-src 'none'; style-src {style}; {scripts}img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What a page may load: its own style, its own scripts if it has any, its own images, nothing
from anywhere else. What a script asks for, it asks of this site; Lighthouse asks for robots.txt
from within the page, whether or not a script runs there."""


def render_site(
    site: Site,
    *,
    templates: Path | None = None,
    live: bool = False,
    memory: Memory | None = None,
) -> dict[str, bytes]:
    """Every file of `site`, by its path below the site's root: all that `site_files` brings."""
    return dict(site_files(site, templates=templates, live=live, memory=memory))


def site_files(
    site: Site,
    *,
    templates: Path | None = None,
    live: bool = False,
    memory: Memory | None = None,
) -> Iterator[tuple[str, bytes]]:
    """The files of `site` one by one, each by its path below the site's root.

    Pure and deterministic: the same plan and templates give the same bytes.
    `templates` is the organisation's folder. `live` leaves the pages' security
    policy out, because the script of a live preview would not run under it.
    Raises TemplateError with file and line.
    """
    environment = site_environment(site.address, templates=templates, memory=memory)
    styles = {
        names: inline_style(environment, names)
        for names in dict.fromkeys(page.styles for page in site.pages)
    }
    speech, parts = Speech.of(environment), Parts(environment, memory or Memory())
    names = sorted({name for page in site.pages for name in page.scripts})
    scripts = {name: inline_script(environment, name) for name in names}

    def rendered(page: Page) -> str:
        style, own = styles[page.styles], tuple(scripts[name] for name in page.scripts)
        spoken = speech.values(*page.languages)
        values = spoken | {
            "part": parts.spoken(spoken),
            "site": site,
            "page": page,
            "style": style.text,
            "scripts": [each.text for each in own],
            "csp": "" if live else security_policy((style,), own),
        }
        return render_template(environment, page.template, values)

    for page in site.pages:
        yield page.file, rendered(page).encode()
    yield from data_files(site, speech)
    policy = security_policy(tuple(styles.values()), tuple(scripts.values()))
    banner = template_source(environment, "notice.js")
    texts = feed_files(site, environment, speech)
    texts |= {f"{line.root}notice.js": banner for line in (*site.timelines, *site.translated)}
    texts |= {
        "_headers": headers_file(site, policy),
        "robots.txt": robots_txt(site),
        "sitemap.xml": sitemap_xml(site),
    }
    for path, text in texts.items():
        yield path, text.encode()
    yield from pdf_files(site, speech, templates=templates, memory=memory)


def security_policy(styles: tuple[Inline, ...], scripts: tuple[Inline, ...]) -> str:
    """The Content-Security-Policy under which nothing but these runs."""
    allowed = f"script-src {_sources(scripts)}; " if scripts else ""
    return POLICY.format(style=_sources(styles), scripts=allowed)


def _sources(parts: tuple[Inline, ...]) -> str:
    """The hashes of `parts` as a security policy spells them."""
    return " ".join(f"'{each.digest}'" for each in parts)


def render_desk(site: Site, *, templates: Path | None = None, memory: Memory | None = None) -> str:
    """Legal's desk, a fragment for a page of the preview; empty without a draft to judge."""
    if not any(line.draft and line.draft.verdict for line in site.timelines):
        return ""
    environment = site_environment(site.address, templates=templates, memory=memory)
    return render_template(environment, "review.html", {"site": site})
