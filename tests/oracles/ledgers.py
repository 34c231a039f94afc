"""A real notice ledger that knows some addresses, and what of them a plain set knows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gazette.adapters.notices import opened
from gazette.announce import Order, Slip
from gazette.notice import Mail

MAIL = Mail("What changes", "Text", "<p>Text</p>", "en")


def ledger_of(
    path: Path,
    *,
    release: str,
    told: Iterable[tuple[str, str]] = (),
    bounced: Iterable[str] = (),
    forgotten: Iterable[str] = (),
) -> Path:
    """A ledger at `path` in which these, as (user id, address), were told of `release`."""
    slips = [Slip(user_id, address, 0) for user_id, address in told]
    with opened(path, create=True) as book:
        if slips:
            order = Order(release, "0" * 64, len(slips), "Office <office@example.com>")
            book.keep("plan", order, mails=[MAIL], slips=slips)
            book.turn((), at=0.0, most=len(slips))
        book.record((address, "550") for address in bounced)
        book.forget(forgotten)
    return path
