"""No Word file leaves that does not give back both of its versions.

Reads the very bytes, by the rules of ECMA-376 part 1, section 17.13.5, and
knows nothing of how they were written: each paragraph that is left once all
changes are accepted, or rejected, must be the clause that stands there: its
words, how they look and lead, its style, its number, its place in a table.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

# What is parsed is our own file, a moment old; the library in C is the fastest there is.
from xml.etree import ElementTree as ET

from gazette.errors import RedlineError
from gazette.render.docx.expected import Line, expected_lines, joined, look_of
from gazette.render.docx.xml import W

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from gazette.model.comparison import Comparison
    from gazette.render.docx.expected import Place, Stretch

_COMES = frozenset((f"{W}ins", f"{W}moveTo"))
_GOES = frozenset((f"{W}del", f"{W}moveFrom"))
_TRACKED = _COMES | _GOES
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SILENT = frozenset(
    f"{W}{name}{end}"
    for name in ("bookmark", "moveFromRange", "moveToRange")
    for end in ("Start", "End")
) | {f"{W}pPr"}
"""What stands between runs and shows nothing."""
_SPACES = {f"{W}br": "\n", f"{W}tab": "\t"}
_SPACER = "Spacer"

Numberings = dict[str, tuple[tuple[str, int], ...]]
"""Numbering -> the format and the first number of each level."""


def proved(data: bytes, comparison: Comparison) -> bytes:
    """`data` itself. Raises RedlineError unless this Word file restores both versions."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        body, numbering, relations = (
            ET.fromstring(archive.read(f"word/{name}"))  # noqa: S314 - we wrote it
            for name in ("document.xml", "numbering.xml", "_rels/document.xml.rels")
        )
    numberings = _numberings(numbering)
    links = {rel.get("Id", ""): rel.get("Target", "") for rel in relations}
    names = frozenset(start.get(f"{W}name", "") for start in body.iter(f"{W}bookmarkStart"))
    for side, document in enumerate((comparison.old, comparison.new)):
        reader = _Reader(_COMES if side == 0 else _GOES, numberings, links, former=side == 0)
        reader.blocks(body[0], None)
        if reader.lines != expected_lines(document, names):
            settling, which = (("rejecting", "older"), ("accepting", "newer"))[side]
            raise _refusal(f"{settling} every change does not give the {which} text")
    return data


def _refusal(what: str) -> RedlineError:
    return RedlineError(
        f"in the Word file, {what}",
        remedy="This is a flaw of Gazette: please report it with the two texts.",
    )


@dataclass(slots=True)
class _Reader:
    """One version: without what `gone` tracks, and, where `former`, as it looked before."""

    gone: frozenset[str]
    numberings: Numberings
    links: dict[str, str]
    former: bool
    lines: list[Line] = field(default_factory=list)
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)
    _tables: int = 0

    def blocks(self, parent: Element, place: Place | None) -> None:
        """Read the paragraphs and tables of the body or, at `place`, of a cell."""
        carried: list[Stretch] = []
        for child in parent:
            if child.tag == f"{W}p":
                properties = child[0] if len(child) and child[0].tag == f"{W}pPr" else None
                self._runs(child, carried, "")
                # A paragraph whose mark goes joins the next, and takes on its shape.
                if not self._goes(properties, f"{W}rPr"):
                    self._paragraph(properties, carried, place)
                    carried = []
            elif child.tag == f"{W}tbl":
                self._table(child)

    def _table(self, table: Element) -> None:
        rows = [row for row in table.iter(f"{W}tr") if not self._goes(row, f"{W}trPr")]
        for number, row in enumerate(rows):
            for column, cell in enumerate(row.iter(f"{W}tc")):
                self.blocks(cell, (self._tables, number, column))
        self._tables += bool(rows)

    def _goes(self, parent: Element | None, name: str) -> bool:
        """Whether the properties `name` in `parent` say that the whole of it goes."""
        marks = parent.find(name) if parent is not None else None
        return marks is not None and any(mark.tag in self.gone for mark in marks)

    def _paragraph(
        self, properties: Element | None, carried: list[Stretch], place: Place | None
    ) -> None:
        if self.former and properties is not None:
            before = properties.find(f"{W}pPrChange/{W}pPr")
            properties = before if before is not None else properties
        shape = {p.tag: p for p in properties} if properties is not None else {}
        style = _value(shape.get(f"{W}pStyle")) or "Normal"
        if style == _SPACER and not carried:
            return
        counted = self._count(shape.get(f"{W}numPr"))
        align = _value(shape.get(f"{W}jc"))
        leftwards = f"{W}bidi" in shape
        self.lines.append(Line(style, counted, align, leftwards, place, joined(carried)))

    def _count(self, numbered: Element | None) -> tuple[int, str, int] | None:
        """The level, the sort and the number of a list's item."""
        if numbered is None:
            return None
        level = int(_value(numbered.find(f"{W}ilvl")))
        number = _value(numbered.find(f"{W}numId"))
        sort, first = self.numberings[number][level]
        if sort == "bullet":
            return level, sort, 0
        count = self._counts.get((number, level), first - 1) + 1
        self._counts[number, level] = count
        return level, sort, count

    def _runs(self, parent: Element, into: list[Stretch], target: str) -> None:
        """Collect the words of `parent` that stay, each with its look and link."""
        for child in parent:
            if child.tag == f"{W}r":
                into.append(self._run(child, target))
            elif child.tag in _TRACKED:
                if child.tag not in self.gone:
                    self._runs(child, into, target)
            elif child.tag == f"{W}hyperlink":
                anchor = child.get(f"{W}anchor")
                where = f"#{anchor}" if anchor else self.links[child.get(_RELATION, "")]
                self._runs(child, into, "\n".join((where, child.get(f"{W}tooltip", ""))))
            elif child.tag not in _SILENT:
                raise _refusal(f"{child.tag.removeprefix(W)} stands where nobody can settle it")

    def _run(self, run: Element, target: str) -> Stretch:
        look: tuple[str, ...] = ()
        text = ""
        for child in run:
            if child.tag == f"{W}rPr":
                before = child.find(f"{W}rPrChange/{W}rPr") if self.former else None
                look = look_of(child if before is None else before)
            else:
                text += _SPACES.get(child.tag) or child.text or ""
        return look, target, text


def _value(element: Element | None) -> str:
    return element.get(f"{W}val", "") if element is not None else ""


def _numberings(tree: Element) -> Numberings:
    """The levels of each numbering, with those that it begins at another number."""
    kinds = {
        kind.get(f"{W}abstractNumId", ""): [
            (_value(level.find(f"{W}numFmt")), int(_value(level.find(f"{W}start"))))
            for level in kind.iter(f"{W}lvl")
        ]
        for kind in tree.iter(f"{W}abstractNum")
    }
    found = {}
    for number in tree.iter(f"{W}num"):
        levels = list(kinds[_value(number.find(f"{W}abstractNumId"))])
        for level, first in _overrides(number):
            levels[level] = (levels[level][0], first)
        found[number.get(f"{W}numId", "")] = tuple(levels)
    return found


def _overrides(number: Element) -> Iterable[tuple[int, int]]:
    for override in number.iter(f"{W}lvlOverride"):
        first = _value(override.find(f"{W}startOverride"))
        yield int(override.get(f"{W}ilvl", "0")), int(first)
