"""The feeds of a policy: its releases, newest first, under names that never change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gazette.model.verdict import Level

if TYPE_CHECKING:
    from datetime import datetime

    from gazette.publish.address import Address
    from gazette.publish.timeline import Entry, Timeline


@dataclass(frozen=True, slots=True)
class Item:
    """One release in a feed: its lasting id, the instant of its publication, its version."""

    id: str
    published: datetime
    entry: Entry


@dataclass(frozen=True, slots=True)
class Feed:
    """Releases of one policy, newest first.

    `name` is `all` or `material`. `place` is its path below the site's root
    without the ending, of which there is one per format. `updated` is the last
    publication, never the instant of a build.
    """

    id: str
    name: str
    place: str
    updated: datetime
    items: tuple[Item, ...]


def feeds_of(line: Timeline, address: Address) -> tuple[Feed, ...]:
    """Two feeds: every release, and those that matter. None before the first release.

    What nobody has decided yet may be material, so whoever asked for material
    changes alone hears of it too. A language's feeds tell of the releases that
    are not translated into it as well: who follows them must miss none.
    """
    items = tuple(_item(line, each, address) for each in reversed(line.versions))
    if not items:
        return ()
    telling = tuple(each for each in items if _level(each.entry) >= Level.REVIEW)
    first = items[-1]
    # A feed of the future may be empty now: its first release is its beginning.
    return (
        Feed(
            id=_tag(line, address, "all"),
            name="all",
            place=f"{line.root}feed",
            updated=items[0].published,
            items=items,
        ),
        Feed(
            id=_tag(line, address, "material"),
            name="material",
            place=f"{line.root}feed-material",
            updated=(telling or (first,))[0].published,
            items=telling,
        ),
    )


def _item(line: Timeline, entry: Entry, address: Address) -> Item:
    """One release; a released version always has the day of its publication."""
    day = entry.version.published
    if day is None:
        raise ValueError(entry.label)
    return Item(_tag(line, address, entry.label), line.policy.start_of(day), entry)


def _level(entry: Entry) -> Level:
    """What a release was judged to be; a first version changes nothing."""
    return entry.verdict.level if entry.verdict else Level.EDITORIAL


def _tag(line: Timeline, address: Address, name: str) -> str:
    """A `tag:` URI (RFC 4151): the host on the day of the first release, then the thing's name.

    It holds no path, so it survives a move of the site within its host. What is
    told in another language is another thing.
    """
    host = urlsplit(address.origin).hostname
    named = f"{line.language}/{name}" if line.source else name
    return f"tag:{host},{line.versions[0].version.published}:{line.policy.id}/{named}"
