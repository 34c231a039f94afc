"""The pages' own words: the same sentences in every language, and the language of the text."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from lxml import html
from markupsafe import Markup

from gazette import compare
from gazette.errors import TemplateError
from gazette.materiality import load_catalogue
from gazette.model.note import ENGLISH, Note
from gazette.publish import plan_site
from gazette.publish.rules import topics_of
from gazette.render.environment import FOLDER, template_environment
from gazette.render.folded import folded_redline
from gazette.render.site import render_site
from gazette.render.speech import Speech, language_in, marked_in, speech_remarks, topics_in
from gazette.render.templates import packaged_folder
from gazette.render.words import languages
from gazette.source import load_policies

SHIPPED = ("de", "fr", "sk")
OURS = packaged_folder() / "site"
CATALOGUE = load_catalogue()
ROOT = "https://library.example/privacy/"
SAME = {"became", "leading_to", "definition", "definition_one", "link", "image"}
"""Notes that may read alike in two languages."""
Build = Callable[..., dict[str, bytes]]


def toml(language: str) -> dict[str, Any]:
    return tomllib.loads((OURS / f"words.{language}.toml").read_text(encoding="utf-8"))


def places(sentence: object) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(str(sentence)) if name}


@pytest.mark.parametrize("language", SHIPPED)
def test_every_language_says_what_english_says_with_the_same_places(language: str) -> None:
    ours, theirs = toml("en"), toml(language)

    for part in ("say", "topics", "languages"):
        assert theirs[part].keys() == ours[part].keys(), part
    for part in ("say", "notes"):
        for key, sentence in ours[part].items():
            assert places(theirs[part][key]) == places(sentence), key
    assert theirs["count"].keys() == ours["count"].keys()
    assert len(theirs["date"]["months"]) == 12


def test_every_sentence_is_said_somewhere() -> None:
    sources = [each.read_text(encoding="utf-8") for each in OURS.glob("*.html")]
    package = Path(__file__).parents[2] / "generator" / "gazette" / "render"
    sources += [each.read_text(encoding="utf-8") for each in package.rglob("*.py")]
    text = "\n".join(sources)
    made = r"level_|means_|feed_|moved_|lag_|history_|strip|announced|scheduled"

    unsaid = [key for key in toml("en")["say"] if f'"{key}"' not in text]
    assert [key for key in unsaid if not re.match(made, key)] == []


@pytest.mark.parametrize("language", ["en", *SHIPPED])
def test_each_topic_of_our_rules_has_a_name_in_plain_words(language: str) -> None:
    assert {topic.id for topic in topics_of(CATALOGUE)} <= toml(language)["topics"].keys()


@pytest.fixture
def speech() -> Speech:
    return Speech.of(template_environment(None))


def test_a_topic_of_the_organisations_own_is_named_as_it_is_written(speech: Speech) -> None:
    (topic, *_) = topics_of(CATALOGUE)
    own = type(topic)("house-pets", topic.rules)

    assert [each.title for each in topics_in(speech.words("de"), (own,))] == ["House pets"]


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        (("de",), "de"),
        (("de-AT",), "de"),
        (("he", "sk"), "sk"),
        (("he",), "en"),
        (("he", "xx"), "en"),
        ((), "en"),
    ],
)
def test_the_first_language_that_has_words_is_spoken(
    speech: Speech, wanted: tuple[str, ...], spoken: str
) -> None:
    assert speech.words(*wanted).language == spoken


def test_days_and_languages_are_written_as_the_language_does(speech: Speech) -> None:
    day = date(2027, 2, 1)

    assert [speech.words(each).day(day) for each in ("en", *SHIPPED)] == [
        "1 February 2027",
        "1. Februar 2027",
        "1er février 2027",
        "1. februára 2027",
    ]
    assert language_in(speech.words("de"), "en-GB") == "englische"
    assert language_in(speech.words("de"), "tlh") == "tlh"


def test_a_redline_says_in_the_language_what_it_says_itself_and_keeps_its_words(
    speech: Speech,
) -> None:
    redline = Markup(
        '<p><del><span class="visually-hidden">deleted: </span>deleted: &lt;i&gt;</del>'
        '<a class="move__link" href="#x">moved up to “A &amp; b”</a>'
        '<a class="move__link" href="#x">moved down from before the first heading</a>'
        '<span class="change__note">link added</span></p>'
        "<details><summary><h3>Rights (unchanged)</h3></summary></details>"
    )

    assert marked_in(speech.words("en"), redline, "en-GB") == redline
    assert marked_in(speech.words("de"), redline, "de") == (
        '<p><del><span class="visually-hidden">gelöscht: </span>deleted: &lt;i&gt;</del>'
        '<a class="move__link" href="#x">nach oben verschoben, zu „A &amp; b“</a>'
        '<a class="move__link" href="#x">nach unten verschoben, von vor der ersten Überschrift</a>'
        '<span class="change__note">link added</span></p>'
        "<details><summary><h3>Rights (unverändert)</h3></summary></details>"
    )


def test_words_of_ours_in_a_text_of_another_language_are_said_to_be(speech: Speech) -> None:
    redline = Markup(
        '<p><ins><span class="visually-hidden">inserted: </span>新</ins>'
        '<a class="move__link" href="#x">moved up</a> <span class="change__note">link</span></p>'
        '<details class="unchanged"><summary>3 unchanged clauses</summary></details>'
    )

    assert marked_in(speech.words("en"), redline, "ja") == (
        '<p><ins><span class="visually-hidden" lang="en">inserted: </span>新</ins>'
        '<a class="move__link" lang="en" href="#x">moved up</a> '
        '<span class="change__note" lang="en">link</span></p>'
        '<details class="unchanged"><summary lang="en">3 unchanged clauses</summary></details>'
    )


@pytest.mark.parametrize("language", ["en", *SHIPPED])
def test_every_note_is_said_in_every_language(speech: Speech, language: str) -> None:
    said = dict(speech.words(language).phrases())

    assert {key for key in said if not key.endswith("_few")} == set(ENGLISH)
    # A key that is forgotten would be English, and few words are the same in both.
    same = [key for key in ENGLISH if said[key] == ENGLISH[key]]
    assert len(same) == len(ENGLISH) if language == "en" else set(same) <= SAME, language


def test_a_note_takes_the_form_of_its_number_in_each_language(speech: Speech) -> None:
    two = Note.of("became", old=Note("paragraph", count=1), new=Note("paragraph", count=2))
    five = Note("item", count=5)

    assert [two.said_in(dict(speech.words(each).phrases())) for each in ("en", "de", "sk")] == [
        "1 paragraph → 2 paragraphs",
        "1 Absatz → 2 Absätze",
        "1 odsek → 2 odseky",
    ]
    assert five.said_in(dict(speech.words("sk").phrases())) == "5 položiek"


def test_a_redline_is_noted_in_the_language_of_its_page(speech: Speech) -> None:
    comparison = compare("See [the terms](a.md) <b>.", "See [the terms](b.md) <b>.")
    html = folded_redline(comparison, speech.words("de").phrases())

    assert "Link, Ziel von „the terms“: a.md → b.md</span>" in html
    assert "link target of “the terms” a.md → b.md</span>" in folded_redline(comparison)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('moved = "moved"\n', "", "does not say notes.moved"),
        ('moved = "moved"', 'moved = "moved {far}"', "notes.moved has a place"),
    ],
)
def test_a_note_that_cannot_be_said_is_refused(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    words = (packaged_folder() / "site" / "words.en.toml").read_text(encoding="utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "words.en.toml").write_text(words.replace(old, new), encoding="utf-8")

    with pytest.raises(TemplateError, match=told):
        Speech.of(template_environment(tmp_path)).values("en")


def test_a_sentence_that_is_missing_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "words.de.toml").write_text("[say]\nskip = 'Zum Text'\n")
    words = Speech.of(template_environment(tmp_path)).words("de")

    with pytest.raises(TemplateError, match="does not say preview") as raised:
        words.html("preview")
    assert str(raised.value.where) == "site/words.de.toml"


@pytest.fixture
def build(library: Path) -> Build:
    """The library's site with its texts said to be in a language."""

    def built(language: str, templates: Path | None = None) -> dict[str, bytes]:
        folder = library / "policy" / "privacy"
        for each in folder.glob("*.md"):
            text = each.read_text(encoding="utf-8").replace(
                "---\n", f"---\nlanguage: {language}\n", 1
            )
            each.write_text(text, encoding="utf-8")
        site = plan_site(
            load_policies(library / "policy"),
            at=datetime(2026, 11, 22, tzinfo=UTC),
            site_url=ROOT,
            catalogue=CATALOGUE,
            preview=True,
        )
        return render_site(site, templates=templates)

    return built


