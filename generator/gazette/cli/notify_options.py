"""What the commands about planned notices share; light, because sending must start at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.adapters.notices import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    from gazette.adapters.notices import NoticeLedger

LEDGER = "private/notices.sqlite"
KEY = Path("private/notices.key")
"""Where the secret of a ledger in a database is; that of a file lies beside it."""


@dataclass(frozen=True, slots=True)
class LedgerAt:
    """The ledger that the options name. `path` is its file; None for one in a database."""

    place: str
    key: Path

    @property
    def path(self) -> Path | None:
        """Its file."""
        return None if "://" in self.place else Path(self.place)

    def opened(self, *, create: bool = False) -> AbstractContextManager[NoticeLedger]:
        """The ledger, open; made where `create` and it is missing."""
        return opened(self.path or self.place, create=create, key=self.key)


def ledger_at(place: str, key: Path | None) -> LedgerAt:
    """The ledger at `place`, with its secret where it is unless `key` says so."""
    return LedgerAt(place, key or (KEY if "://" in place else Path(place).with_suffix(".key")))


def ledger_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which notice ledger; the command gets a `LedgerAt` as `ledger`."""

    @wraps(command)
    def called(*, ledger: str, key: Path | None, **others: object) -> object:
        return command(ledger=ledger_at(ledger, key), **others)

    place = click.option(
        "--ledger",
        default=LEDGER,
        show_default=True,
        metavar="FILE|URL",
        help="The notice ledger: a file, or postgresql://HOST/DATABASE. Back it up.",
    )
    secret = click.option(
        "--key",
        type=click.Path(path_type=Path, dir_okay=False),
        help="The file of the ledger's secret; back it up, elsewhere.  [default: beside the"
        " ledger, or private/notices.key]",
    )
    return place(secret(called))
