"""The notice ledger: one row per release and address, in a SQLite file for its owner only.

Every step is one transaction, durable when it returns (`synchronous=FULL`).
What is deleted is overwritten (`secure_delete`).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazette.adapters.lock import locked
from gazette.adapters.notices.keys import Keys, keys_beside
from gazette.adapters.notices.schema import CLAIM, KEEP, SETTLE, TABLES, VERSION
from gazette.announce import Kept, Letter
from gazette.announce.sending import MOST_ATTEMPTS
from gazette.errors import Location, NoticeError
from gazette.notice import Mail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from gazette.announce import Order, Sent, Slip


@dataclass(frozen=True, slots=True)
class InFlight:
    """A notice that may have been delivered twice; `user_id` is empty once forgotten."""

    user_id: str
    message_id: str
    times: int


@dataclass(slots=True)
class NoticeLedger:
    """An open ledger, held by this process alone."""

    connection: sqlite3.Connection
    keys: Keys
    _plans: dict[str, tuple[str, str]] = field(default_factory=dict)
    _mails: dict[tuple[str, int], Mail] = field(default_factory=dict)

    def keep(
        self, plan: str, order: Order, *, mails: Sequence[Mail], slips: Iterable[Slip]
    ) -> Kept:
        """Keep a plan; see `announce.ports.Planner`."""
        run = self.connection.execute
        with self._step():
            run("CREATE TEMP TABLE slip (address_key BLOB PRIMARY KEY, user_id, address, mail)")
            self.connection.executemany(
                "INSERT OR IGNORE INTO temp.slip VALUES (?, ?, ?, ?)",
                ((self.keys.of(s.address), s.user_id, s.address, s.mail) for s in slips),
            )
            run(
                "INSERT OR IGNORE INTO plan VALUES (?, ?, ?, ?, ?)",
                (plan, order.release, order.sender, order.list_sha256, order.recipients),
            )
            self.connection.executemany(
                "INSERT OR IGNORE INTO mail VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (plan, number, mail.subject, mail.text, mail.html, mail.language)
                    for number, mail in enumerate(mails)
                ),
            )
            run(KEEP, {"release": order.release, "plan": plan})
            mine = "release = ? AND state = 'planned' AND plan"
            withdrawn = run(
                f"DELETE FROM notice WHERE {mine} <> ?",  # noqa: S608 - a constant
                (order.release, plan),
            ).rowcount
            planned = self._count(f"FROM notice WHERE {mine} = ?", order.release, plan)
            forgotten = self._count("FROM temp.slip JOIN forgotten USING (address_key)")
            total = self._count("FROM temp.slip")
            run("DROP TABLE temp.slip")
        return Kept(planned, total - planned - forgotten, forgotten, withdrawn)

    def turn(self, settled: Sequence[tuple[Sent, float]], *, at: float, most: int) -> list[Letter]:
        """Settle letters and claim the next; see `announce.ports.Ledger`."""
        with self._step():
            self.connection.executemany(
                SETTLE,
                (
                    {
                        "number": sent.number,
                        "result": str(sent.result),
                        "code": sent.code,
                        "due": due,
                        "at": at,
                        "most_attempts": MOST_ATTEMPTS,
                    }
                    for sent, due in settled
                ),
            )
            rows = self.connection.execute(CLAIM, (at, most)).fetchall() if most else []
            return [self._letter(*row) for row in sorted(rows)]

    def next_due(self) -> float | None:
        """When the next letter is due; None where none is left."""
        due = "SELECT min(due) FROM notice WHERE state IN ('planned', 'unknown')"
        first: float | None = self.connection.execute(due).fetchone()[0]
        return first

    def recover(self) -> tuple[InFlight, ...]:
        """Take up what a killed run had claimed: nobody can tell whether it was delivered.

        Those notices become `unknown` and are sent again under their old
        Message-ID, since a notice that comes twice is better than none.
        """
        with self._step():
            found = self._in_flight("state = 'claimed'")
            self.connection.execute(
                "UPDATE notice SET state = 'unknown', in_flight = in_flight + 1, due = 0"
                " WHERE state = 'claimed'"
            )
        return found

    def in_flight(self) -> tuple[InFlight, ...]:
        """All the notices that were ever on their way when nobody could see what became of them."""
        return self._in_flight("in_flight > 0 OR state = 'claimed'")

    def counts(self) -> dict[str, dict[str, int]]:
        """Release -> state -> how many notices."""
        asked = "SELECT release, state, count(*) FROM notice GROUP BY 1, 2 ORDER BY 1, 2"
        found: dict[str, dict[str, int]] = {}
        for release, state, count in self.connection.execute(asked):
            found.setdefault(release, {})[state] = count
        return found

    def failures(self) -> dict[str, int]:
        """The server's code -> how many notices failed with it."""
        asked = "SELECT code, count(*) FROM notice WHERE state = 'failed' GROUP BY 1 ORDER BY 1"
        return dict(self.connection.execute(asked).fetchall())

    def waiting(self) -> int:
        """How many notices are still to be sent."""
        return self._count("FROM notice WHERE state IN ('planned', 'unknown')")

    def forget(self, addresses: Iterable[str]) -> int:
        """Erase all that is kept about these addresses but their keys; how many rows that was.

        The keys stay, so that nobody who was forgotten is told again.
        """
        keys = [(self.keys.of(address),) for address in addresses]
        with self._step():
            before = self.connection.total_changes
            self.connection.executemany(
                "UPDATE notice SET user_id = NULL, address = NULL,"
                " state = CASE state WHEN 'accepted' THEN state ELSE 'forgotten' END"
                " WHERE address_key = ?",
                keys,
            )
            erased = self.connection.total_changes - before
            self.connection.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", keys)
        # Until then the old pages stand in the log beside the file.
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
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
        sender, domain = self._sender(plan)
        message_id = f"<{self.keys.message(release, key)}@{domain}>"
        return Letter(number, address, sender, message_id, self._mail(plan, mail), attempts)

    def _sender(self, plan: str) -> tuple[str, str]:
        if plan not in self._plans:
            asked = "SELECT sender FROM plan WHERE plan = ?"
            (sender,) = self.connection.execute(asked, (plan,)).fetchone()
            self._plans[plan] = sender, sender.rpartition("@")[2].rstrip("> ")
        return self._plans[plan]

    def _mail(self, plan: str, number: int) -> Mail:
        if (plan, number) not in self._mails:
            asked = "SELECT subject, text, html, language FROM mail WHERE plan = ? AND mail = ?"
            row = self.connection.execute(asked, (plan, number)).fetchone()
            self._mails[plan, number] = Mail(*row)
        return self._mails[plan, number]

    def _in_flight(self, condition: str) -> tuple[InFlight, ...]:
        columns = "coalesce(user_id, ''), release, address_key, plan, in_flight"
        asked = f"SELECT {columns} FROM notice WHERE {condition} ORDER BY number"  # noqa: S608 - ours
        return tuple(
            InFlight(user, f"<{self.keys.message(release, key)}@{self._sender(plan)[1]}>", times)
            for user, release, key, plan, times in self.connection.execute(asked).fetchall()
        )

    def _count(self, tail: str, *values: str) -> int:
        counted: int = self.connection.execute(f"SELECT count(*) {tail}", values).fetchone()[0]
        return counted

    @contextmanager
    def _step(self) -> Iterator[None]:
        """One transaction, whole or not at all."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")


@contextmanager
def opened(path: Path, *, create: bool = False) -> Iterator[NoticeLedger]:
    """The ledger at `path`, held until the block ends; made where `create` and it is missing.

    NoticeError where there is none, it is no ledger, or it cannot be written;
    OutputError where another process holds it.
    """
    if not create and not path.exists():
        raise NoticeError(
            "there is no notice ledger here",
            where=Location(str(path)),
            remedy="Plan first: gazette notify plan; or name the ledger with --ledger.",
        )
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(path.parent, work="gazette notify"), closing(_connection(path)) as connection:
            yield NoticeLedger(connection, _keys(connection, path))
    except (sqlite3.Error, OSError) as error:
        # SQLite's messages name tables and files, never cells.
        raise NoticeError(
            f"the notice ledger cannot be used: {error}",
            where=Location(str(path)),
            remedy="Check that the disk has room and that this is a ledger of Gazette's.",
        ) from None


def _connection(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _keys(connection: sqlite3.Connection, path: Path) -> Keys:
    """The ledger's keys, its tables made where it is new."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    keys = keys_beside(path, new=version == 0)
    if version == 0:
        connection.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
        connection.execute("INSERT INTO secret VALUES (?)", (keys.check(),))
    proof = connection.execute("SELECT proof FROM secret").fetchone()
    if proof is None:
        connection.execute("INSERT INTO secret VALUES (?)", (keys.check(),))
    elif proof[0] != keys.check():
        raise NoticeError(
            "the secret beside this notice ledger is another ledger's",
            where=Location(str(path.with_suffix(".key"))),
            remedy="Restore the file from a backup: with another everybody would be told again.",
        )
    return keys
