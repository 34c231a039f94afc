"""A verdict as a memo for the terminal, and the rules behind it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from gazette.model.comparison import Op, Span
from gazette.model.verdict import Level
from gazette.render.excerpt import one_line, shorten
from gazette.render.memo import Memo
from gazette.render.report import (
    FAVOURS,
    MEANINGS,
    Entry,
    Report,
    change_notes,
    decided,
    entries,
    first_occurrences,
    folded,
    measured,
    occurrence,
    place,
    plural,
    summary,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.model.comparison import Change
    from gazette.model.policy import Version
    from gazette.model.verdict import Finding

LEVEL_STYLES = {
    Level.MATERIAL: "bold white on red",
    Level.REVIEW: "bold black on yellow",
    Level.MINOR: "bold cyan",
    Level.EDITORIAL: "bold",
}
_CONTEXT = 160
_BRIEF_CONTEXT = 24
_LEGEND = tuple(
    Span(op, word)
    for op, word in (
        (Op.DELETE, "deleted"),
        (Op.KEEP, " "),
        (Op.INSERT, "inserted"),
        (Op.KEEP, " "),
        (Op.MOVED_AWAY, "moved away"),
        (Op.KEEP, " "),
        (Op.MOVED_HERE, "moved here"),
        (Op.KEEP, " […] unchanged"),
    )
)


def render_verdict(report: Report, *, width: int, colour: bool) -> str:
    """The report as a memo of at most `width` columns.

    First what is compared and the verdict; then every change that is material
    or needs review, section by section in reading order, with its redline and
    its reasons; then the lesser changes, one line each; then what persons
    decided. Without `colour` the redline has the marks `[-…-]` and `{+…+}`. From
    `memo.WIDE` columns on, old and new words stand beside each other.
    """
    memo = Memo(width=width, colour=colour)
    listed = entries(report.verdict)
    _header(memo, report, listed)
    grave = [entry for entry in listed if entry.level >= Level.REVIEW]
    first = first_occurrences(grave)
    for section, group in groupby(grave, key=lambda entry: entry.section):
        memo.blank().divider(" › ".join(section) or "Before the first heading")
        for entry in group:
            _entry(memo.blank(), entry, report, first)
    for level in (Level.MINOR, Level.EDITORIAL):
        _brief(memo, level, [entry for entry in listed if entry.level is level])
    _decisions(memo, [finding for entry in listed for finding in entry.findings])
    return str(memo)


def _header(memo: Memo, report: Report, listed: tuple[Entry, ...]) -> None:
    memo.paragraph(f"Redline of {report.old.label} → {report.new.label}", style="bold").blank()
    _version(memo, "Old", report.old)
    _version(memo, "New", report.new)
    memo.blank()
    level = report.verdict.level
    memo.row(str(level).upper(), MEANINGS[level], style=LEVEL_STYLES[level], bold=True)
    memo.row("", summary(listed))
    if listed:
        memo.blank().row("Marks", memo.redline(_LEGEND))
        if memo.wide:
            memo.row("", "Where a clause stands in both: the old words left, the new ones right.")


def _version(memo: Memo, label: str, version: Version) -> None:
    dates = [
        f"{what} {day.isoformat()}"
        for what, day in (("published", version.published), ("effective", version.effective))
        if day
    ]
    # A file anywhere has no label but its path, which follows.
    own_label = "" if version.label == version.path else version.label
    named = [part for part in (version.title, own_label, *dates) if part]
    if named:
        memo.row(label, ", ".join(named))
    memo.unbroken("" if named else label, version.path)
    memo.row("", f"sha256 {version.sha256[:16]}…")


def _entry(memo: Memo, entry: Entry, report: Report, first: frozenset[tuple[str, str]]) -> None:
    """One change: its gravest finding, the redline, the reasons, then its other findings."""
    redline = shorten(entry.change.redline, context=_CONTEXT)
    for at, finding in enumerate(entry.findings):
        if at:
            memo.blank()
        _title(memo, finding, again=at > 0)
        if not at:
            memo.blank().compared(redline)
            for note in change_notes(entry.change):
                memo.row("", Text(note, "italic"))
            memo.blank()
        _reasons(memo, finding, first=occurrence(finding) in first)
    memo.unbroken("Where", place(entry.change, report))


def _title(memo: Memo, finding: Finding, *, again: bool) -> None:
    title = Text(finding.title, "bold")
    aside = [FAVOURS[finding.direction], "in the same words" if again else ""]
    if any(aside):
        title.append(f" ({', '.join(filter(None, aside))})", "not bold")
    level = finding.decided
    memo.row(str(level).upper(), title, style=LEVEL_STYLES[level])


def _reasons(memo: Memo, finding: Finding, *, first: bool) -> None:
    """What a finding rests on; a rule's own reasons only where it first fires."""
    memo.row("Finding", finding.message)
    if finding.decision:
        memo.row("Decided", decided(finding))
    if finding.segments:
        memo.row("Concerns", f"{', '.join(finding.segments)} only")
    if not first:
        memo.row("Rule", f"{finding.rule}, as above; fingerprint {finding.fingerprint}")
        return
    memo.row("Why", finding.rationale)
    memo.row("Question", finding.question)
    if finding.confidence:
        memo.row("Measured", measured(finding.confidence, finding.level))
    for at, source in enumerate(finding.references):
        memo.row("" if at else "Law", source.cite).unbroken("", source.url)
    memo.row("Rule", f"{finding.rule}; fingerprint {finding.fingerprint}")


def _brief(memo: Memo, level: Level, listed: list[Entry]) -> None:
    """The changes of a lesser level, one line each, under what they were found to be."""
    if not listed:
        return
    memo.blank().divider(f"{str(level).capitalize()}: {plural(len(listed), 'change')}")
    memo.row("", MEANINGS[level]).blank()
    by_title: dict[tuple[str, ...], list[Entry]] = {}
    for entry in listed:
        by_title.setdefault(entry.titles, []).append(entry)
    for titles, group in by_title.items():
        memo.row("", "; ".join(titles), bold=True)
        for entry in folded(group):
            _line(memo, entry.change)
        memo.blank()


def _line(memo: Memo, change: Change) -> None:
    """One line of redline, and in full what no redline shows, such as a link's target."""
    label = f"line {change.clause.line}"
    notes = change_notes(change)
    if not notes or any(span.op is not Op.KEEP for span in change.redline):
        memo.clipped(label, memo.redline(one_line(change.redline, context=_BRIEF_CONTEXT)))
        label = ""
    for note in notes:
        memo.row(label, note)
        label = ""


def _decisions(memo: Memo, findings: Iterable[Finding]) -> None:
    """Every finding that a person regraded, so that none of it happens in silence."""
    regraded = [(finding, finding.decision) for finding in findings if finding.decision]
    if not regraded:
        return
    memo.blank().divider(f"Decided by a person: {plural(len(regraded), 'finding')}")
    for finding, decision in regraded:
        level = str(decision.level).upper()
        memo.row(level, finding.title, style=LEVEL_STYLES[decision.level], bold=True)
        memo.row("", finding.message)
        memo.row("Decided", decided(finding)).blank()
