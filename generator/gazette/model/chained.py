"""A record that only grows: a line an entry, each naming the digest of the line before."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from gazette.errors import Location


class Chainable(Protocol):
    """What may be chained: it names the line that it continues, or nothing in the first."""

    @property
    def previous(self) -> str:
        """The digest of that line, its end included; empty in the first."""


Entry_co = TypeVar("Entry_co", bound=Chainable, covariant=True)


@dataclass(frozen=True, slots=True)
class Line(Generic[Entry_co]):
    """An entry, the exact bytes it stands in (line end included), and its place."""

    entry: Entry_co
    data: bytes
    where: Location

    @property
    def sha256(self) -> str:
        """What the next line must call `previous`."""
        return sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Chain(Generic[Entry_co]):
    """All the lines of one record, oldest first, and the file they stand in."""

    path: str = ""
    lines: tuple[Line[Entry_co], ...] = ()

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return b"".join(line.data for line in self.lines)

    @property
    def head(self) -> str:
        """The digest of the last line, which speaks for all of them; empty without one."""
        return self.lines[-1].sha256 if self.lines else ""
