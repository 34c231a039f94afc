from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from xml.etree import ElementTree as ET

import pytest
from lxml import html

from gazette.errors import TemplateError
from gazette.materiality import load_catalogue
from gazette.publish import plan_site
from gazette.render.environment import day
from gazette.render.site import render_site
from gazette.source import load_policies

ROOT = Path(__file__).parents[2]
CATALOGUE = load_catalogue()
Renderer = Callable[..., dict[str, bytes]]
RENDERED: dict[object, dict[str, bytes]] = {}
"""What was rendered from the same sources before: it takes long, and is pure."""


@pytest.fixture
def render(library: Path) -> Renderer:
    def _render(
        *,
        folder: Path | None = None,
        preview: bool = False,
        templates: Path | None = None,
        live: bool = False,
    ) -> dict[str, bytes]:
        source = folder or library / "policy"
        key = (contents(source), preview, templates and contents(templates), live)
        if key not in RENDERED:
            site = plan_site(
                load_policies(source),
                at=datetime(2026, 11, 22, tzinfo=UTC),
                site_url="https://library.example/privacy/",
                catalogue=CATALOGUE,
                preview=preview,
            )
            RENDERED[key] = render_site(site, templates=templates, live=live)
        return RENDERED[key]

    return _render


def contents(folder: Path) -> tuple[tuple[str, bytes], ...]:
    return tuple(
        (each.relative_to(folder).as_posix(), each.read_bytes())
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    )


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An organisation's own copy of the templates."""
    return copytree(ROOT / "templates", tmp_path / "templates")


def pages(files: dict[str, bytes]) -> dict[str, html.HtmlElement]:
    return {
        path: html.document_fromstring(content.decode())
        for path, content in files.items()
        if path.endswith(".html")
    }


def test_the_same_sources_give_the_same_bytes(render: Renderer) -> None:
    first = render(preview=True)
    RENDERED.clear()

    assert render(preview=True) == first


def test_a_hub_leads_to_every_policy(render: Renderer, library: Path) -> None:
    copytree(library / "policy" / "privacy", library / "policy" / "cookies")

    page = pages(render())["index.html"]

    assert page.xpath("//h2/a/@href") == ["/privacy/cookies/", "/privacy/privacy/"]
    assert "Version 1.1.0 In force since" in " ".join(page.text_content().split())


def test_no_page_loads_a_script_or_carries_a_style_attribute(render: Renderer) -> None:
    for path, page in pages(render(preview=True)).items():
        assert not page.xpath("//@style | //*[@*[starts-with(name(), 'on')]]"), path
        assert not page.xpath("//script/@src"), path


def digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_the_security_policy_allows_just_the_style_and_the_scripts_of_the_page(
    render: Renderer,
) -> None:
    for path, page in pages(render()).items():
        style = page.xpath("string(//style)")
        scripts = [each.text_content() for each in page.xpath("//script[not(@type)]")]
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        allowed = dict(each.split(" ", 1) for each in policy.split("; "))
        assert allowed["default-src"] == "'none'"
        assert allowed["style-src"] == digest(style), path
        assert allowed.get("script-src", "").split() == [digest(each) for each in scripts], path
        reading = page.xpath("//article")
        assert len(style.encode()) <= (5.5 if reading else 7) * 1024, path
        sent = gzip.compress("".join(scripts).encode())
        assert len(sent) <= 4 * 1024, path


def test_a_live_preview_leaves_room_for_its_script(render: Renderer) -> None:
    for page in pages(render(live=True)).values():
        assert not page.xpath("//meta[@http-equiv]")


def test_links_into_the_site_begin_at_the_hosts_root(render: Renderer) -> None:
    for path, page in pages(render(preview=True)).items():
        for link in page.xpath("//a/@href"):
            assert re.match(r"/privacy/|#|https?:|mailto:", link), (path, link)


def test_only_what_is_in_force_is_offered_to_search_engines(render: Renderer) -> None:
    hidden = {
        path
        for path, page in pages(render()).items()
        if page.xpath("//meta[@name='robots' and contains(@content, 'noindex')]")
    }

    assert "index.html" not in hidden
    assert "versions/index.html" not in hidden
    assert {"versions/1.0.0/index.html", "changes/1.0.0..1.1.0/index.html"} <= hidden


