"""A notice ledger in a SQLite file, for its owner only.

Every step is durable when it returns (`synchronous=FULL`), and what is deleted
is overwritten (`secure_delete`).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.adapters.lock import locked
from gazette.adapters.notices.schema import SLIPS, tables
from gazette.errors import Location, NoticeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from gazette.adapters.notices.store import Row, Slip

_KINDS = {"number": "INTEGER PRIMARY KEY", "octets": "BLOB"}
_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class SqliteStore:
    """An open file; see `store.Store`."""

    connection: sqlite3.Connection
    place: str

    def run(self, sql: str, values: Mapping[str, object] | None = None) -> sqlite3.Cursor:
        """Run one statement."""
        return self.connection.execute(sql, values or {})

    def many(self, sql: str, values: Iterable[Mapping[str, object]]) -> int:
        """Run one statement many times."""
        return max(0, self.connection.executemany(sql, values).rowcount)

    def stream(self, sql: str, values: Mapping[str, object]) -> Iterator[Row]:
        """Go through an answer."""
        answer = self.connection.execute(sql, values)
        while rows := answer.fetchmany(_ROWS):
            yield from rows

    def load(self, slips: Iterable[Slip]) -> None:
        """Make the table `slip`."""
        self.connection.execute(SLIPS.format(number="INTEGER PRIMARY KEY", bytes="BLOB"))
        self.connection.executemany("INSERT INTO slip VALUES (?, ?, ?, ?, ?)", slips)

    @contextmanager
    def step(self) -> Iterator[None]:
        """One transaction."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def overwrite(self) -> None:
        """Empty the log beside the file: until then the old pages stand in it."""
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def read_version(self) -> int | None:
        """The version of the tables."""
        asked = "SELECT count(*) FROM sqlite_master WHERE name IN ('ledger', 'secret')"
        if not self.connection.execute(asked).fetchone()[0]:
            return None
        try:
            found: int = self.connection.execute("SELECT version FROM ledger").fetchone()[0]
        except sqlite3.OperationalError:
            return 1
        return found

    def create(self) -> None:
        """Make the tables, within a step."""
        for statement in filter(str.strip, tables(**_KINDS).split(";")):
            self.connection.execute(statement)


@contextmanager
def sqlite_store(path: Path, *, create: bool) -> Iterator[SqliteStore]:
    """The file at `path`, held until the block ends; made where `create` and it is missing.

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
            yield SqliteStore(connection, str(path))
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
