"""Getting every planned notice to its recipient once.

A letter is claimed in the ledger before it is carried and settled after, in
one step with the claim of the next ones. So when the process is killed, what
may have gone out twice is at most what was claimed then: one letter for each
connection, each named by the ledger.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazette.announce.ports import Result
from gazette.errors import NoticeError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gazette.announce.ports import Carrier, Ledger, Letter, Sent

FIRST_WAIT = 2.0
"""Seconds before a deferred letter is tried again; each further wait is four times as long."""
LONGEST_WAIT = 900.0
"""Seconds; servers that defer strangers on purpose let them in after minutes."""
MOST_ATTEMPTS = 6
"""After so many the letter is given up; a new plan takes it up again."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Time, as it is given: a clock in seconds, a wait, and at most so many letters a second."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    per_second: float | None = None


@dataclass(slots=True)
class Tally:
    """How many attempts had which result."""

    counts: Counter[Result] = field(default_factory=Counter)

    @property
    def attempts(self) -> int:
        """All of them."""
        return self.counts.total()


def deliver(
    ledger: Ledger, carrier: Carrier, *, pace: Pace, progress: Callable[[Tally], None]
) -> Tally:
    """Send all that is planned and due; returns when nothing is left to try.

    Deferred letters are tried again with growing waits, at most
    `MOST_ATTEMPTS` times in all. NoticeError when the carrier carries no more;
    by then all that it had is settled, and the rest is planned still.
    """
    tally = Tally()
    settled: list[tuple[Sent, float]] = []
    started = pace.clock()
    while True:
        letters = ledger.turn(settled, at=pace.clock(), most=carrier.width)
        settled = []
        if letters:
            results = carrier.carry(letters)
            settled = _settle(letters, results, at=pace.clock())
            tally.counts.update(each.result for each in results)
            progress(tally)
            if carrier.down:
                ledger.turn(settled, at=pace.clock(), most=0)
                raise NoticeError(
                    carrier.down,
                    remedy="Mend that, then run it again: it goes on where it stopped.",
                )
            _keep_pace(pace, started, tally.attempts)
            continue
        due = ledger.next_due()
        if due is None:
            return tally
        pace.sleep(max(0.0, due - pace.clock()))


def wait_after(attempts: int) -> float:
    """Seconds to wait after so many attempts."""
    return min(LONGEST_WAIT, FIRST_WAIT * 4.0 ** (attempts - 1))


def _settle(
    letters: Sequence[Letter], results: Sequence[Sent], *, at: float
) -> list[tuple[Sent, float]]:
    """Each result with when its letter is due again."""
    attempts = {letter.number: letter.attempts for letter in letters}
    return [(each, at + wait_after(attempts[each.number])) for each in results]


def _keep_pace(pace: Pace, started: float, attempts: int) -> None:
    if pace.per_second:
        ahead = started + attempts / pace.per_second - pace.clock()
        if ahead > 0:
            pace.sleep(ahead)
