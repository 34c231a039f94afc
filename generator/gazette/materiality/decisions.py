"""Decisions of named people over findings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gazette.errors import DecisionError
from gazette.model.verdict import Level

if TYPE_CHECKING:
    from gazette.model.verdict import Decision, Finding


def apply_decisions(
    findings: tuple[Finding, ...], decisions: tuple[Decision, ...]
) -> tuple[Finding, ...]:
    """The findings with their decisions; none is lost, a decided finding keeps both levels.

    DecisionError for a decision that is incomplete, that binds nothing (the
    text changed since, or the fingerprint is wrong), that is made twice, or
    that lowers a material finding without the approval of a second person.
    """
    by_fingerprint: dict[str, Decision] = {}
    known = {finding.fingerprint: finding for finding in findings}
    for decision in decisions:
        if decision.fingerprint in by_fingerprint:
            raise _refused(decision, "is made twice", "Keep one of the two.")
        _check(decision, known.get(decision.fingerprint))
        by_fingerprint[decision.fingerprint] = decision
    return tuple(
        replace(finding, decision=by_fingerprint.get(finding.fingerprint)) for finding in findings
    )


def _check(decision: Decision, finding: Finding | None) -> None:
    if finding is None or finding.rule != decision.rule:
        raise unmatched(decision)
    if not decision.reason.strip() or not decision.decided_by.strip():
        raise _refused(decision, "has no reason or no name", "Say who decided, and why.")
    lowers = finding.level is Level.MATERIAL and decision.level < finding.level
    approver = decision.approved_by.strip().casefold()
    if lowers and (not approver or approver == decision.decided_by.strip().casefold()):
        raise _refused(
            decision,
            "lowers a material finding without a second person",
            "Have someone else than its author approve it, in approved_by.",
        )


def unmatched(decision: Decision) -> DecisionError:
    """The error for a decision that fits no finding: it was wrong, or has lapsed."""
    return _refused(
        decision,
        "matches no finding",
        "The text or the rules changed since; remove it and decide again on what there is.",
    )


def _refused(decision: Decision, what: str, remedy: str) -> DecisionError:
    return DecisionError(
        f"the decision {decision.fingerprint} on {decision.rule} {what}", remedy=remedy
    )
