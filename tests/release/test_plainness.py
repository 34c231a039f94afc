from __future__ import annotations

from typing import Any

import pytest

from gazette.model.gate import Outcome
from gazette.release.plainness import LONG, sentences
from gazette.source import read_markdown


def words(number: int) -> str:
    return " ".join(["We", *["keep"] * (number - 2), "books."])


@pytest.mark.parametrize(("number", "outcome"), [(LONG, Outcome.OPEN), (LONG + 1, Outcome.WARNING)])
def test_a_sentence_too_long_to_be_read_is_told(office: Any, number: int, outcome: Outcome) -> None:
    office.write(f"{office.body}\n{words(number)} It is short.\n")
    assert office.complaint("plain-language").outcome is outcome


def test_the_longest_is_shown_and_every_line_named(office: Any) -> None:
    office.write(f"{office.body}\n{words(70)}\n\n- {words(80)}\n")
    found = office.complaint("plain-language")
    assert found.what == (
        "a sentence of 80 words begins “We keep keep keep keep keep …”, and 1 more of over 60"
    )
    assert found.where.line == 23
    assert found.remedy.endswith("see lines 21, 23.")


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("We ask. You answer!", [2, 2]),
        ("We (e.g. you) read 3.5 pages, i.e. all of them.", [10]),
        ("He said “no.” Then he left.", [3, 3]),
        ("Ärzte lesen. Über alles.", [2, 2]),
        ("A well-known don't is one word each.", [7]),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, counts: list[int]) -> None:
    assert [each.words for each in sentences(read_markdown(text))] == counts


def test_headings_and_code_are_no_running_text() -> None:
    assert list(sentences(read_markdown(f"# {words(70)}\n\n    {words(70)}\n"))) == []
