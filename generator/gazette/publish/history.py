"""Since when each clause reads as it does, and what it said before."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from gazette.model.comparison import ChangeKind
from gazette.publish.outline import PREAMBLE, Section, has_title, sections_by_clause

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gazette.model.comparison import Change, Pair
    from gazette.model.document import Clause
    from gazette.publish.timeline import Entry, Timeline

WORDLESS = frozenset({ChangeKind.FORMATTING, ChangeKind.RENUMBERED})
"""Changes after which a clause still says the same words."""


@dataclass(frozen=True, slots=True)
class Step:
    """The version in which a clause took on its words, and the change that did it.

    `change` is None in the first version, which changes nothing.
    """

    entry: Entry
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A clause of one version with the steps it came by, the latest first."""

    clause: Clause
    steps: tuple[Step, ...]

    @property
    def since(self) -> Entry:
        """The version since which the clause reads so."""
        return self.steps[0].entry


@dataclass(frozen=True, slots=True)
class SectionHistory:
    """The clauses of a section, and the latest version that touched the words of one."""

    section: Section
    since: Entry
    readings: tuple[Reading, ...]


def readings_in(line: Timeline) -> Mapping[str, tuple[Reading, ...]]:
    """The readings of all versions of `line`, by their labels.

    The first text that was translated says what its source said by then, and
    says it since the same day.
    """
    begun: dict[str, Entry] = {}
    if line.source and line.chain:
        source = readings_of(line.source.chain)[line.chain[0].label]
        begun = {each.clause.id: each.since for each in source}
    return readings_of(line.chain, begun)


def readings_of(
    entries: tuple[Entry, ...], begun: Mapping[str, Entry] | None = None
) -> Mapping[str, tuple[Reading, ...]]:
    """Every clause of every version, by the version's label, read off adjacent alignments.

    `entries` begin with a policy's first version, or one whose clauses have
    read so since `begun`, by their ids. A clause that only moved, or
    has another number or mark-up, keeps its day. One made of several goes back
    to the first of them; its change shows them all.
    """
    found: dict[str, tuple[Reading, ...]] = {}
    steps: dict[str, tuple[Step, ...]] = {}
    for entry in entries:
        clauses = entry.version.document.clauses
        if not found or entry.verdict is None:
            since = begun or {}
            steps = {clause.id: (Step(since.get(clause.id, entry)),) for clause in clauses}
        else:
            pairs = entry.verdict.comparison.pairs
            steps = {key: each for pair in pairs for key, each in _carried(entry, pair, steps)}
        found[entry.label] = tuple(Reading(each, steps[each.id]) for each in clauses)
    return found


def _carried(
    entry: Entry, pair: Pair, before: Mapping[str, tuple[Step, ...]]
) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """The steps of a pair's new clauses, by their ids."""
    if pair.change is None:
        for old, new in zip(pair.old, pair.new, strict=True):
            yield new.id, before[old.id]
        return
    # Where a clause moved, its old place is in the change and not in the pair.
    origin = pair.change.old[:1]
    earlier = before[origin[0].id] if origin else ()
    for clause in pair.new:
        same = earlier and _same_words(pair.change)
        yield clause.id, earlier if same else (Step(entry, pair.change), *earlier)


def _same_words(change: Change) -> bool:
    """Whether a change leaves the words as they are."""
    return change.kind in WORDLESS or change.old_text.split() == change.new_text.split()


def sections_of(entry: Entry, readings: tuple[Reading, ...]) -> tuple[SectionHistory, ...]:
    """The readings of a version's clauses under the sections they lie in, in reading order.

    A title that was never another has no history worth a section before the first.
    """
    if has_title(entry.version.document) and len(readings[0].steps) == 1:
        readings = readings[1:]
    places = sections_by_clause(entry.version.document)
    grouped = groupby(readings, key=lambda each: places.get(each.clause.id, PREAMBLE))
    return tuple(_section(section, tuple(members)) for section, members in grouped)


def _section(section: Section, members: tuple[Reading, ...]) -> SectionHistory:
    """One section; the reading with the most steps behind it need not be the latest."""
    latest = max((each.since for each in members), key=lambda each: _order(each.label))
    return SectionHistory(section, latest, members)


def _order(label: str) -> tuple[bool, tuple[int, ...]]:
    """What labels are ordered by: a draft comes after every version."""
    draft = label == "draft"
    return draft, () if draft else tuple(int(part) for part in label.split("."))
