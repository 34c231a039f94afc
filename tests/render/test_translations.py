from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree, html

from gazette.materiality import load_catalogue
from gazette.publish import Site, plan_site
from gazette.render.site import render_site
from gazette.source import load_policies

SETTINGS = """
[languages.he]
title = "עברית"
note = "זהו תרגום, והנוסח האנגלי גובר. <i>"
[languages.de]
title = "Deutsch"
note = "Dies ist eine Übersetzung; es gilt der englische Text."
"""
ROOT = "https://library.example/privacy/"
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def translation(library: Path, tag: str, label: str, *, missing: str = "") -> None:
    """A text with the version's ids and figures, and other words."""
    folder = library / "policy" / "privacy"
    text = (folder / f"{label}.md").read_text(encoding="utf-8").partition("---\n\n")[2]
    text = text.replace("librarians", "Bibliothek").replace(missing, "")
    (folder / tag).mkdir(exist_ok=True)
    head = f"---\ntitle: Hinweis & mehr\nversion: {label}\n---\n\n"
    (folder / tag / f"{label}.md").write_text(head + text, encoding="utf-8")


@pytest.fixture
def files(library: Path) -> dict[str, bytes]:
    settings = library / "policy" / "privacy" / "policy.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    translation(library, "de", "1.0.0")
    translation(library, "he", "1.0.0")
    translation(library, "he", "1.1.0")
    return render_site(planned(library))


def planned(library: Path) -> Site:
    return plan_site(
        load_policies(library / "policy"),
        at=datetime(2026, 11, 22, tzinfo=UTC),
        site_url=ROOT,
        catalogue=load_catalogue(),
    )


def page(files: dict[str, bytes], path: str) -> html.HtmlElement:
    return html.document_fromstring(files[path].decode())


