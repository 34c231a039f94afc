"""A new secret for a ledger that keeps no addresses: every key in it is keyed once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.adapters.notices.keys import rotated, waiting_at, write_keys
from gazette.errors import NoticeError

if TYPE_CHECKING:
    from pathlib import Path

    from gazette.adapters.notices.ledger import NoticeLedger

_TABLES = ("notice", "forgotten", "bounced")


def rotate(book: NoticeLedger, path: Path) -> int:
    """Give the open ledger `book`, whose secrets are at `path`, a new one; how many keys that is.

    NoticeError while notices are on their way or still to be sent: their
    Message-IDs are made with the secret. Killed at any instant, the ledger
    opens with the old secrets or the new. `book` is of no use after it.
    """
    if book.waiting() or any("claimed" in states for states in book.counts().values()):
        raise NoticeError(
            "notices are still to be sent, and their Message-IDs depend on the secret",
            remedy="Finish them first: gazette notify send; then change the secret.",
        )
    keys, waiting = book.keys.next(), waiting_at(path)
    waiting.unlink(missing_ok=True)
    write_keys(keys, waiting)
    count = 0
    with book.store.step():
        for table in _TABLES:
            found = book.store.run(f"SELECT DISTINCT address_key FROM {table}").fetchall()  # noqa: S608 - ours
            pairs = [
                {"old": bytes(old), "new": rotated(bytes(old), keys.secret)} for (old,) in found
            ]
            book.store.many(
                f"UPDATE {table} SET address_key = :new WHERE address_key = :old",  # noqa: S608 - ours
                pairs,
            )
            count += len(pairs)
        book.store.run("UPDATE ledger SET proof = :proof", {"proof": keys.check()})
    waiting.replace(path)
    book.store.overwrite()
    return count
