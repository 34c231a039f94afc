"""A verdict as a comment on a pull request.

The marks of the redline are `<del>` and `<ins>`, which every forge keeps: `~~`
and `**` stop working beside punctuation, and policies are full of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from gazette.model.comparison import Op, Redline
from gazette.model.verdict import Level
from gazette.render.excerpt import one_line, shorten, visible
from gazette.render.report import (
    MEANINGS,
    Entry,
    Report,
    change_notes,
    decided,
    entries,
    first_occurrences,
    folded,
    occurrence,
    place,
    plural,
    summary,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.model.policy import Version
    from gazette.model.verdict import Finding, Reference

LONGEST = 60_000
"""A comment's length in characters; GitHub takes 65,536."""
MOST_ROWS = 100
_CONTEXT = 120
_BRIEF_CONTEXT = 40
_RESERVE = 1_000
_URL_SIGNS = "/:?#@!$&'()*+,;=%~[]"

_TAGS = {
    Op.DELETE: ("<del>", "</del>"),
    Op.INSERT: ("<ins>", "</ins>"),
    Op.MOVED_AWAY: ("<del>⟦moved away⟧ ", "</del>"),
    Op.MOVED_HERE: ("<ins>⟦moved here⟧ ", "</ins>"),
}
# What Markdown, HTML or a forge's own dialect would read as mark-up. As a
# character reference a sign means itself to every Markdown parser.
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$]")
_LINE_START = re.compile(r"^[#+\-=:]|^\d(?=\d*[.)](?:\s|$))")
# A mention or a reference to an issue would call somebody, or link somewhere.
_MENTION = re.compile(r"(?<![\w.])([@#])(?=\w)")


def verdict_markdown(report: Report) -> str:
    """The report as GitHub-flavoured Markdown of at most `LONGEST` characters.

    Whatever does not fit is counted, with the command that shows it.
    """
    listed = entries(report.verdict)
    grave = [entry for entry in listed if entry.level >= Level.REVIEW]
    start = "\n\n".join([*_header(report, listed), *_table(grave, report)])
    first = first_occurrences(grave)
    changes = [_entry(entry, report, first) for entry in grave]
    ends = [*_lesser(listed, report), *_decisions(listed)]
    return _fitted(start, changes, ends, report)


def escape(text: str) -> str:
    """`text` as Markdown that shows exactly it: no mark-up, no mention, one line."""
    flat = " ".join(visible(text).split("\n"))
    # The mention comes first: the references to follow are full of `#`.
    parts = _MENTION.split(flat)
    return "".join(
        f"{part}<!-- -->" if at % 2 else _MARKUP.sub(_reference, part)
        for at, part in enumerate(parts)
    )


