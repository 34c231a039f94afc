"""The notice ledger: one row per release and address, in SQLite or PostgreSQL.

Every step is one transaction, durable when it returns.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazette.adapters.notices import schema
from gazette.adapters.notices.rows import mail_row, plan_row, settled_row
from gazette.announce import Kept, Letter
from gazette.errors import NoticeError
from gazette.notice import Mail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gazette.adapters.notices.keys import Keys
    from gazette.adapters.notices.store import Store
    from gazette.announce import Order, Sent, Slip

_FLIGHTS = (
    "SELECT coalesce(user_id, ''), release, address_key, plan, in_flight FROM notice"
    " WHERE {} ORDER BY number"
)


@dataclass(frozen=True, slots=True)
class InFlight:
    """A notice that may have been delivered twice; `user_id` is empty once forgotten."""

    user_id: str
    message_id: str
    times: int


@dataclass(frozen=True, slots=True)
class Handing:
    """What is handed to a provider: the planned notices of one release, in their order.

    A row is the number of its mail, its own number, and the address.
    """

    release: str
    plan: str
    sender: str
    reply_to: str
    mails: Mapping[int, Mail]
    rows: Iterable[tuple[int, int, str]]
    left: list[int]
    """The numbers of those that cannot be handed over; they stay planned."""


@dataclass(slots=True)
class NoticeLedger:
    """An open ledger, held by this process alone."""

    store: Store
    keys: Keys
    _plans: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    _mails: dict[tuple[str, int], Mail] = field(default_factory=dict)

    def keep(
        self, plan: str, order: Order, *, mails: Sequence[Mail], slips: Iterable[Slip]
    ) -> Kept:
        """Keep a plan; see `announce.ports.Planner`."""
        run = self.store.run
        mine = {"release": order.release, "plan": plan}
        with self.store.step():
            run(schema.NOT_DUE)
            self.store.load(
                (place, self.keys.of(slip.address), slip.user_id, slip.address, slip.mail)
                for place, slip in enumerate(slips)
            )
            run(schema.DISTINCT)
            run(schema.PLAN, plan_row(plan, order))
            self.store.many(schema.MAIL, (mail_row(plan, *each) for each in enumerate(mails)))
            run(schema.KEEP, mine)
            withdrawn = run(schema.WITHDRAW, mine).rowcount
            planned = self._count(schema.PLANNED, **mine)
            forgotten = self._count("SELECT count(*) FROM slip JOIN forgotten USING (address_key)")
            bounced = self._count(schema.UNREACHED, **mine)
            total = self._count("SELECT count(*) FROM slip")
            run("DROP TABLE slip")
        told = total - planned - forgotten - bounced
        return Kept(planned, told, forgotten, bounced, withdrawn)

    def turn(self, settled: Sequence[tuple[Sent, float]], *, at: float, most: int) -> list[Letter]:
        """Settle letters and claim the next; see `announce.ports.Ledger`."""
        with self.store.step():
            if settled:
                self.store.many(schema.SETTLE, (settled_row(*each, at=at) for each in settled))
            if not most:
                return []
            rows = self.store.run(schema.CLAIM, {"at": at, "most": most}).fetchall()
            return [self._letter(*row) for row in sorted(rows)]

    def next_due(self) -> float | None:
        """When the next letter is due; None where none is left."""
        due = "SELECT min(due) FROM notice WHERE state IN ('planned', 'unknown')"
        first: float | None = self.store.run(due).fetchall()[0][0]
        return first

    def recover(self) -> tuple[InFlight, ...]:
        """Take up what a killed run had claimed: nobody can tell whether it was delivered.

        Those notices become `unknown` and are sent again under their old
        Message-ID, since a notice that comes twice is better than none.
        """
        with self.store.step():
            found = self._in_flight("state = 'claimed'")
            self.store.run(schema.RECOVER)
            self.store.run(schema.DUE)
        return found

    def in_flight(self) -> tuple[InFlight, ...]:
        """All the notices that were ever on their way when nobody could see what became of them."""
        return self._in_flight("in_flight > 0 OR state = 'claimed'")

    def counts(self) -> dict[str, dict[str, int]]:
        """Release -> state -> how many notices."""
        asked = "SELECT release, state, count(*) FROM notice GROUP BY 1, 2 ORDER BY 1, 2"
        found: dict[str, dict[str, int]] = {}
        for release, state, count in self.store.run(asked).fetchall():
            found.setdefault(release, {})[state] = count
        return found

    def lists(self, release: str) -> tuple[str, ...]:
        """The digests of the recipient lists that were planned for the release, sorted."""
        asked = "SELECT DISTINCT list_sha256 FROM plan WHERE release = :release ORDER BY 1"
        return tuple(row[0] for row in self.store.run(asked, {"release": release}).fetchall())

    def failures(self) -> dict[str, int]:
        """The server's code -> how many notices failed with it."""
        asked = "SELECT code, count(*) FROM notice WHERE state = 'failed' GROUP BY 1 ORDER BY 1"
        return dict(self.store.run(asked).fetchall())

    def waiting(self) -> int:
        """How many notices are still to be sent."""
        return self._count("SELECT count(*) FROM notice WHERE state IN ('planned', 'unknown')")

    def forget(self, addresses: Iterable[str]) -> int:
        """Erase all that is kept about these addresses but their keys; how many rows that was.

        The keys stay, so that nobody who was forgotten is told again.
        """
        keys = [{"key": self.keys.of(address)} for address in addresses]
        with self.store.step():
            erased = self.store.many(schema.FORGET, keys)
            self.store.many(schema.FORGOTTEN, keys)
        self.store.overwrite()
        return erased

    @contextmanager
    def handing(self, release: str) -> Iterator[Handing]:
        """The planned notices of `release`, handed over when the block ends well.

        From then on they are not sent from here. NoticeError where none is planned.
        """
        asked = {"release": release}
        with self.store.step():
            plans = self.store.run(schema.PLANS, asked).fetchall()
            if not plans:
                raise NoticeError(
                    f"nothing is planned for {release}",
                    remedy="Plan first: gazette notify plan; see gazette notify status.",
                )
            ((plan,),) = plans
            self.store.run(schema.NOT_DUE)
            sender, reply_to, _ = self._sender(plan)
            mails = dict(self._numbered(plan))
            left: list[int] = []
            rows = self.store.stream(schema.TO_HAND, asked)
            yield Handing(release, plan, sender, reply_to, mails, rows, left)
            self.store.run(schema.HAND, asked)
            self.store.many(schema.LEAVE, ({"number": number} for number in left))

    def take_back(self, release: str) -> int:
        """Plan again what was handed over and never sent; how many notices that is."""
        with self.store.step():
            self.store.run(schema.NOT_DUE)
            return self.store.run(schema.TAKE_BACK, {"release": release}).rowcount

    def is_written(self, number: int) -> bool:
        """Whether this notice is handed over."""
        asked = {"number": number, "state": "written"}
        return self.store.run(schema.STANDS, asked).fetchall() == [(1,)]

    def record(self, outcomes: Iterable[tuple[str, str]]) -> tuple[int, int]:
        """Write down what a provider says became of addresses; how many arrived and bounced.

        Each outcome is an address and the code with which it bounced, empty
        where the mail arrived. Of an address that bounced its key is kept, so
        that a later plan counts it as such.
        """
        arrived, bounced = [], []
        for address, code in outcomes:
            key = self.keys.of(address)
            if code:
                bounced.append({"key": key, "code": code})
            else:
                arrived.append({"key": key})
        with self.store.step():
            delivered = self.store.many(schema.DELIVERED, arrived)
            self.store.many(schema.BOUNCED, bounced)
            lost = self.store.many(schema.BOUNCE, bounced)
        self.store.overwrite()
        return delivered, lost

    def lift(self, addresses: Iterable[str]) -> int:
        """Forget that these addresses bounced; how many were kept as such."""
        keys = [{"key": self.keys.of(address)} for address in addresses]
        with self.store.step():
            return self.store.many("DELETE FROM bounced WHERE address_key = :key", keys)

    def unreached(self, release: str) -> list[tuple[str, str, str, str]]:
        """Whom mail did not reach: user id, state, code, and the action of their notice."""
        return [
            (user, state, code, action)
            for user, state, code, action in self.store.run(
                schema.UNREACHED_USERS, {"release": release}
            ).fetchall()
        ]

    def _numbered(self, plan: str) -> Iterator[tuple[int, Mail]]:
        for (number,) in self.store.run(schema.NUMBERS, {"plan": plan}).fetchall():
            yield number, self._mail(plan, number)

    def _letter(  # noqa: PLR0913, PLR0917 - one parameter a column
        self,
        number: int,
        address: str,
        release: str,
        key: bytes,
        plan: str,
        mail: int,
        attempts: int,
    ) -> Letter:
        sender, reply_to, domain = self._sender(plan)
        message_id = f"<{self.keys.message(release, bytes(key))}@{domain}>"
        written = self._mail(plan, mail)
        return Letter(number, address, sender, message_id, written, attempts, reply_to)

    def _sender(self, plan: str) -> tuple[str, str, str]:
        if plan not in self._plans:
            asked = "SELECT sender, reply_to FROM plan WHERE plan = :plan"
            ((sender, reply_to),) = self.store.run(asked, {"plan": plan}).fetchall()
            self._plans[plan] = sender, reply_to, sender.rpartition("@")[2].rstrip("> ")
        return self._plans[plan]

    def _mail(self, plan: str, number: int) -> Mail:
        if (plan, number) not in self._mails:
            (row,) = self.store.run(schema.MAIL_OF, {"plan": plan, "mail": number}).fetchall()
            self._mails[plan, number] = Mail(*row)
        return self._mails[plan, number]

    def _in_flight(self, condition: str) -> tuple[InFlight, ...]:
        rows = self.store.run(_FLIGHTS.format(condition)).fetchall()
        return tuple(self._flight(*row) for row in rows)

    def _flight(self, user: str, release: str, key: bytes, plan: str, times: int) -> InFlight:
        domain = self._sender(plan)[2]
        return InFlight(user, f"<{self.keys.message(release, bytes(key))}@{domain}>", times)

    def _count(self, asked: str, **values: str) -> int:
        counted: int = self.store.run(asked, values).fetchall()[0][0]
        return counted
