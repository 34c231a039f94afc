"""Renumberings that follow from one change, told as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gazette.redline.units import split_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazette.model.comparison import Change
    from gazette.model.document import Clause


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


def _told(cascade: Sequence[Change]) -> str:
    first, last = _step(cascade[0]), _step(cascade[-1])
    reason = cascade[0].notes[-1]
    if len(cascade) == 1:
        return f"number {first}: {reason}"
    return f"numbers {first} to {last} ({len(cascade)} clauses): {reason}"


def _step(change: Change) -> str:
    return f"{_number(change.old[0])} → {_number(change.new[0])}"


def _number(clause: Clause) -> str:
    return split_number(clause)[0].strip()
