"""A notice ledger in PostgreSQL, in a schema of its own, for one process at a time.

Needs psycopg 3, the extra `postgres`. What the server says is never repeated:
its messages quote rows.
"""

from __future__ import annotations

import re
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from gazette.adapters.notices.schema import SLIPS, tables
from gazette.errors import Location, NoticeError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import psycopg

    from gazette.adapters.notices.store import Answer, Row, Slip

SCHEMA = "gazette_notices"
_LOCK = 0x67617A65747465
"""The advisory lock that a command holds: "gazette" in ASCII."""
_KINDS = {"number": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "octets": "BYTEA"}
_ROWS = 10_000
_PARAMETER = re.compile(r":(\w+)")


@dataclass(frozen=True, slots=True)
class PostgresStore:
    """An open connection; see `store.Store`."""

    connection: psycopg.Connection[Row]
    place: str

    def run(self, sql: str, values: Mapping[str, object] | None = None) -> Answer:
        """Run one statement."""
        return self.connection.execute(_translated(sql), dict(values or {}), prepare=True)

    def many(self, sql: str, values: Iterable[Mapping[str, object]]) -> int:
        """Run one statement many times."""
        with self.connection.cursor() as cursor:
            cursor.executemany(_translated(sql), [dict(each) for each in values])
            return max(0, cursor.rowcount)

    def stream(self, sql: str, values: Mapping[str, object]) -> Iterator[Row]:
        """Go through an answer, which stays on the server; within a step."""
        with self.connection.cursor(name="gazette") as cursor:
            cursor.itersize = _ROWS
            cursor.execute(_translated(sql), dict(values))
            yield from cursor

    def load(self, slips: Iterable[Slip]) -> None:
        """Make the table `slip`."""
        self.run(SLIPS.format(number="BIGINT", bytes="BYTEA"))
        with (
            self.connection.cursor() as cursor,
            cursor.copy("COPY slip FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(("int8", "bytea", "text", "text", "int4"))
            for slip in slips:
                copy.write_row(slip)
        self.run("CREATE INDEX slip_key ON slip (address_key, place)")

    @contextmanager
    def step(self) -> Iterator[None]:
        """One transaction."""
        with self.connection.transaction():
            yield

    def overwrite(self) -> None:
        """Take what was deleted out of the table's pages; the server's own log ages out."""
        self.run("VACUUM notice")

    def read_version(self) -> int | None:
        """The version of the tables."""
        if not self.run("SELECT to_regclass('ledger') IS NOT NULL").fetchall()[0][0]:
            return None
        found: int = self.run("SELECT version FROM ledger").fetchall()[0][0]
        return found

    def create(self) -> None:
        """Make the schema, which only its owner may use, and the tables in it."""
        self.run(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        for statement in filter(str.strip, tables(**_KINDS).split(";")):
            self.run(statement)


@contextmanager
def postgres_store(url: str) -> Iterator[PostgresStore]:
    """The database at `url`, held until the block ends.

    NoticeError where it cannot be reached or used, for a password in `url`
    (others on the machine would see it), and where psycopg is not installed;
    OutputError where another process is at work with it.
    """
    place = _shown(url)
    driver = _driver()
    try:
        with closing(driver.connect(url, autocommit=True)) as connection:
            for setting in (
                f"SET search_path TO {SCHEMA}, pg_temp",
                "SET synchronous_commit TO on",
                "SET client_min_messages TO error",
            ):
                connection.execute(setting)
            _hold(connection, place, driver)
            yield PostgresStore(connection, place)
    except driver.Error as error:
        raise NoticeError(
            f"the notice ledger cannot be used: {_why(driver, error)}",
            where=Location(place),
            remedy="Check that the server runs, and that this user may write to the database.",
        ) from None


def _driver() -> Any:  # noqa: ANN401 - a module, which may not be there
    try:
        import psycopg  # noqa: PLC0415 - optional, and only this needs it
    except ImportError:
        raise NoticeError(
            "a ledger in PostgreSQL needs psycopg, which is not installed",
            remedy="Install Gazette with it: pip install 'policy-gazette[postgres]'",
        ) from None
    return psycopg


def _shown(url: str) -> str:
    """The address without its user; NoticeError for one with a password."""
    parts = urlsplit(url)
    named = {key for key, _ in parse_qsl(parts.query, keep_blank_values=True)}
    # Also sslpassword, which opens a key.
    if parts.password is not None or any("password" in key for key in named):
        raise NoticeError(
            "the address of the database holds a password, which others could see",
            remedy="Take it out, and put it into PGPASSWORD or a password file of libpq.",
        )
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _hold(connection: psycopg.Connection[Row], place: str, driver: Any) -> None:  # noqa: ANN401
    """Hold the ledger for this process: the server lets go when the connection ends."""
    try:
        # A killed process's connection is gone a moment after the process.
        connection.execute("SET lock_timeout TO '2s'")
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        connection.execute("SET lock_timeout TO 0")
    except driver.errors.LockNotAvailable:
        raise OutputError(
            "another gazette notify is at work here",
            where=Location(place),
            remedy="Wait until it is done, then run this again.",
        ) from None


def _why(driver: Any, error: Exception) -> str:  # noqa: ANN401 - the module psycopg
    """What went wrong by its code: the words of the server may quote a row."""
    code = getattr(error, "sqlstate", None)
    if code is None:
        reached = isinstance(error, driver.OperationalError)
        return "the server cannot be reached" if reached else type(error).__name__
    return f"{type(error).__name__} (SQLSTATE {code})"


@lru_cache(maxsize=64)
def _translated(sql: str) -> str:
    """`sql` with its parameters as psycopg writes them."""
    return _PARAMETER.sub(r"%(\1)s", sql)
