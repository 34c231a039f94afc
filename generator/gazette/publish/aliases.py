"""The names that a text's headings had in earlier versions, so that old links lead on."""

from __future__ import annotations

from itertools import dropwhile
from typing import TYPE_CHECKING

from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gazette.model.comparison import Comparison
    from gazette.publish.timeline import Timeline


def aliases_in(line: Timeline) -> Mapping[str, tuple[str, ...]]:
    """By the id of each heading of the first page, the ids that it had before and nothing has now.

    The first page keeps its address when its text is replaced, so what once
    linked one of its sections still does, if that is there under another id.
    A translation's page knows the ids of its source as well: it may be younger.
    """
    if line.front is None:
        return {}
    followed = _followed(line, line.front.label)
    if line.source:
        followed = _followed(line.source, line.front.label) | followed
    present = {each.id for each in line.front.version.document.clauses}
    found: dict[str, list[str]] = {}
    for old, now in sorted(followed.items()):
        if old not in present and now in present:
            found.setdefault(now, []).append(old)
    return {now: tuple(each) for now, each in found.items()}


def _followed(line: Timeline, label: str) -> dict[str, str]:
    """Each id that a heading lost up to the version `label`, and the one that it has there."""
    followed: dict[str, str] = {}
    later = dropwhile(lambda each: each.label != label, reversed(line.chain))
    for entry in reversed([*later]):
        if entry.verdict:
            renamed = dict(_renamed(entry.verdict.comparison))
            followed = {old: renamed.get(now, now) for old, now in followed.items()} | renamed
    return followed


def _renamed(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """The old and the new id of every heading that was given another."""
    # Of a moved clause the pairs show one end each, and its change both.
    kept = ((each.old, each.new) for each in comparison.pairs)
    changed = ((each.old, each.new) for each in comparison.changes)
    for before, after in (*kept, *changed):
        if len(before) == len(after) == 1:
            (old,), (new,) = before, after
            if old.id != new.id and old.kind is new.kind is ClauseKind.HEADING:
                yield old.id, new.id