def seen(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_a_translation_says_which_text_prevails_in_both_languages(files: dict[str, bytes]) -> None:
    text = seen(page(files, "de/index.html"))

    assert "Dies ist eine Übersetzung; es gilt der englische Text." in text
    assert "This is a translation. The English text prevails." in text


def test_a_translation_that_lags_says_so_clause_by_clause(files: dict[str, bytes]) -> None:
    (note,) = page(files, "de/index.html").xpath("//section[@aria-labelledby='gz-lag']")

    assert "Sie gehört zu Fassung 1.0.0; der geltende englische Text ist Fassung 1.1" in seen(note)
    assert "nicht übersetzt" in seen(note)
    assert [each.text_content() for each in note.xpath(".//code")] == [
        "what-we-keep/i3",
        "how-long/p1",
    ]


def test_a_translation_says_in_data_what_it_translates(files: dict[str, bytes]) -> None:
    for path, version, source in (
        ("he/", "1.1.0", ROOT),
        ("de/", "1.0.0", f"{ROOT}versions/1.0.0/"),
        ("de/versions/1.0.0/", "1.0.0", f"{ROOT}versions/1.0.0/"),
    ):
        said = json.loads(page(files, f"{path}index.html").xpath("string(//script[@type])"))

        assert (said["@type"], said["version"], said["url"]) == ("WebPage", version, ROOT + path)
        assert said["inLanguage"] == path.partition("/")[0]
        assert said["translationOfWork"]["url"] == source
        assert said["translationOfWork"]["inLanguage"] == "en"


def test_only_of_a_text_that_applies_it_is_said_to_apply_until_the_next(
    files: dict[str, bytes],
) -> None:
    for path, applies in (("index.html", True), ("he/index.html", True), ("de/index.html", False)):
        text = seen(page(files, path))
        assert ("Until then, the text below" in text or "Bis dahin gilt der" in text) is applies
        (note,) = page(files, path).xpath("//section//*[@data-turn]")
        assert "1 January 2027" in seen(note) or "1. Januar 2027" in seen(note)


def test_a_translation_in_step_says_nothing_of_lagging(files: dict[str, bytes]) -> None:
    for path in ("he/index.html", "he/versions/1.0.0/index.html", "de/versions/1.0.0/index.html"):
        assert not page(files, path).xpath("//*[@id='gz-lag']"), path


def test_every_language_names_all_of_them(files: dict[str, bytes]) -> None:
    wanted = {"x-default": ROOT, "en": ROOT, "de": f"{ROOT}de/", "he": f"{ROOT}he/"}
    for path in ("index.html", "de/index.html", "he/index.html"):
        links = page(files, path).xpath("//link[@hreflang]")
        assert {each.get("hreflang"): each.get("href") for each in links} == wanted, path
    older = page(files, "versions/1.1.0/index.html").xpath("//link/@hreflang")
    assert sorted(older) == ["en", "he", "x-default"]


def test_a_text_has_its_language_and_its_direction(files: dict[str, bytes]) -> None:
    for path, tag, direction in (
        ("index.html", "en", None),
        ("de/index.html", "de", None),
        ("he/index.html", "he", "rtl"),
    ):
        for element in page(files, path).xpath("//article | //h1"):
            assert (element.get("lang"), element.get("dir")) == (tag, direction), path
    (link,) = page(files, "index.html").xpath("//a[@hreflang='he']")
    assert (link.get("lang"), link.get("dir"), link.text) == ("he", "rtl", "עברית")


def test_a_page_speaks_the_language_of_its_text_or_that_of_the_text_it_translates(
    files: dict[str, bytes],
) -> None:
    spoken = {
        "index.html": ("en", "All versions"),
        "de/index.html": ("de", "Alle Fassungen"),
        "he/index.html": ("en", "All versions"),
        "de/versions/1.0.0/index.html": ("de", "Alle Fassungen"),
    }
    for path, (language, words) in spoken.items():
        assert page(files, path).get("lang") == language, path
        assert words in seen(page(files, path).xpath("//nav")[0]), path


def test_search_engines_are_offered_what_is_in_step_alone(files: dict[str, bytes]) -> None:
    sitemap = files["sitemap.xml"].decode()

    assert f"{ROOT}he/</loc>" in sitemap
    assert f"{ROOT}de/</loc>" not in sitemap


def test_programs_learn_of_translations_and_get_them_as_written(
    files: dict[str, bytes], library: Path
) -> None:
    versions = json.loads(files["versions.json"])["versions"]

    assert [
        [(each["language"], each["in_step"], each["url"]) for each in version["translations"]]
        for version in versions
    ] == [
        [
            ("he", True, f"{ROOT}he/versions/1.0.0/"),
            ("de", True, f"{ROOT}de/versions/1.0.0/"),
        ],
        [("he", True, f"{ROOT}he/versions/1.1.0/")],
        [],
    ]
    source = library / "policy" / "privacy" / "he" / "1.1.0.md"
    assert files["he/versions/1.1.0.md"] == source.read_bytes()


def test_pages_about_all_versions_are_there_in_each_language(files: dict[str, bytes]) -> None:
    wanted = {"x-default": "", "en": "", "de": "de/", "he": "he/"}
    for path in ("versions/", "history/", "clauses/", "upcoming/", "how-we-decide/"):
        for root in ("", "de/", "he/"):
            found = page(files, f"{root}{path}index.html")
            links = {
                each.get("hreflang"): each.get("href") for each in found.xpath("//link[@hreflang]")
            }
            assert links == {tag: f"{ROOT}{there}{path}" for tag, there in wanted.items()}
    assert page(files, "de/versions/index.html").get("lang") == "de"
    text = seen(page(files, "de/versions/index.html"))
    assert "Maßgeblich ist der englische Text." in text
    assert "The English text prevails." in seen(page(files, "versions/index.html"))


def test_an_archive_lists_every_version_and_says_which_are_not_translated(
    files: dict[str, bytes],
) -> None:
    rows = page(files, "de/versions/index.html").xpath("//ol[@class='versions']/li")

    assert [each.xpath("string(h2)") for each in rows] == [
        "Fassung 1.1.1",
        "Fassung 1.1.0",
        "Fassung 1.0.0",
    ]
    assert ["Nicht übersetzt" in seen(each) for each in rows] == [True, True, False]
    assert [each.xpath("h2/a/@href")[0] for each in rows] == [
        "/privacy/versions/1.1.1/",
        "/privacy/versions/1.1.0/",
        "/privacy/de/versions/1.0.0/",
    ]


def test_what_changed_is_marked_in_the_words_of_the_translation_and_judged_as_its_source(
    files: dict[str, bytes],
) -> None:
    own = page(files, "changes/1.0.0..1.1.0/index.html")
    theirs = page(files, "he/changes/1.0.0..1.1.0/index.html")

    def levels(of: html.HtmlElement) -> list[str]:
        return [
            seen(each)
            for each in of.xpath("//section[@class='reasons']//*[@class='level material']")
        ]

    assert levels(own) == levels(theirs) != []
    (marked,) = theirs.xpath("//div[@class='text redline']")
    assert (marked.get("lang"), marked.get("dir")) == ("he", "rtl")
    assert marked.xpath(".//ins")
    assert "Bibliothek" in seen(marked)
    assert "he/changes/1.1.0..1.1.1/index.html" not in files


def rewritten(library: Path, path: str, old: str, new: str) -> None:
    file = library / "policy" / "privacy" / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("90 days", "30 days", "Diese Übersetzung lautet dort wie bisher."),
        ("We delete the record of a loan 90 days after the book comes back.", "", "nicht."),
    ],
)
def test_a_change_that_the_translation_does_not_mark_is_led_to_where_it_is(
    library: Path, old: str, new: str, told: str
) -> None:
    settings = library / "policy" / "privacy" / "policy.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    for label in ("1.0.0", "1.1.0"):
        translation(library, "de", label)
    rewritten(library, "de/1.1.0.md", old, new)
    if not new:
        rewritten(library, "de/1.0.0.md", old.replace("90", "30"), new)
    site = render_site(planned(library))
    (pointer,) = page(site, "de/changes/1.0.0..1.1.0/index.html").xpath(
        "//section[@class='reasons']//p[a[@hreflang]]"
    )

    assert "hat sich im englischen Text geändert." in seen(pointer)
    assert seen(pointer).endswith(told)
    (link,) = pointer.xpath("a")
    assert (link.get("lang"), link.text_content()[:14]) == ("en", "We delete the ")
    place, _, anchor = link.get("href").partition("#")
    source = page(site, f"{place.removeprefix('/privacy/')}index.html")
    (marked,) = source.xpath(f"//*[@id='{anchor}']")
    assert [each.tag for each in marked.xpath(".//ins | .//del")] == ["del", "ins"]


