from __future__ import annotations

import gc
import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from gazette.plugin.rendering import Request, render_policies
from gazette.publish.memory import Memory

PLUGIN = "  - gazette\n"


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.WARNING, logger="mkdocs")
    return


def built(library: Path, *, command: str = "build") -> set[str]:
    """Build with MkDocs itself; the files it wrote."""
    config = load_config(str(library / "mkdocs.yml"))
    config.plugins.on_startup(command=command, dirty=False)
    build(config)
    site = library / "site"
    return {each.relative_to(site).as_posix() for each in site.rglob("*") if each.is_file()}


def configure(library: Path, *lines: str) -> None:
    """Give the plugin options."""
    path = library / "mkdocs.yml"
    options = "".join(f"      {line}\n" for line in lines)
    path.write_text(path.read_text().replace(PLUGIN, f"  - gazette:\n{options}"))


AS_OF = "as_of: 2026-11-22"
PUBLISHED = {
    "404.html",
    "_headers",
    "changes/1.0.0..1.1.0/index.html",
    "changes/1.0.0..1.1.1/index.html",
    "changes/1.1.0..1.1.1/index.html",
    "clauses/index.html",
    "compare/index.html",
    "feed-material.json",
    "feed-material.xml",
    "feed.json",
    "feed.xml",
    "history/index.html",
    "how-we-decide/index.html",
    "index.html",
    "notice.js",
    "notice.json",
    "robots.txt",
    "schemas/check-1.json",
    "schemas/comments-1.json",
    "schemas/comparison-1.json",
    "schemas/notice-1.json",
    "schemas/status-1.json",
    "schemas/version-1.json",
    "schemas/versions-1.json",
    "sitemap.xml",
    "upcoming/index.html",
    "versions.json",
    "versions/1.0.0.json",
    "versions/1.0.0.md",
    "versions/1.1.0.json",
    "versions/1.1.0.md",
    "versions/1.1.1.json",
    "versions/1.1.1.md",
    "versions/1.0.0/index.html",
    "versions/1.1.0/index.html",
    "versions/1.1.1/index.html",
    "versions/index.html",
}


def test_the_site_is_our_pages_and_nothing_of_the_theme(library: Path) -> None:
    configure(library, AS_OF)

    assert built(library) == PUBLISHED


def test_a_build_shows_no_draft_unless_told(library: Path) -> None:
    configure(library, AS_OF, "preview: true")

    assert {"draft/index.html", "changes/1.1.1..draft/index.html"} < built(library)


def test_serving_shows_the_draft_unless_told_otherwise(library: Path) -> None:
    configure(library, AS_OF)

    assert "draft/index.html" in built(library, command="serve")

    configure(library, "preview: false")
    path = library / "mkdocs.yml"
    path.write_text(path.read_text().replace(AS_OF, f"{AS_OF}\n      preview: false"))

    assert "draft/index.html" not in built(library, command="serve")


def test_the_instant_decides_what_is_in_force(library: Path) -> None:
    configure(library, "as_of: 2024-06-01T00:00+02:00")

    assert "versions/1.1.0/index.html" not in built(library)


def test_other_pages_stay_mkdocs_own(library: Path) -> None:
    configure(library, AS_OF)
    (library / "policy" / "about.md").write_text("# About us\n\nHello.\n")

    files = built(library)

    assert files > PUBLISHED
    assert "about/index.html" in files
    assert any(each.startswith("assets/") for each in files)
    assert "Hello." in (library / "site" / "about" / "index.html").read_text()
    assert "All versions" in (library / "site" / "versions" / "index.html").read_text()


def test_the_sitemap_names_other_pages_too(library: Path) -> None:
    configure(library, AS_OF)
    (library / "policy" / "über uns.md").write_text("# About us\n")

    built(library)

    sitemap = (library / "site" / "sitemap.xml").read_text()
    place = "https://library.example/privacy/%C3%BCber%20uns/"
    assert f"<url><loc>{place}</loc></url>" in sitemap
    assert sitemap.count("<lastmod>") == 2


def test_the_organisations_own_rules_judge_the_site_and_are_no_page_of_it(library: Path) -> None:
    configure(library, AS_OF)
    rules = library / "policy" / "rules"
    rules.mkdir()
    (rules / "levels.toml").write_text(
        '[unclassified-change]\nlevel = "minor"\nreason = "We read each."\n'
    )

    files = built(library)

    assert not [each for each in files if each.startswith("rules")]
    decided = (library / "site" / "how-we-decide" / "index.html").read_text()
    assert "We grade this ourselves: We read each." in decided
    version = json.loads((library / "site" / "versions" / "1.1.0.json").read_text())
    levels = {each["rule"]: each["level"] for each in version["verdict"]["findings"]}
    assert levels["unclassified-change"] == "minor"