NAMES = {"Markdown", "JSON", "PDF", "Atom", "Harbour", "Library", "GDPR", "Art", "Preview"}
"""What is called so in every language."""


def bracketed() -> str:
    """English as a language of its own, each sentence in brackets."""
    said = {key: each for key, each in toml("en").items() if key not in {"reviewed", "date"}}
    lines = ["reviewed = ''", "[date]", "pattern = '{year}-{month}-{day}'"]
    lines += [f"months = {[str(number) for number in range(1, 13)]}"]
    for part, table in said.items():
        tables = table if part == "count" else {"": table}
        for name, rows in tables.items():
            lines.append(f"[{part}{'.' * bool(name)}{name}]")
            lines += [f"{key} = {json.dumps(f'⟦{each}⟧')}" for key, each in rows.items()]
    return "\n".join(lines)


def unsaid(page: html.HtmlElement) -> set[str]:
    """The words of a page that are in no bracket and in no text that is said to be another's."""
    for each in page.xpath("//style | //script | //article | //*[@lang][not(self::html)]"):
        each.drop_tree()
    text = " ".join([*page.itertext(), *page.xpath("//@aria-label | //@title")])
    text += " ".join(page.xpath("//meta[@name='description']/@content"))
    text = re.sub(r"https?://\S+", " ", text)
    while "⟦" in text:
        text, before = re.sub("⟦[^⟦⟧]*⟧", " ", text), text
        assert text != before
    return set(re.findall(r"[^\W\d_]{2,}", text))


