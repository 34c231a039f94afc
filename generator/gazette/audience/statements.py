"""The question in SQL, as values: what is asked in which order, and of which rules.

Needs no Ibis, so that statements which were compiled before run without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from gazette.audience.reasons import LeftOut

if TYPE_CHECKING:
    from gazette.audience.rules import AudienceRules

Cellular = str | int | datetime | None
"""What a cell of the table `rules` holds."""

JUDGED, SHARED = "judged", "shared"
"""The names under which the answers of those queries are kept."""


@dataclass(frozen=True, slots=True)
class Queries:
    """One release's question, in the SQL of one engine.

    `judged` reads `users` and `rules`; `tally` and `shared` read what it
    answered, under the name `JUDGED`; `chosen` reads both and `rules`,
    and so does `unreached`.
    """

    judged: str
    tally: str
    shared: str
    chosen: str
    unreached: str


@dataclass(frozen=True, slots=True)
class UserQueries:
    """The question why the users in the table `asked` are told or not.

    `steps` reads `users` and `rules`; `kin`, for the eligible, what `judged`
    answers, under the name `JUDGED`.
    """

    steps: str
    judged: str
    kin: str


STEPS = tuple(why for why in LeftOut if why is not LeftOut.SAME_ADDRESS)
"""The columns of `UserQueries.steps` after the first six, one answer each."""


def rule_rows(rules: AudienceRules) -> tuple[tuple[Cellular, ...], ...]:
    """The rows of the table `rules`, one per cell, in the order of `RULE_COLUMNS`."""
    cutoff = rules.cancelled_before
    return tuple(
        (
            number,
            cell.version,
            cell.members,
            " ".join(cell.segments),
            str(cell.action),
            str(cell.reason),
            cell.strength,
            " ".join(cell.rules),
            None if cutoff is None else cutoff.replace(tzinfo=None),
        )
        for number, cell in enumerate(rules.cells)
    )