def test_a_policy_with_nothing_to_show_yet_leaks_no_draft(library: Path) -> None:
    configure(library, AS_OF)
    coming = copytree(library / "policy" / "privacy", library / "policy" / "cookies")
    for released in coming.glob("1.*.md"):
        released.unlink()

    files = built(library)

    assert not [each for each in files if "draft" in each]
    for each in files:
        assert b"Quayside" not in (library / "site" / each).read_bytes(), each


@pytest.mark.parametrize(
    ("name", "published"), [("index.md", "index.html"), ("versions.json", "versions.json")]
)
def test_a_page_that_would_take_our_place_is_refused(
    library: Path, caplog: pytest.LogCaptureFixture, name: str, published: str
) -> None:
    (library / "policy" / name).write_text("# Ours\n")

    with pytest.raises(Abort):
        built(library)

    assert f"{name}: this would be published as {published}" in caplog.text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("effective: 2025-03-15", "effective: 2025-01-01", "before the publication"),
        ("version: 1.1.0\n", "", "`version` is missing"),
    ],
)
def test_a_fault_in_a_policy_stops_before_the_old_site_is_touched(
    library: Path, caplog: pytest.LogCaptureFixture, old: str, new: str, words: str
) -> None:
    built(library)
    before = (library / "site" / "index.html").read_bytes()
    version = library / "policy" / "privacy" / "1.1.0.md"
    version.write_text(version.read_text().replace(old, new))
    caplog.clear()

    with pytest.raises(Abort):
        built(library)

    assert words in caplog.text
    assert "1.1.0.md:" in caplog.text
    assert "Traceback" not in caplog.text
    assert (library / "site" / "index.html").read_bytes() == before


def test_an_instant_that_is_none_is_refused(
    library: Path, caplog: pytest.LogCaptureFixture
) -> None:
    configure(library, "as_of: tomorrow")

    with pytest.raises(Abort):
        built(library)

    assert "as_of is no instant: tomorrow" in caplog.text


def test_a_preview_that_remembers_shows_what_a_fresh_build_would(library: Path) -> None:
    templates = library / "templates"
    (templates / "site").mkdir(parents=True)
    request = Request(
        policy_dir=library / "policy",
        templates=templates,
        site_url="https://library.example/privacy/",
        at=datetime(2026, 11, 22, tzinfo=UTC),
        preview=True,
    )
    draft = library / "policy" / "privacy" / "draft.md"
    settings = library / "policy" / "privacy" / "policy.toml"
    memory = Memory()
    seen = [render_policies(request, memory=memory)]
    for edit in (
        lambda: draft.write_text(draft.read_text().replace("Quayside", "Seaside")),
        lambda: settings.write_text(settings.read_text().replace("Privacy Notice", "Notice")),
        lambda: (templates / "site" / "404.html").write_text("{{ page.place }}"),
        lambda: (templates / "site" / "404.html").write_text("Edited: {{ page.place }}"),
        (templates / "site" / "404.html").unlink,
        lambda: (templates / "site" / "reason.html").write_text("<li>{{ reason.title }}</li>"),
        lambda: (templates / "site" / "reason.html").write_text("<li>{{ reason.rule }}</li>"),
    ):
        edit()
        seen.append(render_policies(request, memory=memory))
        fresh = render_policies(request)
        assert seen[-1].files == fresh.files
        assert seen[-1].desk == fresh.desk
        assert seen[-1].files != seen[-2].files


def test_how_often_a_rule_was_right_is_told_at_legals_desk_alone(library: Path) -> None:
    request = Request(
        policy_dir=library / "policy",
        templates=library / "templates",
        site_url="https://library.example/privacy/",
        at=datetime(2026, 11, 22, tzinfo=UTC),
        preview=True,
    )
    rendered = render_policies(request)

    assert re.search(r"labelled changes? of other policies|rules of its kind", rendered.desk)
    pages = [text for path, text in rendered.files.items() if path.endswith(".html")]
    assert not any(b"labelled change" in text or b"rules of its kind" in text for text in pages)


def test_the_process_is_left_as_it_was(library: Path) -> None:
    usual = (701, 10, 10)
    gc.set_threshold(*usual)
    config = load_config(str(library / "mkdocs.yml"))

    config.plugins.on_startup(command="build", dirty=False)
    assert gc.get_threshold() != usual
    config.plugins.on_shutdown()

    assert gc.get_threshold() == usual
