"""How an HTML redline says of moved text where it went and whence it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.model.comparison import ChangeKind
from gazette.model.note import Note
from gazette.redline.units import row_of, split_typed
from gazette.render.phrasing import HIDDEN, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazette.model.comparison import Change, Pair
    from gazette.model.document import Clause

START = "before the first heading"
"""Where a clause stands that no heading does above."""


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
        way = "down" if change.id in self.down else "up"
        label = f"moved {way}{_other_end(change, way, away=away)}"
        end = "here" if away else "away"
        return f'{html} <a class="move__link" href="#change-{change.id}-{end}">{label}</a>'


def moved_between(change: Change) -> Note:
    """From where to where the clause of a move went."""
    old, new = _above(change.old[0]), _above(change.new[0])
    if _is_same(old, new):
        return Note.of("moved_within", heading=new) if new else Note("moved")
    if old and new:
        return Note.of("moved_between", old=old, new=new)
    return Note.of("moved_to_start", old=old) if old else Note.of("moved_from_start", new=new)


def _other_end(change: Change, way: str, *, away: bool) -> str:
    """Where the other end of a move is, unless that is in the same section."""
    old, new = _above(change.old[0]), _above(change.new[0])
    other, word = (new, "to") if away else (old, "from")
    # What has no heading above it lies before all of them, or in a text that has none.
    lost = not other and (way, word) not in {("down", "from"), ("up", "to")}
    return "" if lost or _is_same(old, new) else f" {word} {_called(other)}"


def _called(heading: str) -> str:
    return f"“{plain(heading)}”" if heading else START


def _above(clause: Clause) -> str:
    """The nearest heading above a clause: a heading is not where it stands itself."""
    return clause.headings[-1] if clause.headings else ""


def _is_same(old: str, new: str) -> bool:
    """Whether two headings are one, which may have another number."""
    return split_typed(old, heading=True)[1] == split_typed(new, heading=True)[1]
