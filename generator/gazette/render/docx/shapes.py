"""What a clause is as a Word paragraph: its style, numbering and alignment.

A style's name carries all that Word has no own word for, such as a code block
inside a list, so that the structure outlives editing in Word and can be read
back from there (gazette.adapters.word).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from gazette.model.document import ClauseKind
from gazette.render.docx.numbering import level_of
from gazette.render.docx.steps import cell_of
from gazette.render.docx.xml import element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazette.model.document import Block, Clause
    from gazette.render.docx.numbering import Numbering

_FRAMES = {"ul": "list", "ol": "list", "blockquote": "quote", "dd": "definition"}
_ALIGNED = re.compile(r"text-align:\s*(left|right|center|justify)")
_ALIGNMENTS = {"left": "left", "right": "right", "center": "center", "justify": "both"}
_BASES = {
    ClauseKind.CODE: "HTML Preformatted",
    ClauseKind.TERM: "Definition Term",
    ClauseKind.RULE: "Horizontal Line",
    ClauseKind.ITEM: "List Paragraph",
    ClauseKind.DEFINITION: "Definition",
}
_LEFTWARDS = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""The blocks of Unicode that hold letters of bidirectional class R or AL."""
_STRONG = ("L", "R", "AL")
_DEEPEST_CONTINUE = 9


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: a base that Word knows, and what it stands in.

    `frame` holds "list", "quote" and "definition", outermost first, where the
    base does not say it already.
    """

    base: str
    frame: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name in Word: `HTML Preformatted (list quote)`."""
        return f"{self.base} ({' '.join(self.frame)})" if self.frame else self.base

    @property
    def id(self) -> str:
        """Its id in the file: its name with nothing but letters and digits."""
        return _id_of(self.name)


@cache
def _id_of(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in re.findall(r"\w+", name))


@dataclass(frozen=True, slots=True)
class Shape:
    """A paragraph's properties.

    `loose` is the space around a list item. It is no change of its own: it
    follows from blank lines in the source, and no reader takes it for one.
    """

    style: Style
    numbering: tuple[int, int] | None = None
    align: str = ""
    leftwards: bool = False
    loose: bool = field(default=False, compare=False)

    def xml(self) -> str:
        """The children of Word's `pPr`, in the order that its schema wants."""
        parts = [element("pStyle", val=self.style.id)] if self.style.base != "Normal" else []
        if self.style.frame and self.style.base == "Normal":
            parts = [element("pStyle", val=self.style.id)]
        if self.numbering:
            number, level = self.numbering
            parts.append(element("numPr", element("ilvl", val=level), element("numId", val=number)))
        if self.leftwards:
            parts.append("<w:bidi/>")
        if self.loose:
            parts.append(element("contextualSpacing", val=0))
        if self.align:
            parts.append(element("jc", val=self.align))
        return "".join(parts)


SPACER = Shape(Style("Spacer"))
"""An empty line of no height where Word needs a paragraph and the text has none."""


def shape_of(clause: Clause, side: int, numbering: Numbering) -> Shape:
    """The properties of `clause`, which stands in the version `side` (0 old, 1 new)."""
    numbered = numbering.item(clause, side)
    return Shape(
        style=style_of(clause),
        numbering=numbered,
        align=alignment_of(clause),
        leftwards=runs_leftwards(clause.text),
        loose=numbered is not None and clause.blocks[-1:] != () and clause.blocks[-1].tag == "p",
    )


def runs_leftwards(text: str) -> bool:
    """Whether the first letter of `text` belongs to a script written from right to left."""
    if not has_leftwards(text):
        return False
    directions = map(unicodedata.bidirectional, text)
    return next((d for d in directions if d in _STRONG), "L") != "L"


def has_leftwards(text: str) -> bool:
    """Whether any letter of `text` is of such a script."""
    return not text.isascii() and _LEFTWARDS.search(text) is not None


def style_of(clause: Clause) -> Style:
    """The style of `clause`."""
    cell = cell_of(clause)
    blocks = clause.blocks
    if cell:
        blocks = blocks[blocks.index(cell) + 1 :]
    frame = tuple(_FRAMES[block.tag] for block in blocks if block.tag in _FRAMES)
    base = _base(clause, blocks)
    if base in ("List Paragraph", "Definition"):
        # The list's level, or the definition itself, says as much.
        implied = set(frame) <= {"list"} if base == "List Paragraph" else frame == ("definition",)
        return Style(base, () if implied else frame)
    if base == "Normal" and cell and not frame:
        return Style("Table Heading" if cell.tag == "th" else "Table Text")
    return _running(frame, clause) if base == "Normal" else Style(base, frame)


def _base(clause: Clause, blocks: Sequence[Block]) -> str:
    """The base of a clause's style; `blocks` are those around it, within its cell."""
    if clause.kind is ClauseKind.HEADING:
        return f"heading {min(max(clause.level, 1), 6)}"
    if any(block.tag in ("caption", "figcaption") for block in blocks):
        return "caption"
    return _BASES.get(clause.kind, "Normal")


def _running(frame: tuple[str, ...], clause: Clause) -> Style:
    """The style of running text in `frame`."""
    if frame and set(frame) == {"list"} and len(frame) <= _DEEPEST_CONTINUE:
        level = level_of(clause) + 1
        return Style("List Continue" if level == 1 else f"List Continue {level}")
    if frame == ("quote",):
        return Style("Quote")
    return Style("Normal", frame)


def alignment_of(clause: Clause) -> str:
    """How the cell that holds `clause` sets its text, in Word's words; "" unless it says."""
    cell = cell_of(clause)
    found = _ALIGNED.search(dict(cell.attributes).get("style", "")) if cell else None
    return _ALIGNMENTS[found[1]] if found else ""
