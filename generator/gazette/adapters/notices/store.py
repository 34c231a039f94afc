"""Where a ledger is kept, seen from the ledger: statements, and steps that are whole or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager

Row = tuple[Any, ...]
Slip = tuple[int, bytes, str, str, int]
"""place, address key, user id, address, mail."""


class Answer(Protocol):
    """What a statement came to."""

    @property
    def rowcount(self) -> int:
        """How many rows it touched."""
        ...

    def fetchall(self) -> list[Row]:
        """All rows that it answers."""
        ...

    def fetchmany(self, size: int, /) -> list[Row]:
        """The next rows that it answers."""
        ...


class Store(Protocol):
    """An open database. Its errors never get out: they may quote rows."""

    @property
    def place(self) -> str:
        """Where it is, as an error may name it."""
        ...

    def run(self, sql: str, values: Mapping[str, object] = ...) -> Answer:
        """Run one statement with its parameters, each `:name` in the text."""
        ...

    def many(self, sql: str, values: Iterable[Mapping[str, object]]) -> int:
        """Run one statement once for each of `values`; how many rows it touched in all."""
        ...

    def stream(self, sql: str, values: Mapping[str, object]) -> Iterable[Row]:
        """Go through an answer, however long it is."""
        ...

    def load(self, slips: Iterable[Slip]) -> None:
        """Make the temporary table `slip`, which holds these."""
        ...

    def step(self) -> AbstractContextManager[None]:
        """One transaction, durable when it ends."""
        ...

    def overwrite(self) -> None:
        """See to it that what was deleted is not to be read from the disk."""
        ...

    def read_version(self) -> int | None:
        """The version of the tables; None where there are none."""
        ...

    def create(self) -> None:
        """Make the tables."""
        ...
