"""Opening a notice ledger, wherever it is kept, and only with the secret that it was made with."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gazette.adapters.notices import schema
from gazette.adapters.notices.keys import Keys, keys_at, proven
from gazette.adapters.notices.ledger import NoticeLedger
from gazette.adapters.notices.sqlite import sqlite_store
from gazette.errors import Location, NoticeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.adapters.notices.store import Store

POSTGRES = ("postgresql://", "postgres://")
"""What the place of a ledger begins with that is no file."""


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
    (proof,) = store.run("SELECT proof FROM ledger").fetchall()[0]
    return proven(path, bytes(proof))


def _new(store: Store, path: Path) -> Keys:
    keys = keys_at(path, new=True)
    with store.step():
        store.create()
        values = {"version": schema.VERSION, "proof": keys.check()}
        store.run("INSERT INTO ledger VALUES (:version, :proof)", values)
    return keys
