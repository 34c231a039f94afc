"""What a notice ledger knows of the users in a table, put beside them as marks.

A ledger knows addresses by keyed hashes alone. So the embedded engine keys
each user's address as the ledger does (`adapters.notices.keys`) and compares.
The secrets stay in this process: an engine elsewhere gets user ids and marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from gazette.adapters.tables.engine import literal
from gazette.audience.columns import Mark

if TYPE_CHECKING:
    from pathlib import Path

    from gazette.adapters.tables.engine import Engine

_BLOCK = 64
"""Octets of a block of SHA-256, to which HMAC fills its key (RFC 2104)."""


class MarkSource(Protocol):
    """A notice ledger, seen from a user table."""

    def __call__(self, path: Path, /) -> tuple[bytes, ...]:
        """Write what is known to `path`; the secrets that its keys are made with, oldest first.

        CSV without a header: an address key in hexadecimal, a user id or
        nothing, and a `Mark`.
        """
        ...


def lay_out(engine: Engine) -> None:
    """Create the table `marked`, empty: ids of users, and their marks."""
    engine.run("CREATE TEMP TABLE marked (marked_id VARCHAR, marks BIGINT)")


def with_marks(rows: str, *, user_id: str) -> tuple[str, str]:
    """SQL for `rows` joined with `marked` by the id `user_id`, and for the marks of a row."""
    return f"{rows} LEFT JOIN marked ON marked_id = {user_id}", "coalesce(marks, 0)"


def mark(engine: Engine, source: MarkSource, *, people: str, folder: Path) -> None:
    """Fill `marked` with those of `people`, SQL for `user_id` and `email`, whom the ledger knows.

    Who was told under one address and has another now is known by the id.
    """
    path = folder / "ledger.csv"
    secrets = source(path)
    engine.run(
        "CREATE TEMP TABLE known AS SELECT * FROM read_csv("
        f"{literal(str(path))}, auto_detect=false, header=false, delim=',', quote='\"',"
        " escape='\"', columns={'key': 'VARCHAR', 'known_id': 'VARCHAR', 'mark': 'BIGINT'})"
    )
    path.unlink()
    if not engine.value("SELECT count(*) FROM known"):
        return
    engine.run(
        f"INSERT INTO marked SELECT user_id, bit_or(mark) FROM ("
        f"SELECT user_id, mark FROM ({people}) JOIN known ON key = {_keyed(secrets)}"
        f" UNION ALL SELECT user_id, mark FROM ({people}) JOIN known ON known_id = user_id"
        f" WHERE mark = {int(Mark.TOLD)}) GROUP BY user_id"
    )


def _keyed(secrets: tuple[bytes, ...]) -> str:
    """SQL for the key of `email`, in hexadecimal: `Keys.of`."""
    first, *later = secrets
    bare = "trim(email, ' ')"
    # As the audience compares: beyond ASCII, lower case is not one function.
    folded = f"CASE WHEN strlen({bare}) = length({bare}) THEN lower({bare}) ELSE {bare} END"
    key = _hmac(first, b"address\0", f"encode({folded})")
    for secret in later:
        key = _hmac(secret, b"rotated\0", f"unhex({key})")
    return key


def _hmac(secret: bytes, prefix: bytes, message: str) -> str:
    """SQL for the HMAC-SHA-256 of `prefix` and the octets `message`, in hexadecimal."""
    inner = bytes(octet ^ 0x36 for octet in secret.ljust(_BLOCK, b"\0")) + prefix
    outer = bytes(octet ^ 0x5C for octet in secret.ljust(_BLOCK, b"\0"))
    hashed = f"sha256(unhex('{inner.hex()}') || {message})"
    return f"sha256(unhex('{outer.hex()}') || unhex({hashed}))"
