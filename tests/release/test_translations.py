from __future__ import annotations

from typing import Any

import pytest

from gazette.errors import SourceError
from gazette.model.gate import Outcome
from gazette.model.policy import Language, Translation, Version
from gazette.release.translations import lags_of
from gazette.source import load_policy, read_markdown

GERMAN = Language("de", "Deutsch", "Es gilt der englische Text.")
ENGLISH = """\
# Notice

We lend books.

## Retention {#retention}

We delete it after 1,000 days.

- Loans
- Names
"""
DEUTSCH = """\
# Hinweis

Wir verleihen Bücher.

## Speicherung {#retention}

Wir löschen es nach 1.000 Tagen.

- Ausleihen
- Namen
"""
LANGUAGES = '\n[languages.de]\ntitle = "Deutsch"\nnote = "Es gilt der englische Text."\n'


def version(text: str, label: str = "1.0.0") -> Version:
    return Version("p", label, "Notice", read_markdown(text), sha256=text)


def lags(translation: str, current: str, base: str | None = None) -> list[tuple[str, str]]:
    made = Translation(GERMAN, "1.0.0", "Hinweis", read_markdown(translation))
    old = version(base or current)
    new = version(current, "1.1.0") if base else old
    return [(each.clause, str(each.kind)) for each in lags_of(made, new, old)]


def test_a_translation_with_the_same_clauses_and_figures_is_in_step() -> None:
    assert lags(DEUTSCH, ENGLISH) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("1.000 Tagen", "100 Tagen", [("retention/p1", "other figures")]),
        ("1.000 Tagen", "1 000 Tagen", []),
        ("1.000 Tagen", "١٠٠٠ Tagen", []),
        ("- Namen\n", "", [("retention/i2", "missing")]),
        ("- Namen\n", "- Namen\n- Mehr\n", [("retention/i3", "left over")]),
    ],
)
def test_a_clause_that_is_not_in_step_is_named(
    old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    assert lags(DEUTSCH.replace(old, new), ENGLISH) == expected


def test_what_the_source_changed_since_is_named() -> None:
    current = ENGLISH.replace("- Names\n", "- Names and addresses\n\n## Rights {#rights}\n\nAsk.\n")
    current = current.replace("- Loans", "- *Loans*")

    assert lags(DEUTSCH, current, base=ENGLISH) == [
        ("retention/i2", "changed"),
        ("rights", "missing"),
        ("rights/p1", "missing"),
    ]


def translate(office: Any, name: str, text: str, **front: str) -> None:
    folder = office.folder / "de"
    folder.mkdir(exist_ok=True)
    settings = office.folder / "policy.toml"
    if "languages" not in settings.read_text(encoding="utf-8"):
        settings.write_text(settings.read_text(encoding="utf-8") + LANGUAGES, encoding="utf-8")
    key = {"status": "proposal"} if name == "draft" else {"version": name}
    lines = [f"{key}: {value}" for key, value in ({"title": "Hinweis"} | key | front).items()]
    (folder / f"{name}.md").write_text("\n".join(["---", *lines, "---", "", text]), "utf-8")


def german(office: Any) -> str:
    """The office's text as a translation: the words do not matter, ids and figures do."""
    return str(office.body.replace("book", "Buch"))


def test_the_gate_is_open_where_the_translation_is_in_step(office: Any) -> None:
    translate(office, "1.0.0", german(office))

    assert office.complaint("translations").outcome is Outcome.OPEN


def test_a_draft_without_its_translation_is_told_and_not_refused(office: Any) -> None:
    translate(office, "1.0.0", german(office))
    office.edit("30 days after", "90 days after")

    found = office.complaint("translations")
    assert found.outcome is Outcome.WARNING
    assert "no translation of draft into Deutsch" in found.what


def test_a_translation_that_claims_a_draft_it_has_not_is_refused(office: Any) -> None:
    office.edit("Ask at the front desk.", "Ask at the front desk.\n\n## More {#more}\n\nMore.")
    translate(office, "draft", german(office).replace("## More {#more}\n\nMore.", ""))

    found = office.found("translations")
    assert {each.outcome for each in found} == {Outcome.CLOSED}
    assert [each.what.rpartition(": ")[2] for each in found] == ["more", "more/p1"]


def test_other_figures_are_told_at_their_line(office: Any) -> None:
    translate(office, "1.0.0", german(office).replace("30", "90"))

    found = office.complaint("translations")
    assert found.outcome is Outcome.WARNING
    assert str(found.where).endswith("de/1.0.0.md:12")


def test_a_translated_draft_left_behind_is_told(office: Any) -> None:
    translate(office, "1.0.0", german(office))
    translate(office, "draft", german(office))

    assert "a draft that is there no more" in office.complaint("translations").what


@pytest.mark.parametrize(
    ("name", "front", "words"),
    [
        ("1.0.0", {"version": "1.1.0"}, "does not say what is translated"),
        ("1.0.0", {"published": "2030-01-01"}, "is not a known key of a translation"),
        ("notes", {}, "translates neither a version"),
    ],
)
def test_what_is_no_translation_is_refused(
    office: Any, name: str, front: dict[str, str], words: str
) -> None:
    translate(office, name, "Text.", **front)

    with pytest.raises(SourceError, match=words):
        load_policy(office.folder)


def test_translations_into_a_language_without_settings_are_refused(office: Any) -> None:
    translate(office, "1.0.0", german(office))
    (office.folder / "de").rename(office.folder / "fr")

    with pytest.raises(SourceError, match=r"which policy\.toml does not name"):
        load_policy(office.folder)
