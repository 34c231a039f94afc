from __future__ import annotations

import dataclasses

import pytest

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level
from gazette.render.report import (
    Report,
    change_notes,
    decided,
    entries,
    folded,
    place,
    summary,
)


def test_every_change_has_an_entry_in_reading_order(report: Report) -> None:
    listed = entries(report.verdict)
    assert tuple(entry.change for entry in listed) == report.verdict.comparison.changes


def test_an_entry_holds_its_findings_the_gravest_first(report: Report) -> None:
    first = entries(report.verdict)[0]
    assert [finding.rule for finding in first.findings] == [
        "retention-lengthened",
        "number-changed",
    ]
    assert first.level is Level.MATERIAL


def test_a_decision_decides_the_level_of_its_change(report: Report) -> None:
    levels = {entry.change.id: entry.level for entry in entries(report.verdict)}
    assert levels["change-30"] is Level.MINOR


def test_the_summary_counts_changes_by_level(report: Report) -> None:
    listed = entries(report.verdict)
    assert summary(listed) == "6 changes: 2 material, 2 minor, 2 editorial"
    assert summary(listed[-1:]) == "1 change: 1 editorial"
    assert summary(()) == "No change: a reader would see the same text."


@pytest.mark.parametrize(("fail_on", "code"), [(None, 0), (Level.REVIEW, 20), (Level.MATERIAL, 20)])
def test_exit_code_of_a_material_verdict(report: Report, fail_on: Level | None, code: int) -> None:
    assert dataclasses.replace(report, fail_on=fail_on).exit_code == code


@pytest.mark.parametrize(("fail_on", "code"), [(None, 0), (Level.REVIEW, 10), (Level.MATERIAL, 0)])
def test_exit_code_of_a_verdict_to_review(report: Report, fail_on: Level | None, code: int) -> None:
    to_review = tuple(f for f in report.verdict.findings if f.level is Level.REVIEW)
    verdict = dataclasses.replace(report.verdict, findings=to_review)
    assert dataclasses.replace(report, verdict=verdict, fail_on=fail_on).exit_code == code


def test_places_name_the_files_that_hold_the_clause(report: Report) -> None:
    places = [place(entry.change, report) for entry in entries(report.verdict)]
    assert places[:3] == ["old.md:10 → new.md:11", "new.md:21", "old.md:30"]


def test_what_a_redline_cannot_show_is_said(report: Report) -> None:
    by_id = {change.id: change_notes(change) for change in report.verdict.comparison.changes}
    assert by_id["change-40"] == ("Moved here from “2. Use”.",)
    assert by_id["change-50"] == ("Link target https://a.example → https://b.example",)
    assert by_id["change-10"] == ()


def test_a_decision_in_words_names_who_when_and_why(report: Report) -> None:
    told = " ".join(decided(finding) for finding in report.verdict.findings)
    assert told.strip() == (
        "minor instead of material, by Dana Counsel on 2026-11-30, approved by Gil Partner: "
        "The promise now stands in section 2."
    )


def test_a_cascade_of_renumberings_is_one_entry() -> None:
    old = "".join(f"## {n}. Topic {n * 7}\n\nWhat topic {n * 7} is about.\n\n" for n in range(1, 6))
    new = old
    for n in range(5, 1, -1):
        new = new.replace(f"## {n}. ", f"## {n + 1}. ")
    new = new.replace("## 3. ", "## 2. Cookies\n\nWe set cookies to keep you in.\n\n## 3. ", 1)
    comparison = compare(old, new)
    verdict = judge(comparison, load_catalogue())
    listed = [entry for entry in entries(verdict) if entry.change.cause]

    assert len(listed) == 4
    assert [change_notes(entry.change) for entry in folded(listed)] == [
        ("Numbers 2. to 5. → 3. to 6. (4 clauses), because “2. Cookies” was added",)
    ]
