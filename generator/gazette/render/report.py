"""What every format of a comparison renders: two versions and the verdict on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gazette.model.comparison import Change, ChangeKind, Op
from gazette.model.document import Clause, ClauseKind, Document
from gazette.model.policy import Version
from gazette.model.verdict import Confidence, Direction, Finding, Level, Verdict, highest
from gazette.redline.cascades import fold_cascades

_NEARLY_ALL = 0.98
EXIT_CODES = {Level.REVIEW: 10, Level.MATERIAL: 20}
"""The exit code of a gate that a verdict of this level does not pass."""

MEANINGS = {
    Level.MATERIAL: "Whoever relied on the old text must be told.",
    Level.REVIEW: "The text alone cannot decide; a person must.",
    Level.MINOR: "The substance is touched, but nobody would decide differently.",
    Level.EDITORIAL: "Shown to say the same.",
}
"""What each level means, in a sentence for the reader of a report."""

FAVOURS = {
    Direction.ADVERSE: "adverse to the reader",
    Direction.FAVOURABLE: "in the reader’s favour",
    Direction.UNCLEAR: "",
}
"""Whom a change favours, in words; nothing where that is unclear."""


def measured(confidence: Confidence, level: Level) -> str:
    """How far a finding of that level may be trusted, as a sentence."""
    nearly_all = confidence.share >= _NEARLY_ALL
    share = "nearly all" if nearly_all else f"about {confidence.share:.0%}"
    if level is Level.REVIEW:
        told = f"{share} of such changes turned out to be material"
    else:
        told = f"{confidence.band} confidence: {share} of such findings were right"
    met = plural(confidence.seen, "labelled change")
    rests = f"met in {met} of other policies" if confidence.seen else "judged by rules of its kind"
    return f"{told}; {rests}."


@dataclass(frozen=True, slots=True)
class Report:
    """Two versions, the verdict on what changed between them, and the gate.

    `fail_on` is the level from which the command fails, if it was asked to.
    """

    old: Version
    new: Version
    verdict: Verdict
    fail_on: Level | None = None

    @property
    def exit_code(self) -> int:
        """0, or the code of the verdict's level where it reaches `fail_on`."""
        level = self.verdict.level
        fails = self.fail_on is not None and level >= self.fail_on
        return EXIT_CODES.get(level, 0) if fails else 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One change with its findings, the gravest first, and the level they make.

    `section` holds the headings over it, outermost first, its own included;
    not the title that stands over the whole text.
    """

    change: Change
    findings: tuple[Finding, ...]
    level: Level
    section: tuple[str, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """What the findings are called, each once."""
        return tuple(dict.fromkeys(finding.title for finding in self.findings))


def entries(verdict: Verdict) -> tuple[Entry, ...]:
    """Every change of the comparison in reading order, with its findings."""
    comparison = verdict.comparison
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in verdict.findings:
        found[finding.change.id].append(finding)
    titles = {_title(comparison.old), _title(comparison.new)}
    return tuple(
        Entry(
            change,
            tuple(sorted(found[change.id], key=lambda f: (-f.decided, f.rule, f.fingerprint))),
            highest(found[change.id]),
            _section(change.clause, titles),
        )
        for change in comparison.changes
    )


def _section(clause: Clause, titles: set[str]) -> tuple[str, ...]:
    own = (clause.text,) if clause.kind is ClauseKind.HEADING else ()
    headings = (*clause.headings, *own)
    return headings[1:] if len(headings) > 1 and headings[0] in titles else headings


def _title(document: Document) -> str:
    """The text of the only heading of the first level, or nothing."""
    tops = [clause.text for clause in document.clauses if clause.level == 1]
    return tops[0] if len(tops) == 1 else ""


def occurrence(finding: Finding) -> tuple[str, str]:
    """What tells one firing of a rule from another."""
    return finding.rule, finding.change.id


def first_occurrences(listed: Iterable[Entry]) -> frozenset[tuple[str, str]]:
    """Where each rule fires first: there a report gives the rule's own reasons."""
    first: dict[str, tuple[str, str]] = {}
    for entry in listed:
        for finding in entry.findings:
            first.setdefault(finding.rule, occurrence(finding))
    return frozenset(first.values())


def folded(listed: Iterable[Entry]) -> tuple[Entry, ...]:
    """`listed` with each cascade of renumberings as one entry, the first of it."""
    entries_listed = tuple(listed)
    shown = fold_cascades(entry.change for entry in entries_listed)
    return tuple(
        replace(entry, change=change)
        for entry in entries_listed
        if (change := shown.get(entry.change.id, entry.change))
    )


def counts(listed: tuple[Entry, ...]) -> dict[Level, int]:
    """How many changes there are of each level, the gravest level first."""
    levels = [entry.level for entry in listed]
    return {level: levels.count(level) for level in sorted(Level, reverse=True)}


def summary(listed: tuple[Entry, ...]) -> str:
    """The number of changes in words, such as “3 changes: 1 material, 2 minor”."""
    if not listed:
        return "No change: a reader would see the same text."
    of_level = [f"{n} {level}" for level, n in counts(listed).items() if n]
    return f"{plural(len(listed), 'change')}: {', '.join(of_level)}"


def plural(number: int, noun: str) -> str:
    """`number` and `noun`, such as “1 change” or “2 changes”."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def change_notes(change: Change) -> tuple[str, ...]:
    """Sentences on what the redline of `change` does not show."""
    numbered = change.kind is ChangeKind.RENUMBERED and not change.cause
    if numbered and any(s.op is not Op.KEEP for s in change.redline):
        return ()
    return (*_shape(change), *(capitalised(str(note)) for note in change.notes))


def capitalised(text: str) -> str:
    """`text` as a sentence begins."""
    return f"{text[:1].upper()}{text[1:]}"


def _shape(change: Change) -> tuple[str, ...]:
    """What became of the clause, beside its words."""
    if change.kind is ChangeKind.MOVED:
        was, now = (clauses[0].heading if clauses else "" for clauses in (change.old, change.new))
        return (f"Moved here from “{was}”." if was not in ("", now) else "Moved here.",)
    return ()


def place(change: Change, report: Report) -> str:
    """Where a change stands in both files, such as `old.md:4 → new.md:5`."""
    return " → ".join(
        f"{version.path}:{clauses[0].line}"
        for version, clauses in ((report.old, change.old), (report.new, change.new))
        if clauses
    )


def decided(finding: Finding) -> str:
    """A finding's decision in words; empty where nobody decided."""
    decision = finding.decision
    if decision is None:
        return ""
    approved = f", approved by {decision.approved_by}" if decision.approved_by else ""
    return (
        f"{decision.level} instead of {finding.level}, by {decision.decided_by} on "
        f"{decision.decided_on.isoformat()}{approved}: {decision.reason}"
    )
