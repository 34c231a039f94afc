"""A synthetic user table of any size: nobody in it exists.

Every cell is a function of the row's number and the seed, worked out in SQL
from a counter, so the table streams in constant memory, and the same size and
seed give the same bytes on any machine and with any number of threads.
Addresses lie under domains that RFC 2606 and RFC 6761 reserve, which no mail
can reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gazette.adapters.private import workshop
from gazette.adapters.tables.engine import embedded, literal, quoted
from gazette.adapters.tables.formats import copy_to, recipient_format

if TYPE_CHECKING:
    from pathlib import Path

_WORD = 2**32 - 1
_DRAWS = ("address", "shape", "status", "since", "version", "bounce", "locale")
"""The independent chances of one row, beside one per segment column."""


@dataclass(frozen=True, slots=True)
class SyntheticUsers:
    """What to make: how many rows, from which seed, for which policy.

    `labels` are the versions somebody can have accepted, oldest first.
    `columns` are the columns of the policy's segments with their values, the
    commonest first. Accounts were cancelled in the 400 days before `day`.
    """

    rows: int
    seed: int = 1
    labels: tuple[str, ...] = ("1.0.0",)
    columns: tuple[tuple[str, tuple[str, ...]], ...] = (("plan", ("saas", "self-hosted")),)
    day: date = date(2026, 1, 1)


def write_synthetic(users: SyntheticUsers, output: Path, *, threads: int | None = None) -> None:
    """Write the table to `output`, as its extension says; OutputError where it cannot."""
    kind = recipient_format(output)
    with (
        workshop(output) as shop,
        embedded(spill=shop.folder / "spill", threads=threads) as engine,
    ):
        made = shop.folder / output.name
        engine.write(_query(users), made, options=copy_to(kind))
        shop.publish(made, output)


def _query(users: SyntheticUsers) -> str:
    """The table as one statement, from the inside out: counter, draws, cells."""
    draws = (*_DRAWS, *(f"segment{place}" for place, _ in enumerate(users.columns)))
    segments = "".join(
        f" {_pick(f'segment{place}', _shares(values))} AS {quoted(column)},"
        for place, (column, values) in enumerate(users.columns)
    )
    # 3 in 100 use the address of somebody shortly before them.
    earlier = "greatest(i::BIGINT - 1 - (d_address % 97)::BIGINT, 0)"
    number = f"CASE WHEN d_address % 100 < 3 THEN {earlier} ELSE i::BIGINT END"
    drawn = (
        f"SELECT *, {number} AS n, {_pick('status', _STATUSES)} AS status"
        f" FROM ({_drawn(users, draws)})"
    )
    since = f"DATE {literal(users.day.isoformat())} - (d_since % 400)::INTEGER"
    return (
        "SELECT 'u' || lpad(i::VARCHAR, 10, '0') AS user_id,"
        f" {_EMAIL} AS email,"
        f" {_pick('locale', _LOCALES)} AS locale,"
        f"{segments} status,"
        f" CASE WHEN status <> 'active' THEN {since} END AS status_since,"
        " d_bounce % 100 < 4 AS bounced,"
        f" {_pick('version', _versions(users.labels))} AS accepted_version,"
        f" true AS synthetic FROM ({drawn})"
    )


Shares = tuple[tuple[str | None, int], ...]
"""Values with their shares of 10,000, which add up to that; None is an empty cell."""

_LOCALES: Shares = (
    ("en", 6000),
    ("de", 1200),
    ("sk", 900),
    ("cs", 700),
    ("fr", 600),
    ("pt-BR", 400),
    (None, 200),
)
_STATUSES: Shares = (
    ("active", 8540),
    ("cancelled", 900),
    ("deleted", 500),
    ("erased", 60),
)

# The domain goes by the number, so accounts with one number share one address.
_NAME = "'user' || n || '@example.' || (['com', 'org', 'net'])[1 + n % 3]"
_EMAIL = (
    "CASE"
    " WHEN d_shape % 10000 < 100 THEN NULL"
    f" WHEN d_shape % 10000 < 115 THEN '=' || {_NAME}"
    f" WHEN d_shape % 10000 < 130 THEN replace({_NAME}, '@', ' @')"
    f" WHEN d_shape % 10000 < 145 THEN replace({_NAME}, '@', '@@')"
    " WHEN d_shape % 10000 < 175 THEN 'jürgen' || n || '@bücher.example'"
    " WHEN d_shape % 10000 < 300 THEN 'user' || n || '@mail.invalid'"
    f" WHEN n <> i::BIGINT AND d_shape % 2 = 0 THEN upper({_NAME})"
    f" ELSE {_NAME} END"
)


def _shares(values: tuple[str, ...]) -> Shares:
    """Most hold the first value, some another, a few one that no segment lists, or none."""
    first, *others = values
    each = 2700 // len(others) if others else 0
    listed = tuple((value, each) for value in others)
    return ((first, 9500 - each * len(others)), *listed, ("other", 300), (None, 200))


def _versions(labels: tuple[str, ...]) -> Shares:
    """Most accepted the newest version, a few an unknown one, or nothing that is on record."""
    *older, newest = labels
    each = 2000 // len(older) if older else 0
    listed = tuple((label, each) for label in older)
    return ((newest, 9600 - each * len(older)), *listed, ("0.9-beta", 100), (None, 300))


def _pick(draw: str, shares: Shares) -> str:
    """SQL that turns a draw into one of the values, each by its share."""
    cases, reached = [], 0
    for value, share in shares:
        reached += share
        cell = "NULL" if value is None else literal(value)
        cases.append(f"WHEN d_{draw} % 10000 < {reached} THEN {cell}")
    return f"CASE {' '.join(cases)} END"


def _drawn(users: SyntheticUsers, draws: tuple[str, ...]) -> str:
    """SQL for `i` and one 32-bit draw per name: a xor-shift-multiply hash, in 64-bit words.

    Thomas Mueller's integer hash; each step is a nested query, so that every
    intermediate value is worked out once.
    """
    start = ", ".join(
        f"(i * 2654435761 + {(users.seed * 40503 + 1) * (2 * place + 1) % _WORD}) & {_WORD}"
        f" AS d_{draw}"
        for place, draw in enumerate(draws)
    )
    query = f"SELECT range::UBIGINT AS i FROM range({users.rows})"
    query = f"SELECT i, {start} FROM ({query})"
    for factor in (0x45D9F3B, 0x45D9F3B, 1):
        step = ", ".join(
            f"(xor(d_{draw}, d_{draw} >> 16) * {factor}) & {_WORD} AS d_{draw}" for draw in draws
        )
        query = f"SELECT i, {step} FROM ({query})"
    return query
