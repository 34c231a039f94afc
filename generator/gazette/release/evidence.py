"""Evidence: what was in force on a day, to be checked without this program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.errors import GazetteError, Location
from gazette.model.gate import is_closed
from gazette.model.policy import State
from gazette.release.verification import verify

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from gazette.model.chained import Line
    from gazette.model.ledger import Entry
    from gazette.model.policy import Policy, Version
    from gazette.release.verification import Case


@dataclass(frozen=True, slots=True)
class Notices:
    """What the notice ledger says of one release: numbers and digests, never a person.

    `lists` are the digests of the recipient lists that were planned for it,
    `counts` how many notices are in which state.
    """

    lists: tuple[str, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """The version that a bundle is about, its line, and the day that was asked for.

    `notices` is None where the notice ledger was not asked.
    """

    case: Case
    version: Version
    line: Line[Entry]
    day: date
    notices: Notices | None = None

    @property
    def state(self) -> State:
        """What the version was on that day."""
        policy = self.case.policy
        return policy.state(self.version, policy.start_of(self.day))


def exhibit(case: Case, day: date, *, at: datetime, label: str | None = None) -> Exhibit:
    """The version `label`, or the one in force on `day`, once all of the record holds.

    `day` is a whole day in the policy's time zone; a version that takes effect
    on it is in force from its first moment. `at` is the instant of asking.
    Raises GazetteError where the day is still to come, no version was in
    force, there is none with that label, or something in the record does not
    hold: evidence from a broken record proves nothing.
    """
    policy = case.policy
    if policy.start_of(day) > at:
        raise GazetteError(
            f"{day} is still to come, and nobody can prove what will be in force then",
            remedy="Ask for a day that has begun; gazette status shows what is scheduled.",
        )
    broken = [gate for gate in verify(case) if is_closed([gate])]
    if broken:
        raise GazetteError(
            f"the record does not hold, so it proves nothing: {broken[0].what}",
            where=broken[0].where,
            remedy=broken[0].remedy,
        )
    version = _labelled(policy, label) if label else policy.in_force(policy.start_of(day))
    line = case.ledger.line_of(version.label) if version else None
    if version is None or line is None:
        labels = ", ".join(each.label for each in policy.versions)
        what = f"there is no version {label}" if label else f"no version was in force on {day}"
        raise GazetteError(
            what,
            where=Location(policy.path),
            remedy=f"There are: {labels}; the first took effect on {policy.versions[0].effective}.",
        )
    return Exhibit(case, version, line, day)


def _labelled(policy: Policy, label: str) -> Version | None:
    return next((each for each in policy.versions if each.label == label), None)