def test_every_word_of_ours_is_in_the_words_of_the_language(
    build: Build, library: Path, tmp_path: Path
) -> None:
    templates = tmp_path / "templates"
    (templates / "site").mkdir(parents=True)
    (templates / "site" / "words.tlh.toml").write_text(bracketed(), encoding="utf-8")
    policy = "\n".join(
        each.read_text(encoding="utf-8") for each in (library / "policy").rglob("*.*")
    )
    known = NAMES | set(re.findall(r"[^\W\d_]{2,}", policy))
    for path, content in build("tlh", templates).items():
        if path.endswith(".html"):
            page = html.document_fromstring(content.decode())
            assert page.get("lang") == "tlh", path
            assert unsaid(page) <= known, path


def test_feeds_and_the_banner_speak_the_language(build: Build) -> None:
    files = build("de")

    assert "Privacy Notice, Fassung 1.1.0" in files["feed.xml"].decode()
    assert "wesentliche Änderungen" in files["feed-material.json"].decode()
    assert 'xml:lang="de"' in files["feed.xml"].decode()
    assert "Am {day} ändert sich unser Text „{title}“." in files["notice.json"].decode()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ()),
        ("de-AT", ("nobody is said to have reviewed the pages’ words in `de`",)),
        ("he", ("there are no words for pages in `he`, so they speak `en`",)),
    ],
)
def test_whoever_builds_is_told_which_words_need_a_person(
    library: Path, language: str, told: tuple[str, ...]
) -> None:
    policies = load_policies(library / "policy")
    versions = tuple(replace(each, language=language) for each in policies[0].versions)
    site = plan_site(
        (replace(policies[0], versions=versions),),
        at=datetime(2026, 11, 22, tzinfo=UTC),
        site_url=ROOT,
        catalogue=CATALOGUE,
    )
    remarks = speech_remarks(site, templates=None)

    assert len(remarks) == len(told)
    assert all(one.startswith(other) for one, other in zip(remarks, told, strict=True))


def test_the_shipped_languages_are_all_that_there_are() -> None:
    known = languages(template_environment(None), folder=FOLDER)

    assert set(known) == {"en", *SHIPPED}
