"""The blocks of a redline: the new text's, with the old text's where they were.

Clauses come one after another, each with the elements around it; what two
neighbours share is opened once. A clause that is gone is put into the element
of the new text that corresponds to its own, where that can be done without
tearing the new text's elements apart, and otherwise into a copy of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from gazette.model.document import Block
from gazette.render.restored import path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazette.model.comparison import Pair
    from gazette.model.document import Clause

_VOID = frozenset(("hr", "col"))
_HOLDS = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"td", "th"},
}
"""What HTML lets these elements hold; all others hold anything else."""

_STEPS = {
    "ul": "li",
    "ol": "li",
    "dl": "dd",
    "table": "tbody",
    "thead": "tr",
    "tbody": "tr",
    "tfoot": "tr",
    "tr": "td",
}
"""What to put into an element that may not hold text, on the way to where text may stand."""
_WITHIN = {
    "li": "ul",
    "dt": "dl",
    "dd": "dl",
    "td": "tr",
    "th": "tr",
    "tr": "tbody",
    "thead": "table",
    "tbody": "table",
    "tfoot": "table",
    "caption": "table",
    "colgroup": "table",
}
"""What an element that stands nowhere by itself must be put into."""
_FORMER = -1
"""Serial of an element made only to hold a clause that is gone."""


class Place(NamedTuple):
    """An element of the page: `side` is "new", "old", or "" for neither."""

    side: str
    block: Block

    @property
    def tag(self) -> str:
        """Its tag."""
        return self.block.tag


@dataclass(slots=True)
class Section:
    """One top-level element of the page, or text that stands in none.

    `clauses` counts what it holds; `changed` is whether any of that changed.
    """

    html: list[str] = field(default_factory=list)
    clauses: int = 0
    changed: bool = False
    heading: bool = False


class Outline:
    """Writes clauses in reading order and sees to the elements around them."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.sections: list[Section] = []
        self._open: list[Place] = []
        self._paths: dict[int, tuple[Place, ...]] = {}
        self._twins: dict[int, int] = {}
        for pair in pairs:
            for clause in pair.new:
                self._remember(clause)
            if pair.old and pair.new:
                self._match(pair.old[0], pair.new[0])

    def write_new(self, clause: Clause, html: str, *, was: Clause | None, changed: bool) -> None:
        """Write `html` as the text of a clause of the new document, which `was` became."""
        path = self._paths[clause.blocks[-1].serial] if clause.blocks else ()
        if was:
            html = _with_former_path(html, path, was)
        self._write(path, html, changed=changed, heading=bool(clause.level))

    def write_old(self, clause: Clause, html: str, *, before: Clause | None) -> None:
        """Write `html` as the text of a clause that is gone.

        `before` is the next clause of the new document.
        """
        path = self._place(clause, before)
        if path and path[-1].tag in _VOID:
            path = (*path[:-1], Place("", Block("p", _FORMER)))
        self._write(path, _with_former_path(html, path, clause), changed=True, heading=False)

    def finish(self) -> list[Section]:
        """Close what is open; the page's top-level elements in order."""
        self._close(0)
        return self.sections

    def _remember(self, clause: Clause) -> None:
        # A serial names one element of the text, and so all those around it.
        if not clause.blocks or clause.blocks[-1].serial in self._paths:
            return
        path: tuple[Place, ...] = ()
        for block in clause.blocks:
            path = self._paths.setdefault(block.serial, (*path, Place("new", block)))

    def _match(self, old: Clause, new: Clause) -> None:
        """Note which elements around two corresponding clauses correspond."""
        for here, there in zip(old.blocks, new.blocks, strict=False):
            if here.tag != there.tag:
                break
            self._twins.setdefault(here.serial, there.serial)

    def _place(self, clause: Clause, before: Clause | None) -> tuple[Place, ...]:
        """The path at which a clause that is gone is shown."""
        coming = tuple(Place("new", b) for b in before.blocks) if before else ()
        kept = _shared(self._open, coming)
        opened = tuple(place for place in self._open if place.side == "new")
        base, rest = tuple(self._open[:kept]), list(clause.blocks)
        for depth in range(len(clause.blocks), 0, -1):
            path = self._paths.get(self._twins.get(clause.blocks[depth - 1].serial, _FORMER))
            if path is None or path not in (opened[: len(path)], coming[: len(path)]):
                continue
            if len(path) >= kept and path[:kept] == base:
                base, rest = path, list(clause.blocks[depth:])
            elif path == base[: len(path)]:
                rest = list(clause.blocks[depth:])
            else:
                continue
            break
        return base + self._fitting(base, rest, clause)

    @staticmethod
    def _fitting(base: tuple[Place, ...], rest: list[Block], clause: Clause) -> tuple[Place, ...]:
        """`rest` below `base`, with what HTML wants in between."""
        top = base[-1].tag if base else ""
        outer = list(clause.blocks[: len(clause.blocks) - len(rest)])
        while not _may_hold(top, rest) and outer:
            rest.insert(0, outer.pop())
        if not _may_hold(top, rest):
            rest = list(clause.blocks[-1:]) if clause.blocks else []
        places = [Place("old", block) for block in rest]
        wrappers: list[Place] = []
        while not _may_hold(top, [place.block for place in places]):
            if places and places[0].tag in _WITHIN and top not in _HOLDS:
                places.insert(0, Place("", Block(_WITHIN[places[0].tag], _FORMER)))
            else:
                top = _STEPS.get(top, "div")
                wrappers.append(Place("", Block(top, _FORMER)))
        return (*wrappers, *places)

    def _write(self, path: tuple[Place, ...], html: str, *, changed: bool, heading: bool) -> None:
        shared = _shared(self._open, path)
        self._close(shared)
        if shared == 0:
            self.sections.append(Section())
        section = self.sections[-1]
        for place in path[shared:]:
            section.html.append(_start(place))
            if place.tag not in _VOID:
                self._open.append(place)
        section.html.append(html)
        section.clauses += 1
        section.changed = section.changed or changed
        section.heading = section.heading or heading

    def _close(self, depth: int) -> None:
        while len(self._open) > depth:
            self.sections[-1].html.append(f"</{self._open.pop().tag}>")


def _shared(here: Sequence[Place], there: Sequence[Place]) -> int:
    """How many elements two paths have in common."""
    count = 0
    for one, other in zip(here, there, strict=False):
        if one is not other and (
            one.side != other.side or one.block.serial != other.block.serial or not one.side
        ):
            break
        count += 1
    return count


def _may_hold(tag: str, rest: list[Block]) -> bool:
    """Whether HTML lets `tag` hold the first of `rest`, or text if there is none."""
    if tag in _HOLDS:
        return bool(rest) and rest[0].tag in _HOLDS[tag]
    return not rest or rest[0].tag not in _WITHIN


def _with_former_path(html: str, path: Sequence[Place], was: Clause) -> str:
    """`html` with a note of the blocks it stood in, if those were others."""
    if not was.text or [b.tag for b in was.blocks] == [place.block.tag for place in path]:
        return html
    return f'<span data-was="{path_of(was.blocks)}">{html}</span>'


def _start(place: Place) -> str:
    """The start tag. Ids of the old text are left out: the new text may have them too."""
    if not place.block.attributes:
        return f"<{place.block.tag}>"
    attributes = "".join(
        f' {name}="{escape(value)}"'
        for name, value in place.block.attributes
        if name != "id" or place.side == "new"
    )
    return f"<{place.tag}{attributes}>"
