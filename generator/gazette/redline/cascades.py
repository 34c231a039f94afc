"""Why a clause's number changed: another came, went or moved before it.

A section inserted as number 3 makes 3 to 9 into 4 to 10. Those are changes of
their own, each with its redline; this tells them from a renumbering that
somebody wanted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple

from gazette.model.comparison import Change, ChangeKind
from gazette.model.document import ClauseKind
from gazette.model.note import Note
from gazette.redline.units import split_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazette.model.document import Clause

_CAUSES = frozenset((ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.MOVED))
_LONGEST = 60
"""Characters of a clause that are enough to know it by."""
_DIGITS = re.compile(r"\d+")

Number = tuple[int, ...]


class _Family(NamedTuple):
    """Clauses that are counted together: of one sort, in one place, `4.` before the rest."""

    kind: ClauseKind
    level: int
    around: str
    before: Number


@dataclass(slots=True)
class _Counted:
    """The changes that shift the numbers after them, by the last part of their own."""

    gone: list[tuple[int, Change]] = field(default_factory=list)
    come: list[tuple[int, Change]] = field(default_factory=list)

    def cause(self, old: int, new: int) -> Change | None:
        """The nearest change that explains why `old` became `new`, if they all do together."""
        gone = [entry for entry in self.gone if entry[0] < old]
        come = [entry for entry in self.come if entry[0] < new]
        if old - len(gone) + len(come) != new or not gone + come:
            return None
        return max(gone + come, key=lambda entry: entry[0])[1]


def name_causes(changes: Sequence[Change]) -> list[Change]:
    """`changes`, with its cause for every renumbering that follows from another change.

    A number follows if all that came and went before it in its family add up
    to its shift; those below a number that follows (4.1 below 4) follow too.
    """
    if not any(change.kind is ChangeKind.RENUMBERED for change in changes):
        return list(changes)
    families = _families(changes)
    causes: dict[tuple[Number, Number], Change] = {}
    return [_with_cause(change, families, causes) for change in changes]


def _families(changes: Sequence[Change]) -> dict[_Family, _Counted]:
    families: dict[_Family, _Counted] = defaultdict(_Counted)
    for change in changes:
        if change.kind not in _CAUSES:
            continue
        for clauses, old in ((change.old, True), (change.new, False)):
            number = number_of(clauses[0]) if clauses else ()
            if number:
                counted = families[_family(clauses[0], number)]
                (counted.gone if old else counted.come).append((number[-1], change))
    return families


def _with_cause(
    change: Change,
    families: dict[_Family, _Counted],
    causes: dict[tuple[Number, Number], Change],
) -> Change:
    if change.kind is not ChangeKind.RENUMBERED:
        return change
    old, new = number_of(change.old[0]), number_of(change.new[0])
    if not old or not new:
        return change
    cause = causes.get((old[:-1], new[:-1]))
    if old[:-1] == new[:-1]:
        counted = families.get(_family(change.new[0], new))
        cause = counted.cause(old[-1], new[-1]) if counted else None
    if not cause:
        return change
    causes.setdefault((old, new), cause)
    called = shorten(cause.clause.text, _LONGEST, placeholder=" …")
    note = change.notes[-1].because(cause.kind, called)
    return replace(change, cause=cause.id, notes=(*change.notes[:-1], note))


def fold_cascades(changes: Iterable[Change]) -> dict[str, Change | None]:
    """For the id of each change that follows from another, what to show in its place.

    The first of each cascade speaks for all of it in one note; for the others
    there is None.
    """
    cascades: dict[str, list[Change]] = {}
    for change in changes:
        if change.cause:
            cascades.setdefault(change.cause, []).append(change)
    shown: dict[str, Change | None] = {}
    for cascade in cascades.values():
        shown |= dict.fromkeys((change.id for change in cascade), None)
        shown[cascade[0].id] = replace(cascade[0], notes=(_told(cascade),))
    return shown


def _told(cascade: Sequence[Change]) -> Note:
    reason = cascade[0].notes[-1]
    if len(cascade) == 1:
        return reason
    first, last = cascade[0], cascade[-1]
    numbers = Note.of(
        "numbers",
        old=_number(first.old[0]),
        old_last=_number(last.old[0]),
        new=_number(first.new[0]),
        new_last=_number(last.new[0]),
        count=str(len(cascade)),
    )
    because = dict(reason.values) | {"note": numbers}
    return Note.of(reason.key, **because)


def _number(clause: Clause) -> str:
    return split_number(clause)[0].strip()


def number_of(clause: Clause) -> Number:
    """The parts of the number that a clause begins with: (4, 1) for "4.1"; () for none."""
    return tuple(map(int, _DIGITS.findall(split_number(clause)[0])))


def _family(clause: Clause, number: Number) -> _Family:
    above = clause.headings[-1] if clause.headings else ""
    # The heading above may be renumbered itself.
    return _Family(clause.kind, clause.level, above.lstrip("0123456789.)(§ "), number[:-1])
