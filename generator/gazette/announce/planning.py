"""From a list and its notices to a plan: frozen, counted and hashed before anything leaves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from gazette.announce.ports import Slip
from gazette.errors import NoticeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gazette.announce.ports import Kept, Order, Planner, Recipient
    from gazette.notice import Mail, Readership


@dataclass(frozen=True, slots=True)
class Planned:
    """A frozen plan. `id` covers the release, the list and every mail."""

    id: str
    mails: tuple[tuple[Readership, Mail], ...]
    kept: Kept


def freeze(
    order: Order,
    recipients: Callable[[], Iterable[Recipient]],
    *,
    write: Callable[[Readership], Mail],
    planner: Planner,
) -> Planned:
    """Plan one notice for each of `recipients`, which are gone through twice.

    `write` is asked once for each readership. NoticeError where the list does
    not hold as many recipients as it says.
    """
    read = (each.readership for each in recipients())
    written = {readership: write(readership) for readership in _distinct(read, order.recipients)}
    numbers = {readership: number for number, readership in enumerate(written)}
    slips = (Slip(each.user_id, each.address, numbers[each.readership]) for each in recipients())
    plan = plan_id(order, tuple(written.items()))
    kept = planner.keep(plan, order, mails=tuple(written.values()), slips=slips)
    return Planned(plan, tuple(written.items()), kept)


def plan_id(order: Order, mails: tuple[tuple[Readership, Mail], ...]) -> str:
    """The digest of all that a plan says, in hexadecimal."""
    content = [
        order.release,
        order.list_sha256,
        order.recipients,
        order.sender,
        order.reply_to,
        [
            [
                each.accepted,
                each.segments,
                each.locale,
                each.action,
                mail.subject,
                mail.text,
                mail.html,
            ]
            for each, mail in mails
        ],
    ]
    return sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _distinct(readerships: Iterable[Readership], count: int) -> Iterator[Readership]:
    """Each readership once, in the order of the list; NoticeError unless `count` were read."""
    seen: dict[Readership, None] = {}
    read = 0
    for each in readerships:
        read += 1
        if each not in seen:
            seen[each] = None
            yield each
    if read != count:
        raise NoticeError(
            f"the list holds {read} recipients, and its manifest says {count}",
            remedy="Make the list again: gazette audience",
        )
