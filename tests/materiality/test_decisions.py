"""People decide what rules cannot; a decision binds one text and hides nothing."""

from dataclasses import replace
from datetime import date

import pytest

from gazette import compare
from gazette.errors import DecisionError
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Decision, Level

CATALOGUE = load_catalogue()
COMPARISON = compare("Data is deleted after 30 days.", "Data is deleted after 60 days.")
FINDING = judge(COMPARISON, CATALOGUE).findings[0]
DECISION = Decision(
    fingerprint=FINDING.fingerprint,
    rule=FINDING.rule,
    level=Level.MINOR,
    reason="The period was always 60 days in the contract.",
    decided_by="A. Counsel",
    decided_on=date(2026, 11, 1),
    approved_by="B. Counsel",
)


def decided(*decisions: Decision) -> Level:
    return judge(COMPARISON, CATALOGUE, decisions=decisions).level


def test_a_decision_regrades_and_stays_visible() -> None:
    verdict = judge(COMPARISON, CATALOGUE, decisions=(DECISION,))
    assert FINDING.level is Level.MATERIAL
    assert verdict.level is Level.MINOR
    assert verdict.findings[0].level is Level.MATERIAL
    assert verdict.findings[0].decision == DECISION


@pytest.mark.parametrize("approver", ["", "  ", "a. counsel", "A. Counsel "])
def test_lowering_material_needs_a_second_person(approver: str) -> None:
    with pytest.raises(DecisionError, match="second person"):
        decided(replace(DECISION, approved_by=approver))


def test_confirming_needs_no_approver() -> None:
    assert decided(replace(DECISION, level=Level.MATERIAL, approved_by="")) is Level.MATERIAL


@pytest.mark.parametrize(
    "wrong",
    [
        {"fingerprint": "0" * 16},
        {"rule": "unclassified-change"},
        {"reason": " "},
        {"decided_by": ""},
    ],
)
def test_a_decision_that_binds_nothing_or_says_nothing_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(DecisionError):
        decided(replace(DECISION, **wrong))  # type: ignore[arg-type] # any field may be wrong


def test_a_decision_lapses_when_the_text_changes() -> None:
    other = compare("Data is deleted after 30 days.", "Data is deleted after 61 days.")
    with pytest.raises(DecisionError, match="matches no finding"):
        judge(other, CATALOGUE, decisions=(DECISION,))


def test_two_decisions_on_one_finding_are_refused() -> None:
    with pytest.raises(DecisionError, match="twice"):
        decided(DECISION, replace(DECISION, reason="Another."))