def test_every_page_is_its_own_canonical_address(render: Renderer) -> None:
    for path, page in pages(render()).items():
        (canonical,) = page.xpath("//link[@rel='canonical']/@href")
        assert canonical == "https://library.example/privacy/" + path.removesuffix("index.html")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("index.html", "Version 1.1.0 In force since 15 March 2025, until 31 December 2026"),
        ("index.html", "A new version takes effect on 1 January 2027."),
        ("index.html", "What changed in version 1.1.0"),
        ("versions/1.0.0/index.html", "This is an earlier version. It applied from 1 March 2024"),
        ("versions/1.1.1/index.html", "This version takes effect on 1 January 2027."),
        ("versions/index.html", "Earlier version in force from 1 March 2024 to 14 March 2025"),
        ("changes/1.0.0..1.1.0/index.html", "What version 1.1.0 changes"),
        ("upcoming/index.html", "A new version takes effect on 1 January 2027."),
        ("upcoming/index.html", "A comma too many is gone. Wording only"),
    ],
)
def test_a_page_says_where_its_text_stands(render: Renderer, path: str, words: str) -> None:
    page = pages(render())[path]
    for each in page.xpath("//*[@hidden]"):
        each.drop_tree()

    assert words in " ".join(page.text_content().split())


def test_the_address_of_what_is_to_come_stays_when_nothing_is(library: Path) -> None:
    site = plan_site(
        load_policies(library / "policy"),
        at=datetime(2027, 6, 1, tzinfo=UTC),
        site_url="https://library.example/privacy/",
        catalogue=CATALOGUE,
    )
    page = pages(render_site(site))["upcoming/index.html"]

    assert "No new version is announced." in page.text_content()
    assert "Version 1.1.1 In force since 1 January 2027" in " ".join(page.text_content().split())
    assert not page.xpath("//*[@data-turn] | //script[not(@type)]")


def test_every_page_of_a_preview_says_so(render: Renderer) -> None:
    for path, page in pages(render(preview=True)).items():
        assert "Preview. Not the published site" in page.text_content(), path


def test_the_pages_of_a_draft_are_marked_as_a_draft(render: Renderer) -> None:
    for path in ("draft/index.html", "changes/1.1.1..draft/index.html"):
        page = pages(render(preview=True))[path]
        assert "not in force" in page.xpath("string(//*[@class='strip'])")
        assert "Draft" in page.xpath("string(//span[contains(@class, 'state')])")


def test_nothing_of_the_draft_is_in_the_published_pages(render: Renderer) -> None:
    for path, content in render().items():
        assert b"Quayside" not in content, path
        # The schemas speak of drafts in general, and are drafts of JSON Schema.
        assert path.startswith("schemas/") or b"draft" not in content.lower(), path


def test_what_the_settings_and_the_front_matter_say_is_escaped(
    render: Renderer, library: Path
) -> None:
    awkward = '<img src=x> & "V" {{ 7 * 7 }} \''
    folder = library / "policy" / "privacy"
    settings = folder / "policy.toml"
    text = settings.read_text()
    for old in ("Harbour Library, front desk", "Harbour Library", "Privacy Notice"):
        text = text.replace(f'"{old}"', json.dumps(awkward))
    settings.write_text(text)
    for version in folder.glob("*.md"):
        lines = version.read_text().replace(
            "title: Privacy Notice", f"title: {json.dumps(awkward)}"
        )
        version.write_text(re.sub(r"summary: .*", f"summary: {json.dumps(awkward)}", lines))

    for path, page in pages(render(preview=True)).items():
        assert not page.xpath("//img"), path
        assert awkward in page.text_content(), path


def test_tables_scroll_and_keep_their_alignment_without_inline_style(
    render: Renderer, library: Path
) -> None:
    draft = library / "policy" / "privacy" / "draft.md"
    draft.write_text(draft.read_text() + "\n| Data | Days |\n|---|--:|\n| Loans | 90 |\n")

    page = pages(render(preview=True))["draft/index.html"]

    assert page.xpath("string(//div[@class='scroll']/table//td[@class='end'])") == "90"
    assert not page.xpath("//@style")


