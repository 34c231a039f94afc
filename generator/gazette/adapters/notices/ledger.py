"""The notice ledger: one row per release and address, in SQLite or PostgreSQL.

Every step is one transaction, durable when it returns.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from gazette.adapters.notices import schema
from gazette.adapters.notices.keys import Keys, keys_at
from gazette.adapters.notices.sqlite import sqlite_store
from gazette.announce import Kept, Letter
from gazette.announce.sending import MOST_ATTEMPTS
from gazette.errors import Location, NoticeError
from gazette.notice import Mail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gazette.adapters.notices.store import Store
    from gazette.announce import Order, Sent, Slip

POSTGRES = ("postgresql://", "postgres://")
"""What the place of a ledger begins with that is no file."""

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
            self.store.load(
                (place, self.keys.of(slip.address), slip.user_id, slip.address, slip.mail)
                for place, slip in enumerate(slips)
            )
            run(schema.DISTINCT)
            run(schema.PLAN, _plan_row(plan, order))
            self.store.many(schema.MAIL, (_mail_row(plan, *each) for each in enumerate(mails)))
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
                self.store.many(schema.SETTLE, (_settled(*each, at=at) for each in settled))
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


@contextmanager
def opened(
    place: str | Path, *, create: bool = False, key: Path | None = None
) -> Iterator[NoticeLedger]:
    """The ledger at `place`, a file or a PostgreSQL URL, held until the block ends.

    It is made where `create` and it is missing. Its secret is in the file
    `key`; unless given, that lies beside a ledger in a file. NoticeError where
    there is no ledger or it cannot be used; OutputError where another process
    holds it.
    """
    if isinstance(place, str) and place.startswith(POSTGRES):
        # Imported here: psycopg is optional.
        from gazette.adapters.notices.postgres import postgres_store  # noqa: PLC0415

        if key is None:
            raise NoticeError(
                "a ledger in a database needs a file for its secret",
                remedy="Name it with --key, such as --key private/notices.key.",
            )
        with postgres_store(place) as store:
            yield NoticeLedger(store, _keys(store, key, create=create))
        return
    path = Path(place)
    with sqlite_store(path, create=create) as file:
        yield NoticeLedger(file, _keys(file, key or path.with_suffix(".key"), create=create))


def _keys(store: Store, path: Path, *, create: bool) -> Keys:
    """The ledger's keys, its tables made where it is new."""
    version = store.read_version()
    if version is None:
        if not create:
            raise NoticeError(
                "there is no notice ledger here",
                where=Location(store.place),
                remedy="Plan first: gazette notify plan; or name the ledger with --ledger.",
            )
        return _new(store, path)
    if version != schema.VERSION:
        raise NoticeError(
            f"this notice ledger has version {version}, and version {schema.VERSION} is read",
            where=Location(store.place),
            remedy="Use the version of Gazette that made it.",
        )
    keys = keys_at(path, new=False)
    (proof,) = store.run("SELECT proof FROM ledger").fetchall()[0]
    if bytes(proof) != keys.check():
        raise NoticeError(
            "the secret of this notice ledger is another ledger's",
            where=Location(str(path)),
            remedy="Restore the file from a backup: with another everybody would be told again.",
        )
    return keys


def _new(store: Store, path: Path) -> Keys:
    keys = keys_at(path, new=True)
    with store.step():
        store.create()
        values = {"version": schema.VERSION, "proof": keys.check()}
        store.run("INSERT INTO ledger VALUES (:version, :proof)", values)
    return keys


def _plan_row(plan: str, order: Order) -> dict[str, object]:
    return {
        "plan": plan,
        "release": order.release,
        "sender": order.sender,
        "reply_to": order.reply_to,
        "list": order.list_sha256,
        "recipients": order.recipients,
    }


def _mail_row(plan: str, number: int, mail: Mail) -> dict[str, object]:
    return {
        "plan": plan,
        "mail": number,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "language": mail.language,
        "action": mail.action,
    }


def _settled(sent: Sent, due: float, *, at: float) -> dict[str, object]:
    return {
        "number": sent.number,
        "result": str(sent.result),
        "code": sent.code,
        "due": due,
        "at": at,
        "most_attempts": MOST_ATTEMPTS,
    }