def test_a_change_that_the_translation_marks_is_not_led_elsewhere(files: dict[str, bytes]) -> None:
    for path in ("he/changes/1.0.0..1.1.0/index.html", "changes/1.0.0..1.1.0/index.html"):
        assert not page(files, path).xpath("//section[@class='reasons']//p[a[@hreflang]]"), path


def test_what_came_with_a_version_that_is_not_translated_is_told_with_the_next(
    library: Path,
) -> None:
    settings = library / "policy" / "privacy" / "policy.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    for label in ("1.0.0", "1.1.1"):
        translation(library, "de", label)
    rewritten(library, "de/1.1.1.md", "90 days", "30 days")
    site = render_site(planned(library))
    found = page(site, "de/changes/1.0.0..1.1.1/index.html")

    (pointer,) = found.xpath("//section[@class='reasons']//p[a[@hreflang]]")
    assert pointer.xpath("a/@href")[0].startswith("/privacy/changes/1.0.0..1.1.0/#change-")
    assert "länger aufbewahrt" in seen(pointer.getparent())


def test_each_version_in_between_keeps_the_verdict_of_its_own_release(library: Path) -> None:
    settings = library / "policy" / "privacy" / "policy.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    for label in ("1.0.0", "1.1.1"):
        translation(library, "de", label)
    site = render_site(planned(library))
    (between,) = page(site, "de/changes/1.0.0..1.1.1/index.html").xpath(
        "//section[@class='note summary']/ul"
    )

    assert [seen(each) for each in between] == [
        "Fassung 1.1.0 Wesentlich",
        "Fassung 1.1.1 Nur Wortlaut",
    ]
    rows = page(site, "de/versions/index.html").xpath("//ol[@class='versions']/li")
    assert "Wesentlich Von Fassung 1.0.0 zu 1.1.1" in seen(rows[0])


def test_renumberings_are_told_in_the_words_of_the_translation(library: Path) -> None:
    settings = library / "policy" / "privacy" / "policy.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    heading = "## 4. Ask us"
    rewritten(library, "1.1.0.md", heading, f"## 4. Fees {{#fees}}\n\nNone.\n\n{heading}")
    rewritten(library, "1.1.0.md", heading, "## 5. Ask us")
    for label in ("1.0.0", "1.1.0"):
        translation(library, "de", label)
    rewritten(library, "de/1.1.0.md", "4. Fees", "4. Gebühren")
    found = page(render_site(planned(library)), "de/changes/1.0.0..1.1.0/index.html")

    (told,) = found.xpath("//section[@class='reasons']//li[contains(., 'weil')]")
    assert "Nummer 4. → 5., weil „4. Gebühren“ hinzukam" in seen(told)


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("1.0.0", "Sie galt vom 1. März 2024 bis zum 14. März 2025."),
        ("1.1.1", "Diese Fassung tritt am 1. Januar 2027 in Kraft. Bis dahin gilt ein anderer"),
    ],
)
def test_a_translation_that_does_not_apply_says_when_it_does(
    library: Path, label: str, told: str
) -> None:
    settings = library / "policy" / "privacy" / "policy.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    translation(library, "de", label)
    found = page(render_site(planned(library)), f"de/versions/{label}/index.html")

    assert told in seen(found.xpath("//div[@class='notices']")[0])


