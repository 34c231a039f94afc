"""What is pending, and when the site must next be built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.model.policy import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from gazette.model.policy import Policy


@dataclass(frozen=True, slots=True)
class Turn:
    """A released version takes another state, at an instant."""

    at: datetime
    policy: str
    version: str
    state: State


def next_turn(policies: Iterable[Policy], at: datetime) -> Turn | None:
    """The first turn after the instant `at`; None where nothing is to come.

    A site that was built at `at` is true until then. The draft's dates do not
    count, because it is not released.
    """
    coming = (turn for policy in policies for turn in _turns(policy) if turn.at > at)
    return min(coming, key=lambda turn: turn.at, default=None)


def _turns(policy: Policy) -> Iterator[Turn]:
    """Every turn of the policy's versions, past ones too."""
    for version in policy.versions:
        for day in {version.published, version.effective} - {None}:
            if day:
                at = policy.start_of(day)
                yield Turn(at, policy.id, version.label, policy.state(version, at))
