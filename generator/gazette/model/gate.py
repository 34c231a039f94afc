"""What stands between a draft and its release, and whether it is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from gazette.errors import Location
from gazette.model.verdict import Reference


class Outcome(StrEnum):
    """How a gate was found."""

    OPEN = "open"
    """It was looked at, and nothing is wrong."""
    WARNING = "warning"
    """A person should know; nothing is refused."""
    CLOSED = "closed"
    """Nothing is released, or believed, until this is mended."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing a gate found.

    `id` names the gate (`notice-period`), which may find several things or,
    when it is open, has this one value to say that it was looked at. `what` is
    one sentence without a full stop, `remedy` what to do, empty when open.
    """

    id: str
    outcome: Outcome
    what: str
    where: Location | None = None
    remedy: str = ""
    references: tuple[Reference, ...] = ()


def is_closed(gates: Iterable[Gate]) -> bool:
    """Whether any of `gates` is closed."""
    return any(gate.outcome is Outcome.CLOSED for gate in gates)
