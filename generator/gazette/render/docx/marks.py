"""Tracked changes, moves, bookmarks and links, each with a number of its own.

As ECMA-376 part 1, sections 17.13.5 (revisions), 17.13.6 (bookmarks) and
17.16.22 (hyperlinks) have them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote

from gazette.model.bookmarks import NEW, OLD, encode
from gazette.model.comparison import Op
from gazette.render.docx.xml import clean, value

TAGS = {
    Op.INSERT: "ins",
    Op.DELETE: "del",
    Op.MOVED_AWAY: "moveFrom",
    Op.MOVED_HERE: "moveTo",
}
"""Operation -> the element that tracks it."""
FIRST_LINK = 10
"""Relationships before this one are the file's own parts."""
# What RFC 3986 allows stays, with the percent sign of what is encoded already;
# other letters too (RFC 3987).
_NOT_IN_ADDRESSES = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f]')


@dataclass(slots=True)
class Marks:
    """Hands out the numbers. `author` and `date` stand on every tracked change.

    `bookmarks` are the names of those that the file has.
    """

    author: str
    date: str
    bookmarks: frozenset[str] = frozenset()
    addresses: dict[str, int] = field(default_factory=dict)
    _last: int = 0
    _moves: dict[str, int] = field(default_factory=dict)

    def stamped(self) -> str:
        """The attributes of the next tracked change."""
        return f'w:id="{self._next()}" w:author="{value(self.author)}" w:date="{value(self.date)}"'

    def track(self, op: Op, runs: str) -> str:
        """`runs` as what `op` made of them."""
        if op is Op.KEEP:
            return runs
        return f"<w:{TAGS[op]} {self.stamped()}>{runs}</w:{TAGS[op]}>"

    def sign(self, op: Op) -> str:
        """The empty element that says the same of a paragraph's mark or a row."""
        return "" if op is Op.KEEP else f"<w:{TAGS[op]} {self.stamped()}/>"

    def move(self, op: Op, name: str) -> tuple[str, str]:
        """What begins and ends one end of the move `name`."""
        tag = TAGS[op]
        stamped = self.stamped()
        number = self._moves.setdefault(name, len(self._moves) + 1)
        return (
            f'<w:{tag}RangeStart {stamped} w:name="move{number}"/>',
            f'<w:{tag}RangeEnd w:id="{self._last}"/>',
        )

    def bookmark(self, name: str, runs: str) -> str:
        """`runs` with the bookmark `name` over them."""
        at = self._next()
        start = f'<w:bookmarkStart w:id="{at}" w:name="{value(name)}"/>'
        return f'{start}{runs}<w:bookmarkEnd w:id="{at}"/>'

    def link(self, target: str, title: str, runs: str) -> str:
        """`runs` leading to `target`: a bookmark of this file, or an address."""
        if not target:
            return runs
        tip = f' w:tooltip="{value(title)}"' if title else ""
        if name := _bookmark(target, self.bookmarks):
            where = f'w:anchor="{value(name)}"'
        else:
            number = self.addresses.setdefault(address(target), len(self.addresses))
            where = f'r:id="rId{FIRST_LINK + number}"'
        return f'<w:hyperlink {where} w:history="1"{tip}>{runs}</w:hyperlink>'

    def _next(self) -> int:
        self._last += 1
        return self._last


def lead_of(target: str, title: str, bookmarks: frozenset[str]) -> str:
    """What a file with `bookmarks` says of a link: where it leads and its tip; "" for none."""
    if not target:
        return ""
    name = _bookmark(target, bookmarks)
    return clean("\n".join((f"#{name}" if name else address(target), title)))


def _bookmark(target: str, bookmarks: frozenset[str]) -> str:
    """The one of `bookmarks` that `target` leads to, "" where it leads out of the file."""
    if not target.startswith("#"):
        return ""
    names = (encode(target.removeprefix("#"), prefix)[0] for prefix in (NEW, OLD))
    return next((name for name in names if name in bookmarks), "")


def address(target: str) -> str:
    """`target` with what no address may hold percent-encoded; Word opens no other."""
    return _NOT_IN_ADDRESSES.sub(lambda found: quote(found[0]), target)
