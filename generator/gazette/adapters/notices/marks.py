"""What a notice ledger knows of users, for a list that leaves them out."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from gazette.adapters.notices.opening import opened
from gazette.audience.columns import Mark

if TYPE_CHECKING:
    from pathlib import Path

_KNOWN = """
SELECT address_key, '', 'FORGOTTEN' FROM forgotten
UNION ALL SELECT address_key, '', 'BOUNCED' FROM bounced
UNION ALL SELECT address_key, coalesce(user_id, ''), 'TOLD' FROM notice
WHERE release = :release AND state NOT IN ('planned', 'failed', 'bounced', 'forgotten')
"""
"""Told counts as planning counts it: from the moment that a notice is on its way."""


def write_marks(
    path: Path, *, place: str | Path, key: Path | None, release: str
) -> tuple[bytes, ...]:
    """Write what the ledger at `place` knows to `path`, for its owner only.

    The form is that of `adapters.tables.marks.MarkSource`.

    `release` is policy/label. Errors are those of `opened`; nothing is made
    where there is no ledger.
    """
    path.touch(mode=0o600)
    with (
        opened(place, key=key) as book,
        book.store.step(),
        path.open("w", encoding="utf-8", newline="") as stream,
    ):
        rows = csv.writer(stream, lineterminator="\n")
        for address_key, user_id, mark in book.store.stream(_KNOWN, {"release": release}):
            rows.writerow((bytes(address_key).hex(), user_id, int(Mark[mark])))
        return book.keys.secrets