def test_old_names_of_headings_lead_on_in_every_language(library: Path) -> None:
    settings = library / "policy" / "privacy" / "policy.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    rewritten(library, "1.1.0.md", "{#how-long}", "{#retention}")
    rewritten(library, "1.1.1.md", "{#how-long}", "{#retention}")
    for tag, label in (("he", "1.0.0"), ("he", "1.1.0"), ("de", "1.1.0")):
        translation(library, tag, label)
    site = render_site(planned(library))

    # The German one is younger than the old name.
    for path in ("index.html", "he/index.html", "de/index.html"):
        (old,) = page(site, path).xpath("//*[@id='how-long']")
        assert old.getparent().get("id") == "retention", path
    assert not page(site, "he/versions/1.1.0/index.html").xpath("//*[@id='how-long']")


def test_the_last_change_that_matters_is_that_of_the_text_that_prevails(library: Path) -> None:
    settings = library / "policy" / "privacy" / "policy.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    for label in ("1.0.0", "1.1.1"):
        translation(library, "de", label)
    rewritten(library, "1.1.1.md", "2027-01-01", "2026-11-01")
    site = render_site(planned(library))

    for path in ("index.html", "de/index.html"):
        (last,) = page(site, path).xpath("//section[@class='note changed']/p[time]")
        assert last.xpath("time/@datetime") == ["2025-03-15"], path
        assert last.xpath("a/@href") == ["/privacy/changes/1.0.0..1.1.0/"], path


def test_a_clause_translated_later_reads_so_since_its_source_does(
    files: dict[str, bytes],
) -> None:
    value = json.loads(files["he/versions/1.1.0.json"])
    source = json.loads(files["versions/1.1.0.json"])

    assert {each["id"]: each["since"] for each in value["clauses"]} == {
        each["id"]: each["since"] for each in source["clauses"]
    }
    assert value["language"] == "he"


def test_a_translation_begun_late_tells_the_days_of_its_source(library: Path) -> None:
    settings = library / "policy" / "privacy" / "policy.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    translation(library, "de", "1.1.0")
    site = planned(library)
    value = json.loads(render_site(site)["de/versions/1.1.0.json"])
    source = json.loads(render_site(site)["versions/1.1.0.json"])

    assert len({each["since"] for each in value["clauses"]}) > 1
    assert [each["since"] for each in value["clauses"]] == [
        each["since"] for each in source["clauses"]
    ]


def test_a_product_asks_in_the_language_of_its_user_and_hears_what_is_true(
    files: dict[str, bytes],
) -> None:
    own, theirs = json.loads(files["notice.json"]), json.loads(files["de/notice.json"])

    assert theirs["policy"]["title"] == "Hinweis & mehr"
    assert theirs["words"]["close"] == "Schließen"
    # Not translated: the version is told of all the same, in the words that there are.
    assert theirs["in_force"] == own["in_force"]
    assert theirs["announced"] == own["announced"]
    assert files["de/notice.js"] == files["notice.js"]


def atom(files: dict[str, bytes], path: str) -> etree._Element:
    return etree.fromstring(files[path])


FEEDS = [f"{root}{name}" for root in ("", "de/", "he/") for name in ("feed", "feed-material")]


def test_a_feed_is_there_in_each_language_and_names_the_others(files: dict[str, bytes]) -> None:
    places = {"en": "", "de": "de/", "he": "he/"}
    for own, root in places.items():
        for name in ("feed", "feed-material"):
            feed = atom(files, f"{root}{name}.xml")
            data = json.loads(files[f"{root}{name}.json"])
            others = {each: f"{ROOT}{there}{name}" for each, there in places.items() if each != own}
            links = {
                (each.get("type"), each.get("hreflang")): each.get("href")
                for each in feed.findall(f"{ATOM}link[@rel='alternate']")
            }

            assert feed.get(LANG) == data["language"] == own
            assert links == {("text/html", own): f"{ROOT}{root}versions/"} | {
                ("application/atom+xml", each): f"{place}.xml" for each, place in others.items()
            }
            assert data["_gazette"]["languages"] == {
                each: f"{place}.json" for each, place in others.items()
            }


def test_feeds_of_all_languages_tell_of_the_same_releases_under_ids_of_their_own(
    files: dict[str, bytes],
) -> None:
    told = {path: json.loads(files[f"{path}.json"])["items"] for path in FEEDS}
    ids = [feed.findtext(f"{ATOM}id") for feed in (atom(files, f"{path}.xml") for path in FEEDS)]
    ids += [item["id"] for path in FEEDS if "material" not in path for item in told[path]]

    def versions(path: str) -> list[str]:
        return [each["_gazette"]["version"] for each in told[path]]

    assert len(set(ids)) == len(ids)
    for root in ("de/", "he/"):
        assert versions(f"{root}feed") == versions("feed")
        # What changed between two translated texts may be more than one release changed.
        assert set(versions(f"{root}feed-material")) >= set(versions("feed-material"))
        dates = [
            [each["date_published"] for each in told[path]] for path in ("feed", f"{root}feed")
        ]
        assert dates[0] == dates[1]


def test_a_release_that_is_not_translated_is_told_in_the_language_of_the_feed(
    files: dict[str, bytes],
) -> None:
    item = json.loads(files["de/feed.json"])["items"][1]

    assert item["title"] == "Hinweis & mehr, Fassung 1.1.0"
    assert item["language"] == "en"
    assert item["url"] == f"{ROOT}changes/1.0.0..1.1.0/"
    content = html.fromstring(f"<div>{item['content_html']}</div>")
    assert "Nicht übersetzt: Hier steht der englische Text." in seen(content)
    assert "Personenbezogene Daten werden länger aufbewahrt" in seen(content)
    assert [each.text for each in content.xpath(".//bdi[@lang='en']")]


def test_what_a_feed_says_in_another_language_is_said_to_be_that(files: dict[str, bytes]) -> None:
    feed = atom(files, "he/feed.xml")

    # There are no words of ours in Hebrew: English tells of the Hebrew texts.
    titles = feed.findall(f".//{ATOM}title")
    assert [each.get(LANG) for each in titles] == ["en"] * 4
    assert titles[-1].text == "Hinweis & mehr, version 1.0.0"
    links = feed.findall(f"{ATOM}entry/{ATOM}link")
    assert [each.get("hreflang") for each in links] == ["en", "he", "he"]
    assert [each.get("href").removeprefix(ROOT) for each in links] == [
        "changes/1.1.0..1.1.1/",
        "he/changes/1.0.0..1.1.0/",
        "he/versions/1.0.0/",
    ]


def test_a_feed_leads_to_what_is_there_and_has_what_the_format_asks(
    files: dict[str, bytes],
) -> None:
    for path in FEEDS:
        feed, data = atom(files, f"{path}.xml"), json.loads(files[f"{path}.json"])
        entries = feed.findall(f"{ATOM}entry")

        for each in (feed, *entries):
            for name in ("id", "title", "updated"):
                assert each.findtext(f"{ATOM}{name}"), (path, name)
        for entry, item in zip(entries, data["items"], strict=True):
            (link,) = entry.findall(f"{ATOM}link")
            assert link.get("href") == item["url"]
            assert entry.findtext(f"{ATOM}content") == item["content_html"]
            assert entry.findtext(f"{ATOM}title") == item["title"]
        inside = [link for item in data["items"] for link in links_in(item["content_html"])]
        for each in [*feed.xpath("//@href"), *inside, data["feed_url"], data["home_page_url"]]:
            place = each.removeprefix(ROOT)
            file = f"{place}index.html" if place.endswith("/") else place
            assert file in files, (path, each)


def links_in(content: str) -> list[str]:
    return [str(each) for each in html.fromstring(f"<div>{content}</div>").xpath(".//@href")]


def test_pages_name_the_feeds_of_their_language(files: dict[str, bytes]) -> None:
    for root in ("", "de/", "he/"):
        for path in ("", "versions/", "versions/1.0.0/"):
            found = page(files, f"{root}{path}index.html").xpath(
                "//link[@type='application/atom+xml']/@href"
            )
            assert found == [f"/privacy/{root}{name}.xml" for name in ("feed", "feed-material")]
    (list_, *_) = page(files, "de/versions/index.html").xpath("//*[@aria-labelledby='gz-follow']")
    assert "/privacy/de/feed.json" in list_.xpath(".//@href")
