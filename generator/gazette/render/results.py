"""What code hosts and test reports show: results, each of a rule, at a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from gazette.model.verdict import Level

if TYPE_CHECKING:
    from gazette.errors import Location
    from gazette.model.verdict import Evidence, Finding, Reference
    from gazette.render.report import Report


class Gravity(StrEnum):
    """How grave a result is, by the names that SARIF has for it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NONE = "none"


GRAVITIES = {
    Level.MATERIAL: Gravity.ERROR,
    Level.REVIEW: Gravity.WARNING,
    Level.MINOR: Gravity.NOTE,
    Level.EDITORIAL: Gravity.NONE,
}
"""What must be told, what a person must read, what is for the record, what says the same."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a rule apart from its results."""

    id: str
    title: str
    why: str
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that a rule says of one place.

    `fingerprint` tells this result again in a later run, and is empty where
    nothing does. `former` is the place in the text before. `accepted` is the
    reason for which a person regraded it, empty where nobody did.
    """

    rule: str
    gravity: Gravity
    message: str
    where: Location | None = None
    fingerprint: str = ""
    former: Location | None = None
    accepted: str = ""


def results_of(report: Report) -> tuple[Result, ...]:
    """The findings of a verdict, the gravest first; a decided one has its new level."""
    found = sorted(report.verdict.findings, key=lambda finding: -finding.decided)
    return tuple(_result(finding) for finding in found)


def rules_of(report: Report) -> tuple[About, ...]:
    """The rules that fired, each once, in the order of `results_of`."""
    found = {f.rule: f for f in sorted(report.verdict.findings, key=lambda f: -f.decided)}
    return tuple(About(f.rule, f.title, f.rationale, f.references) for f in found.values())


def _result(finding: Finding) -> Result:
    decision = finding.decision
    old, new = (_place(each) for each in (finding.old, finding.new))
    return Result(
        rule=finding.rule,
        gravity=GRAVITIES[finding.decided],
        message=result_text(finding),
        where=new or old,
        fingerprint=finding.fingerprint,
        former=old if new else None,
        accepted=decision.reason if decision else "",
    )


def result_text(finding: Finding) -> str:
    """What a finding says, in a line each: level and message, words, question, decision."""
    return "\n".join(_sentences(finding))


def _place(evidence: Evidence | None) -> Location | None:
    return evidence.where if evidence and evidence.where.path else None


def _sentences(finding: Finding) -> Iterator[str]:
    yield f"{finding.decided}: {finding.message}"
    quotes = [f"“{each.quote}”" for each in _quoted(finding)]
    if quotes:
        yield " → ".join(quotes)
    yield finding.question
    if finding.decision:
        who = finding.decision
        yield f"Decided by {who.decided_by}, {finding.level} before: {who.reason}"


def _quoted(finding: Finding) -> Iterable[Evidence]:
    return (each for each in (finding.old, finding.new) if each and each.quote)
