from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from gazette.render.text import render_verdict

if TYPE_CHECKING:
    from gazette.render.report import Report

ANSI = re.compile(r"\x1b\[[0-9;]*m")
UNBROKEN = re.compile(r"https?://|\.md")


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_memo_opens_with_what_is_compared_and_the_verdict(report: Report) -> None:
    text = render_verdict(report, width=80, colour=False)
    head = text.split("──")[0]
    assert "Redline of 1.0.0 → draft" in head
    assert "published 2026-11-22, effective 2026-12-22" in head
    assert "sha256 0123456789abcdef" in head
    assert "MATERIAL   Whoever relied on the old text must be told." in head
    assert "6 changes: 2 material, 2 minor, 2 editorial" in head


def test_a_file_is_named_once_by_its_path(report: Report) -> None:
    old = dataclasses.replace(report.old, label="old.md", title="", published=None, effective=None)
    text = render_verdict(dataclasses.replace(report, old=old), width=80, colour=False)
    assert "Old        old.md\n           sha256 0123456789abcdef" in text


def test_a_finding_gives_words_reason_law_question_and_place(report: Report) -> None:
    text = squeezed(render_verdict(report, width=80, colour=False))
    for part in (
        "Title of retention-lengthened",
        "Deleted [-30-]{+60+} days after termination.",
        "Message of retention-lengthened",
        "Rationale of retention-lengthened.",
        "Question of retention-lengthened?",
        "GDPR Art. 13(2)(a) https://example.com/gdpr/13",
        "saas only",
        "old.md:10 → new.md:11",
    ):
        assert part in text


def test_sections_stand_in_reading_order(report: Report) -> None:
    text = render_verdict(report, width=80, colour=False)
    assert text.index("4. Data Retention ─") < text.index("5. Third Parties ─")


def test_a_wide_terminal_shows_old_and_new_words_side_by_side(report: Report) -> None:
    lines = render_verdict(report, width=200, colour=False).splitlines()
    line = next(line for line in lines if "[-30-]" in line)
    old, new = line.split("│")
    assert old.split() == ["Deleted", "[-30-]", "days", "after", "termination."]
    assert new.split() == ["Deleted", "{+60+}", "days", "after", "termination."]
    assert not any("│" in line for line in render_verdict(report, width=149, colour=False))


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_every_finding_is_listed_whatever_the_width(report: Report, width: int) -> None:
    text = squeezed(render_verdict(report, width=width, colour=False))
    for finding in report.verdict.findings:
        assert finding.title in text


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("width", [40, 60, 80, 120, 150, 200, 400])
def test_lines_fit_the_width(report: Report, width: int, *, colour: bool) -> None:
    for line in ANSI.sub("", render_verdict(report, width=width, colour=colour)).splitlines():
        # An address is never broken: it could not be copied.
        assert cell_len(line) <= width or UNBROKEN.search(line), line
        assert line == line.rstrip()


def test_without_colour_there_is_no_escape_sequence(report: Report) -> None:
    assert "\x1b" not in render_verdict(report, width=80, colour=False)


def test_in_colour_the_marks_are_styles_and_the_words_stay_apart(report: Report) -> None:
    text = render_verdict(report, width=80, colour=True)
    assert "[-30-]" not in text
    assert "Deleted 30 60 days after termination." in ANSI.sub("", text)
    assert re.search(r"\x1b\[[0-9;]*31m30\x1b", text)


def test_the_policys_own_escape_sequences_never_reach_the_terminal(report: Report) -> None:
    text = ANSI.sub("", render_verdict(report, width=80, colour=True))
    assert "\x1b" not in text
    assert "⟨U+001B⟩" in text


def test_a_decision_is_told_with_its_reason(report: Report) -> None:
    text = squeezed(render_verdict(report, width=80, colour=False))
    assert "Decided by a person: 1 finding" in text
    assert "minor instead of material, by Dana Counsel on 2026-11-30" in text
    assert "The promise now stands in section 2." in text


def test_lesser_changes_take_one_line_each(report: Report) -> None:
    lines = render_verdict(report, width=80, colour=False).splitlines()
    assert "line 61    [-optimization-]{+optimisation+}" in lines
    assert any(line.startswith("line 51    Link target https://a.example") for line in lines)


def test_nothing_changed(unchanged: Report) -> None:
    text = render_verdict(unchanged, width=80, colour=False)
    assert "EDITORIAL" in text
    assert "No change: a reader would see the same text." in text
    assert "Marks" not in text


def test_a_rules_reasons_are_given_once(crowded: Report) -> None:
    text = squeezed(render_verdict(crowded, width=80, colour=False))
    assert text.count("Rationale of recipient-added.") == 1
    assert text.count("Message of recipient-added") == 100
