"""Reports made by hand: every kind of change, every level, a decision, awkward text."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from gazette.errors import Location
from gazette.model.comparison import Change, ChangeKind, Comparison, Op, Pair, Redline, Span
from gazette.model.document import Clause, ClauseKind, Document
from gazette.model.note import Note
from gazette.model.policy import Version
from gazette.model.verdict import (
    Decision,
    Direction,
    Evidence,
    Finding,
    Level,
    Reference,
    Verdict,
)
from gazette.render.report import Report

AWKWARD = "<b>*Ünïcode*</b> | `code` & @someone #12 \x1b[31m\u202e 隐私政策"


def redline(*spans: tuple[str, str]) -> Redline:
    return tuple(Span(Op(op), text) for op, text in spans)


def clause(text: str, line: int, *, heading: str) -> Clause:
    return Clause(
        id=f"c{line}", kind=ClauseKind.PARAGRAPH, text=text, line=line, headings=(heading,)
    )


def change(
    number: int,
    *spans: tuple[str, str],
    kind: ChangeKind = ChangeKind.EDITED,
    heading: str = "4. Data Retention",
    notes: tuple[Note, ...] = (),
) -> Change:
    old = "".join(text for op, text in spans if op in "=-<")
    new = "".join(text for op, text in spans if op in "=+>")
    return Change(
        id=f"change-{number}",
        kind=kind,
        old=(clause(old, number, heading=heading),) if kind is not ChangeKind.ADDED else (),
        new=(clause(new, number + 1, heading=heading),) if kind is not ChangeKind.REMOVED else (),
        redline=redline(*spans),
        notes=notes,
    )


def finding(
    of: Change,
    rule: str,
    level: Level,
    *,
    decision: Decision | None = None,
    segments: tuple[str, ...] = (),
) -> Finding:
    return Finding(
        rule=rule,
        title=f"Title of {rule}",
        level=level,
        direction=Direction.ADVERSE,
        topic="retention",
        message=f"Message of {rule}",
        question=f"Question of {rule}?",
        rationale=f"Rationale of {rule}.",
        fingerprint=f"{rule}-{of.id}",
        change=of,
        references=(Reference("GDPR Art. 13(2)(a)", "https://example.com/gdpr/13"),),
        old=Evidence("30", Location("old.md", 4)),
        new=Evidence("60", Location("new.md", 5)),
        segments=segments,
        decision=decision,
    )


def version(label: str, path: str) -> Version:
    return Version(
        policy="privacy",
        label=label,
        title="Privacy Policy",
        document=Document(()),
        published=date(2026, 11, 22),
        effective=date(2026, 12, 22),
        path=path,
        sha256="0123456789abcdef" * 4,
    )


def steps(of: Change) -> tuple[Pair, ...]:
    """The steps of the alignment with that change: two for a move."""
    if of.kind is ChangeKind.MOVED:
        return Pair(of.old, (), of), Pair((), of.new, of)
    return (Pair(of.old, of.new, of),)


def report_of(*findings: Finding, fail_on: Level | None = None) -> Report:
    changes = tuple(dict.fromkeys(found.change for found in findings))
    comparison = Comparison(
        old=Document(tuple(part for one in changes for part in one.old)),
        new=Document(tuple(part for one in changes for part in one.new)),
        changes=changes,
        pairs=tuple(step for one in changes for step in steps(one)),
        redline=tuple(span for one in changes for span in one.redline),
    )
    return Report(
        old=version("1.0.0", "old.md"),
        new=version("draft", "new.md"),
        verdict=Verdict(comparison, findings),
        fail_on=fail_on,
    )


KEPT = change(10, ("=", "Deleted "), ("-", "30"), ("+", "60"), ("=", " days after termination."))
SHARED = change(20, ("+", AWKWARD), kind=ChangeKind.ADDED, heading="5. Third Parties")
GONE = change(30, ("-", "We never sell data."), kind=ChangeKind.REMOVED, heading="5. Third Parties")
MOVED = dataclasses.replace(
    change(40, ("=", "Stripe "), ("+", "Ltd"), kind=ChangeKind.MOVED, heading="6. Rights"),
    old=(clause("Stripe", 40, heading="2. Use"),),
)
LINKED = change(
    50,
    ("=", "See our help pages."),
    kind=ChangeKind.FORMATTING,
    heading="6. Rights",
    notes=(Note.of("target", mark=Note("link"), old="https://a.example", new="https://b.example"),),
)
SPELT = change(60, ("-", "optimization"), ("+", "optimisation"), heading="6. Rights")
DECISION = Decision(
    fingerprint="promise-removed-change-30",
    rule="promise-removed",
    level=Level.MINOR,
    reason="The promise now stands in section 2.",
    decided_by="Dana Counsel",
    decided_on=date(2026, 11, 30),
    approved_by="Gil Partner",
)


@pytest.fixture
def report() -> Report:
    return report_of(
        finding(KEPT, "retention-lengthened", Level.MATERIAL, segments=("saas",)),
        finding(KEPT, "number-changed", Level.REVIEW),
        finding(SHARED, "recipient-added", Level.MATERIAL),
        finding(GONE, "promise-removed", Level.MATERIAL, decision=DECISION),
        finding(MOVED, "clause-moved", Level.MINOR),
        finding(LINKED, "link-changed", Level.EDITORIAL),
        finding(SPELT, "spelling", Level.EDITORIAL),
    )


@pytest.fixture
def unchanged() -> Report:
    return report_of()


@pytest.fixture
def crowded() -> Report:
    """More changes, and longer ones, than a comment on a pull request can hold."""
    changes = [
        change(number, ("=", "The reader "), ("-", "x " * 400), ("+", "y " * 400))
        for number in range(100, 1100, 10)
    ]
    return report_of(*[finding(one, "recipient-added", Level.MATERIAL) for one in changes])
