"""How an HTML redline says of moved text where it went and whence it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.model.comparison import ChangeKind
from gazette.redline.units import row_of
from gazette.render.phrasing import HIDDEN, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazette.model.comparison import Change, Pair


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves of a redline, by the ids of their changes.

    `down` are those whose old place comes before the new one; `following`
    those of a table's cells that moved with the one before in their row, whose
    link is theirs too.
    """

    down: frozenset[str]
    following: frozenset[str]

    @classmethod
    def among(cls, pairs: Sequence[Pair]) -> Moves:
        """The moves among the steps of an alignment."""
        moved = [(p.change.id, p) for p in pairs if p.change and p.change.kind is ChangeKind.MOVED]
        first = dict(reversed(moved))
        down = frozenset(id_ for id_, pair in first.items() if pair.old)
        following = set()
        last = None
        for id_, pair in moved:
            # Moved rows keep the order of their cells, so one end tells of both.
            row = row_of(pair.new[0]) if pair.new else None
            if row and row is last:
                following.add(id_)
            last = row or last
        return cls(down, frozenset(following))

    def told(self, change: Change, html: str, *, away: bool) -> str:
        """`html`, one end of a move, with a link that says where the other is."""
        if change.id in self.following:
            label = "moved away: " if away else "moved here: "
            return f'<span class="{HIDDEN}">{label}</span>{html}'
        old, new = change.old[0].heading, change.new[0].heading
        other = new if away else old
        word = "to" if away else "from"
        place = f" {word} “{plain(other) or 'the beginning'}”" if old != new else ""
        label = f"moved {'down' if change.id in self.down else 'up'}{place}"
        end = "here" if away else "away"
        return f'{html} <a class="move__link" href="#change-{change.id}-{end}">{label}</a>'


def moved_between(change: Change) -> str:
    """From where to where the clause of a move went."""
    old, new = change.old[0].heading, change.new[0].heading
    if old == new:
        return f"moved within “{plain(new)}”" if new else "moved"
    return f"moved from “{plain(old) or 'the beginning'}” to “{plain(new) or 'the beginning'}”"