def test_headings_link_to_themselves_and_the_contents_to_them(render: Renderer) -> None:
    page = pages(render())["index.html"]

    ids = ["what-we-keep", "how-long", "who-sees-it", "ask-us"]
    assert page.xpath("//article/h2/@id") == ids
    assert page.xpath("//article/h2/a/@href") == [f"#{each}" for each in ids]
    for contents in page.xpath("//nav[@aria-label='Contents']"):
        within = contents.xpath(".//a[starts-with(@href, '#')]/@href")
        assert within == [f"#{each}" for each in ids]
    assert page.xpath("count(//h1)") == 1


def test_the_text_on_the_page_is_the_text_of_the_version(render: Renderer, library: Path) -> None:
    for version in load_policies(library / "policy")[0].versions:
        page = pages(render())[f"versions/{version.label}/index.html"]
        (title,), (text,) = page.xpath("//h1"), page.xpath("//article")
        seen = f"{title.text_content()} {text.text_content()}".split()
        assert seen == version.document.text.split()


def test_unchanged_sections_of_a_redline_are_folded(render: Renderer) -> None:
    page = pages(render())["changes/1.0.0..1.1.0/index.html"]
    (redline,) = page.xpath("//div[contains(@class, 'redline')]")

    folded = redline.xpath("./details/summary")
    assert [" ".join(each.text_content().split()) for each in folded] == [
        "3. Who sees it (unchanged)",
        "4. Ask us (unchanged)",
    ]
    assert not redline.xpath("./details//ins | ./details//del")
    assert "90" in redline.xpath("string(.//ins)") or redline.xpath(".//ins[contains(., '90')]")


def test_a_finding_comes_with_its_reason_and_its_references(render: Renderer) -> None:
    page = pages(render())["changes/1.0.0..1.1.0/index.html"]

    reasons = page.xpath("//section[@class='reasons']//details")
    assert reasons
    for reason in reasons:
        assert reason.xpath("string(p[1])").strip()
        *references, rule = reason.xpath(".//a/@href")
        assert references
        assert all(link.startswith("https://") for link in references)
        assert rule.startswith("/privacy/how-we-decide/#")


def test_a_finding_leads_to_its_rule_among_all_the_rules(render: Renderer) -> None:
    files = render()
    rules = pages(files)["how-we-decide/index.html"].xpath("//li/@id")

    assert rules == list(dict.fromkeys(rules))
    assert set(rules) == {rule.id for rule in CATALOGUE}
    links = pages(files)["changes/1.0.0..1.1.0/index.html"].xpath("//details//a/@href")
    named = {each.partition("#")[2] for each in links if each.startswith("/privacy/how-we-decide/")}
    assert named
    assert named <= set(rules)


def test_each_clause_leads_to_what_it_said_before(render: Renderer) -> None:
    files = pages(render())
    (clause,) = files["history/index.html"].xpath("//li[p[contains(., '90 days after')]]")

    assert "Since 15 March 2025, version 1.1.0" in clause.text_content()
    assert clause.xpath("string(.//del/text())") == "30"
    assert clause.xpath(".//a/@href") == ["/privacy/changes/1.0.0..1.1.0/"]
    known = set(files["history/index.html"].xpath("//@id"))
    led = files["index.html"].xpath("//nav//a[starts-with(@href, '/privacy/history/')]")
    assert {each.text_content() for each in led} == {"since 15 March 2025"}
    assert {each.get("href").partition("#")[2] for each in led} == {"what-we-keep", "how-long"}
    assert {"what-we-keep", "how-long"} <= known


def test_the_page_of_rules_is_light(render: Renderer) -> None:
    assert len(gzip.compress(render()["how-we-decide/index.html"])) <= 20 * 1024


