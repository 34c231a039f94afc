"""A rendered page's tree to its flat sequence of clauses.

One walk over the elements, without recursion, so that depth costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from sys import intern
from typing import TYPE_CHECKING

from lxml import etree

from gazette.model.document import Block, Clause, ClauseKind
from gazette.source.inline import Inline
from gazette.source.numbers import Counter
from gazette.source.places import LETTERS, Places
from gazette.source.tables import Table

if TYPE_CHECKING:
    from lxml.etree import _Element

    from gazette.model.document import Attributes
    from gazette.source.lines import Lines

LEVELS = {f"h{level}": level for level in range(1, 7)}
LEAVES = {
    **dict.fromkeys(LEVELS, ClauseKind.HEADING),
    "p": ClauseKind.PARAGRAPH,
    "li": ClauseKind.ITEM,
    "td": ClauseKind.CELL,
    "th": ClauseKind.CELL,
    "dt": ClauseKind.TERM,
    "dd": ClauseKind.DEFINITION,
    "pre": ClauseKind.CODE,
    "hr": ClauseKind.RULE,
    "caption": ClauseKind.PARAGRAPH,
    "figcaption": ClauseKind.PARAGRAPH,
    "summary": ClauseKind.PARAGRAPH,
}
"""Elements that are a clause of their own even when they hold nothing."""
CONTAINERS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "col",
        "colgroup",
        "details",
        "div",
        "dl",
        "figure",
        "footer",
        "header",
        "hgroup",
        "main",
        "nav",
        "ol",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
"""Elements that hold clauses. Text right inside one is a paragraph."""
BLOCKS = CONTAINERS | LEAVES.keys()
_TRANSPARENT = frozenset(("p", "div"))
"""What these hold is still the list item, cell or heading around them."""
_INTRODUCING = frozenset((ClauseKind.PARAGRAPH, ClauseKind.ITEM, ClauseKind.DEFINITION))


def read_clauses(tree: _Element, lines: Lines) -> tuple[Clause, ...]:
    """The clauses below `tree`, a rendered page, in reading order.

    `lines` knows the source that the page was rendered from.
    """
    walk = _Walk(lines)
    inline = walk.inline
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element is tree:
            inline.add(element.text or " ")
        elif event == "start":
            if element.tag in BLOCKS:
                walk.enter(element)
            else:
                inline.open(element)
            if element.text:
                inline.add(element.text)
        else:
            if element.tag in BLOCKS:
                walk.leave(element)
            else:
                inline.close()
            if element.tail:
                inline.add(element.tail)
    walk.flush()
    return tuple(walk.clauses)


@dataclass(slots=True)
class _Open:
    """A block element that the walk is inside of.

    `first` is the number of clauses read before it; `blocks` are those around
    it and itself, `path` the same without serials; `lead` is its own, or that
    of what is around it; `number` is a list item's.
    """

    block: Block
    first: int
    blocks: tuple[Block, ...]
    path: tuple[tuple[str, Attributes], ...]
    lead: str = ""
    number: str = ""
    counter: Counter | None = None


_NOTHING = _Open(Block("", -1), 0, (), ())
"""What is around the outermost elements."""


@dataclass(slots=True)
class _Walk:
    """The state of one walk."""

    lines: Lines
    clauses: list[Clause] = field(default_factory=list)
    path: list[_Open] = field(default_factory=list)
    inline: Inline = field(default_factory=Inline)
    places: Places = field(default_factory=Places)
    tables: list[Table] = field(default_factory=list)
    serial: int = 0

    def enter(self, element: _Element) -> None:
        """Begin a block element."""
        self.flush()
        tag = str(element.tag)
        items = element.items()
        attributes = tuple((str(name), str(value)) for name, value in items) if items else ()
        block = Block(tag, self.serial, attributes)
        around = self.path[-1] if self.path else _NOTHING
        path = (*around.path, (tag, attributes))
        place = _Open(block, len(self.clauses), (*around.blocks, block), path, around.lead)
        self.serial += 1
        if tag == "li":
            counter = self.path[-1].counter if self.path else None
            place.number = counter.count(element) if counter else ""
        elif tag in ("ol", "ul"):
            place.counter = Counter.of(element)
            place.lead = self._introduction() or place.lead
        elif tag == "dd":
            place.lead = self._term() or place.lead
        elif tag == "pre":
            self.inline.raw = True
        else:
            self._enter_table(tag, element, place)
        self.path.append(place)

    def leave(self, element: _Element) -> None:
        """End the innermost block element."""
        self.flush()
        place = self.path[-1]
        if len(self.clauses) == place.first and place.block.tag in LEAVES:
            self._emit()
        self.path.pop()
        if element.tag == "pre":
            self.inline.raw = any(outer.block.tag == "pre" for outer in self.path)
        elif element.tag == "th" and self.tables:
            self.tables[-1].name_column(self.clauses[-1].text)
        elif element.tag == "table":
            self.tables.pop()

    def flush(self) -> None:
        """Make a clause of the text collected so far, if there is any."""
        if self.inline:
            self._emit()

    def _enter_table(self, tag: str, element: _Element, place: _Open) -> None:
        if tag == "table":
            self.tables.append(Table(self.places.number("t")))
        elif tag == "tr" and self.tables:
            self.tables[-1].begin_row()
        elif tag in ("td", "th") and self.tables:
            place.lead = self.tables[-1].begin_cell(element) or place.lead

    def _emit(self) -> None:
        text, marks = self.inline.take()
        place = self.path[-1] if self.path else _NOTHING
        kind, owner = self._owner()
        level = LEVELS.get(owner.block.tag, 0) if owner and kind is ClauseKind.HEADING else 0
        if level:
            self.places.climb(level)
        identity = self._identity(kind, owner)
        headings = self.places.headings
        if level:
            self.places.enter(level, text, section=identity)
        self.clauses.append(
            Clause(
                id=identity,
                kind=kind,
                # Of many versions most clauses say the same: one text for all of them.
                text=intern(text),
                line=self.lines.line_of(text, marks),
                level=level,
                number=owner.number if owner and kind is ClauseKind.ITEM else "",
                marks=marks,
                blocks=place.blocks,
                headings=headings,
                section=self.places.section,
                lead=place.lead,
                path=place.path,
            )
        )

    def _owner(self) -> tuple[ClauseKind, _Open | None]:
        """What the text at hand is, and the element that makes it so."""
        for place in reversed(self.path):
            if place.block.tag not in _TRANSPARENT:
                kind = LEAVES.get(place.block.tag, ClauseKind.PARAGRAPH)
                # Only the first text of an item or cell is it; more is running text.
                follows = len(self.clauses) > place.first
                return (ClauseKind.PARAGRAPH if follows else kind), place
        return ClauseKind.PARAGRAPH, None

    def _identity(self, kind: ClauseKind, owner: _Open | None) -> str:
        """The clause's id: the explicit one, or its place."""
        for place in reversed(self.path):
            if place.block.attributes and len(self.clauses) == place.first:
                explicit = dict(place.block.attributes).get("id")
                if explicit:
                    return self.places.claim(explicit)
            if place is owner:
                break
        if kind is ClauseKind.CELL and self.tables:
            return self.places.claim(self.tables[-1].place)
        return self.places.claim(self.places.number(LETTERS[kind]))

    def _introduction(self) -> str:
        """The text right before a list that begins now, in the same element."""
        if not self.clauses or self.clauses[-1].kind not in _INTRODUCING:
            return ""
        blocks = self.clauses[-1].blocks
        around = blocks[:-1] if blocks and blocks[-1].tag == "p" else blocks
        here = self.path[-1].blocks if self.path else ()
        return self.clauses[-1].text if around == here else ""

    def _term(self) -> str:
        """The defined term that a definition which begins now belongs to."""
        for clause in reversed(self.clauses):
            if clause.kind is ClauseKind.TERM:
                return clause.text
        return ""