def _reference(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def redline_markdown(redline: Redline) -> str:
    """The words of `redline`, deletions and insertions marked, to begin a line with."""
    marked = "".join(_span(span.op, span.text) for span in redline)
    return _LINE_START.sub(_reference, marked)


def _span(op: Op, text: str) -> str:
    lines = "<br>".join(escape(line) for line in text.split("\n"))
    if op is Op.KEEP or not text.strip():
        return lines
    opening, closing = _TAGS[op]
    return f"{opening}{lines}{closing}"


def _header(report: Report, listed: tuple[Entry, ...]) -> Iterable[str]:
    level = report.verdict.level
    yield f"## {escape(report.old.label)} → {escape(report.new.label)}: {level}"
    yield f"{MEANINGS[level]} {summary(listed)}" if listed else summary(listed)
    yield f"Old: {_version(report.old)}<br>\nNew: {_version(report.new)}"


def _version(version: Version) -> str:
    named = [version.title, version.path]
    dates = [
        f"{what} {day.isoformat()}"
        for what, day in (("published", version.published), ("effective", version.effective))
        if day
    ]
    parts = [escape(part) for part in (*named, *dates) if part]
    return ", ".join([*parts, f"sha256 <code>{version.sha256[:16]}</code>"])


def _table(grave: list[Entry], report: Report) -> Iterable[str]:
    rows = [
        f"| {finding.decided} | {escape(finding.title)} | {escape(finding.message)} "
        f"| {escape(place(entry.change, report))} |"
        for entry in grave
        for finding in entry.findings
    ]
    if rows:
        more = len(rows) - MOST_ROWS
        rest = [f"| | … and {plural(more, 'finding')} more | | |"] if more > 0 else []
        head = ["| Level | Finding | Here | Where |", "| --- | --- | --- | --- |"]
        yield "\n".join([*head, *rows[:MOST_ROWS], *rest])


def _entry(entry: Entry, report: Report, first: frozenset[tuple[str, str]]) -> str:
    """One change: where it stands, its redline, and what was found."""
    where = " › ".join(map(escape, entry.section)) or "Before the first heading"
    return "\n\n".join(
        [
            f"**{where}** (<code>{escape(place(entry.change, report))}</code>)",
            f"> {redline_markdown(shorten(entry.change.redline, context=_CONTEXT))}",
            *(f"*{escape(note)}*" for note in change_notes(entry.change)),
            *(_finding(finding, first) for finding in entry.findings),
        ]
    )


def _finding(finding: Finding, first: frozenset[tuple[str, str]]) -> str:
    found = f"**{finding.decided}: {escape(finding.title)}.** {escape(finding.message)}"
    rule = f"Rule: <code>{escape(finding.rule)}</code>"
    if occurrence(finding) not in first:
        return f"{found} {rule}, as above."
    law = ", ".join(_link(source) for source in finding.references)
    return (
        f"{found}<br>\nWhy: {escape(finding.rationale)} Question: {escape(finding.question)} "
        f"Law: {law}. {rule}."
    )


def _link(source: Reference) -> str:
    # Only what a browser opens as a page becomes a link.
    if not source.url.startswith(("https://", "http://")):
        return escape(source.cite)
    return f"[{escape(source.cite)}](<{quote(source.url, safe=_URL_SIGNS)}>)"


def _lesser(listed: tuple[Entry, ...], report: Report) -> Iterable[str]:
    """The minor and editorial changes, folded."""
    for level in (Level.MINOR, Level.EDITORIAL):
        lesser = [entry for entry in listed if entry.level is level]
        lines = [_line(entry, report) for entry in folded(lesser)]
        if lines:
            count = plural(len(lesser), f"{level} change")
            yield "\n".join([f"<details><summary>{count}</summary>", "", *lines, "", "</details>"])


def _line(entry: Entry, report: Report) -> str:
    titles = "; ".join(map(escape, entry.titles))
    notes = escape(" ".join(change_notes(entry.change)))
    words = redline_markdown(one_line(entry.change.redline, context=_BRIEF_CONTEXT))
    where = f"(<code>{escape(place(entry.change, report))}</code>)"
    return " ".join(part for part in (f"- {titles}:", notes, words, where) if part)


def _decisions(listed: tuple[Entry, ...]) -> Iterable[str]:
    """What persons decided."""
    lines = [
        f"- {escape(finding.title)}: {escape(decided(finding))}"
        for entry in listed
        for finding in entry.findings
        if finding.decision
    ]
    if lines:
        yield "\n".join(["### Decided by a person", "", *lines])


def _fitted(start: str, changes: list[str], ends: list[str], report: Report) -> str:
    """The parts joined; of `changes`, and then of `ends`, those that fit."""
    room = LONGEST - len(start) - _RESERVE
    kept: list[str] = []
    for part in (*changes, *ends):
        if len(part) + 2 <= room:
            kept.append(part)
            room -= len(part) + 2
    missing = len(changes) + len(ends) - len(kept)
    if missing:
        command = f"gazette diff {escape(report.old.label)} {escape(report.new.label)}"
        kept.append(
            f"**{plural(missing, 'part')} of this report did not fit into one comment.** "
            f"The whole of it: <code>{command}</code>"
        )
    return "\n\n".join([start, *kept]) + "\n"