def test_the_sitemap_lists_what_is_offered_with_true_dates(render: Renderer) -> None:
    tree = ET.fromstring(render()["sitemap.xml"])  # noqa: S314 - made by the test itself
    rows = [[child.text for child in row] for row in tree]

    assert rows == [
        ["https://library.example/privacy/", "2025-03-15"],
        ["https://library.example/privacy/versions/", "2026-10-01"],
        ["https://library.example/privacy/how-we-decide/"],
    ]


def test_a_page_of_a_text_says_in_data_which_it_is(render: Renderer) -> None:
    said = {
        path: json.loads(page.xpath("string(//script[@type])"))
        for path, page in pages(render(preview=True)).items()
        if page.xpath("//script[@type]")
    }

    assert set(said) == {
        "index.html",
        *(f"versions/1.{each}/index.html" for each in ("0.0", "1.0", "1.1")),
    }
    front = said["index.html"]
    assert (front["@type"], front["version"]) == ("WebPage", "1.1.0")
    assert (front["datePublished"], front["dateModified"]) == ("2024-03-01", "2025-03-15")
    fixed = said["versions/1.0.0/index.html"]
    assert fixed["datePublished"] == fixed["dateModified"] == "2024-03-01"


def test_the_pages_of_a_policy_name_its_feeds(render: Renderer) -> None:
    files = render()
    for path, page in pages(files).items():
        feeds = page.xpath("//link[@rel='alternate']/@href")
        assert len(feeds) == (0 if path in {"404.html", "how-we-decide/index.html"} else 4), path
        assert all(each.removeprefix("/privacy/") in files for each in feeds)


def test_machines_learn_which_version_is_in_force(render: Renderer) -> None:
    data = json.loads(render()["versions.json"])

    assert data["schema"] == "gazette/versions/1"
    assert data["in_force"] == "1.1.0"
    assert [each["state"] for each in data["versions"]] == ["superseded", "in force", "announced"]
    assert data["versions"][0]["last_day"] == "2025-03-14"
    assert data["versions"][0]["url"] == "https://library.example/privacy/versions/1.0.0/"
    assert data["versions"][1]["level"] in {"editorial", "minor", "review", "material"}


def test_the_policy_in_this_repository_weighs_at_most_8_kb(render: Renderer) -> None:
    files = render(folder=ROOT / "policy")

    assert len(gzip.compress(files["index.html"])) <= 8 * 1024


def test_an_organisations_own_template_comes_first(render: Renderer, own: Path) -> None:
    page = own / "site" / "404.html"
    page.write_text("Ours: {{ say('lost') }}")

    assert render(templates=own)["404.html"] == b"Ours: This page does not exist"


def test_a_template_that_was_deleted_is_taken_from_the_package(render: Renderer, own: Path) -> None:
    (own / "site" / "404.html").unlink()

    assert b"No version is ever removed" in render(templates=own)["404.html"]


@pytest.mark.parametrize(
    ("broken", "place", "words"),
    [
        (("404.html", "one\n{{ page.titel }}\n"), "404.html:2", "no attribute 'titel'"),
        (("404.html", "one\n\n{% if %}\n"), "404.html:3", "Expected an expression"),
        (("404.html", "{{ 1 / 0 }}"), "404.html:1", "division by zero"),
        (("404.html", "{% extends 'site/nowhere.html' %}"), "site/404.html", "site/nowhere.html"),
        (("style.css", "a { } </style><script>"), "site/style.css", "cannot hold"),
    ],
)
def test_a_broken_template_is_named_with_its_line(
    render: Renderer, own: Path, broken: tuple[str, str], place: str, words: str
) -> None:
    name, text = broken
    (own / "site" / name).write_text(text)

    with pytest.raises(TemplateError, match=words) as caught:
        render(templates=own)

    assert str(caught.value.where).endswith(place)


def test_a_template_that_is_not_utf_8_is_named(render: Renderer, own: Path) -> None:
    (own / "site" / "404.html").write_bytes(b"\xff")

    with pytest.raises(TemplateError, match="not UTF-8"):
        render(templates=own)


def test_days_are_written_out_alike_everywhere() -> None:
    assert day(date(2026, 11, 22)) == "22 November 2026"
