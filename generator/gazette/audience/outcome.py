"""What came of a run: how many are told and left out, and that it adds up."""

from __future__ import annotations

from dataclasses import dataclass

from gazette.audience.reasons import LEFT_OUT, LeftOut
from gazette.errors import AudienceError


@dataclass(frozen=True, slots=True)
class Told:
    """How many recipients share one action, reason, accepted version and rules."""

    action: str
    reason: str
    accepted_version: str
    segments: str
    rules: str
    recipients: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The counts of one run.

    `users` counts the rows of the table, `accounts` those that the
    recipients' notices stand for, `left_out` everybody else, in the order of
    `LEFT_OUT`, every reason present. AudienceError where these disagree.
    """

    users: int
    recipients: int
    accounts: int
    left_out: tuple[tuple[LeftOut, int], ...]
    told: tuple[Told, ...]

    def __post_init__(self) -> None:
        counts = dict(self.left_out)
        if tuple(counts) != LEFT_OUT or min(counts.values()) < 0:
            raise _disagreement("a reason is missing, out of order or negative")
        if self.recipients + sum(counts.values()) != self.users:
            raise _disagreement(
                f"{self.recipients} recipients and {sum(counts.values())} left out"
                f" are not {self.users} users"
            )
        if self.accounts - self.recipients != counts[LeftOut.SAME_ADDRESS]:
            raise _disagreement("the accounts behind the notices were counted differently")
        if sum(told.recipients for told in self.told) != self.recipients:
            raise _disagreement("the recipients per reason are not all recipients")


def _disagreement(what: str) -> AudienceError:
    return AudienceError(
        f"the audience does not add up: {what}; nothing was written",
        remedy="Do not send anything. Please report this with the manifest of the last good run.",
    )
