"""What planning and sending are given: the values that pass, and who takes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazette.notice import Mail, Readership


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be planned: the release, the list's digest and length, and who sends.

    Who answers a notice writes to `reply_to`; empty for the sender.
    """

    release: str
    list_sha256: str
    recipients: int
    sender: str
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One row of a list: an account, its address, and which notice it gets."""

    user_id: str
    address: str = field(repr=False)
    readership: Readership


@dataclass(frozen=True, slots=True)
class Slip:
    """One notice to plan: for whom, and which of the plan's mails."""

    user_id: str
    address: str = field(repr=False)
    mail: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice to carry. `message_id` is the same however often it is tried.

    `attempts` counts this one. The address is never shown.
    """

    number: int
    address: str = field(repr=False)
    sender: str
    message_id: str
    mail: Mail
    attempts: int
    reply_to: str = ""


class Result(StrEnum):
    """What became of one attempt."""

    ACCEPTED = "accepted"
    """The server has taken it."""
    REFUSED = "refused"
    """The server will not take it, now or later."""
    DEFERRED = "deferred"
    """It was not sent, or the server says to try again later."""
    UNKNOWN = "unknown"
    """The connection broke when the server may have taken it already."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The result of one attempt, with the server's code; never its words, which may quote."""

    number: int
    result: Result
    code: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a plan came to: recipients in all but `withdrawn`.

    `told` were told of the release before, `forgotten` asked to be, `bounced`
    are not reached by mail; `withdrawn` counts an earlier plan's notices.
    """

    planned: int
    told: int
    forgotten: int
    bounced: int
    withdrawn: int


class Planner(Protocol):
    """Keeps a plan, whole or not at all."""

    def keep(
        self, plan: str, order: Order, *, mails: Sequence[Mail], slips: Iterable[Slip]
    ) -> Kept:
        """Replace what was planned and not sent by `slips`; who was told stays told."""
        ...


class Ledger(Protocol):
    """The record of every notice. Each of its steps is durable when it returns."""

    def turn(self, settled: Sequence[tuple[Sent, float]], *, at: float, most: int) -> list[Letter]:
        """Write down what came of the last letters, and claim at most `most` that are due.

        With each `Sent` comes when to try again, for what was deferred.
        """
        ...

    def next_due(self) -> float | None:
        """When the next letter is due; None where none is left."""
        ...


class Carrier(Protocol):
    """Takes letters to a server, several at once; never raises for one of them."""

    @property
    def down(self) -> str:
        """Why it carries no more; empty while it does."""
        ...

    @property
    def width(self) -> int:
        """How many letters it carries at once."""
        ...

    def carry(self, letters: Sequence[Letter]) -> list[Sent]:
        """One result for each letter."""
        ...
