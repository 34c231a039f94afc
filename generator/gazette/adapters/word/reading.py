"""The body of a Word file as HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from gazette.adapters.word.lists import Count, Lists
from gazette.adapters.word.package import Package, W, value_of, whole
from gazette.adapters.word.page import Page
from gazette.adapters.word.runs import BOOKMARK, Run, RunReader
from gazette.adapters.word.styles import Nature, Styles
from gazette.model.bookmarks import NEW, OLD, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_MOST_COLUMNS = 63
MARKER = "comment-"
"""The class of an element that a comment is on, before the comment's id."""
_ALIGNMENTS = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
}


@dataclass(slots=True)
class BodyReader:
    """Reads one body. `given` collects the ids that came with it."""

    styles: Styles
    lists: Lists
    runs: RunReader
    accept: bool
    given: dict[str, None] = field(default_factory=dict)
    _anchors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package, *, accept: bool) -> BodyReader:
        """A reader for `package`; `accept` tells which version's ids count."""
        styles = Styles.of(package.styles)
        lists = Lists.of(package.numbering)
        return cls(styles, lists, RunReader(styles, package.links), accept)

    def read(self, body: _Element) -> _Element:
        """The page that `body` makes, in one `div`."""
        page = Page(etree.Element("div"))
        self._blocks(body, page)
        for link in page.root.iter("a"):
            self._settle_link(link)
        return page.root

    def _blocks(self, parent: _Element, page: Page) -> None:
        for child in _opened(parent):
            if child.tag == f"{W}p":
                self._paragraph(child, page)
            elif child.tag == f"{W}tbl":
                self._table(child, page.add_table())

    def _paragraph(self, paragraph: _Element, page: Page) -> None:
        nature = self.styles.nature(paragraph)
        runs = self.runs.paragraph(paragraph)
        if nature.kind in ("contents", "spacer"):
            if nature.kind == "contents":
                self.runs.left_out["line of a table of contents"] += 1
            return
        shows = any(run.text.strip() or run.sort for run in runs)
        count = self._count(nature) if shows else None
        if nature.kind == "heading" and count:
            # Word counts it; in Markdown its number is text.
            runs = [Run(f"{count.label} "), *runs] if count.label else runs
            count = None
        made = page.add(nature, runs, count)
        if made is not None:
            self._name(made)

    def _count(self, nature: Nature) -> Count | None:
        """The place of an item in its list; None for what is none."""
        if nature.numbering is None:
            return None
        return self.lists.count(*nature.numbering)

    def _name(self, element: _Element) -> None:
        """Give `element` its id, and the class of each comment on it."""
        order = (NEW, OLD) if self.accept else (OLD, NEW)
        names = self.runs.bookmarks
        identity = next((found for prefix in order if (found := decode(names, prefix))), "")
        if identity and identity not in self.given:
            self.given[identity] = None
            element.set("id", identity)
            self._anchors |= dict.fromkeys(names, identity)
        if self.runs.commented:
            marked = dict.fromkeys(f"{MARKER}{c}" for c in self.runs.commented)
            element.set("class", " ".join(marked))

    def _settle_link(self, link: _Element) -> None:
        """Turn a link to a bookmark into one to the id that it stands for."""
        target = str(link.get("href") or "")
        if not target.startswith(BOOKMARK):
            return
        name = target.removeprefix(BOOKMARK)
        identity = self._anchors.get(name) or decode([name])
        if identity:
            link.set("href", f"#{identity}")
        else:
            del link.attrib["href"]
            self.runs.left_out["link within the file"] += 1

    def _table(self, table: _Element, made: _Element) -> None:
        """A table: leading rows of header cells in a head, the rest in a body."""
        rows = [row for row in _opened(table) if row.tag == f"{W}tr"]
        ours = any(self.styles.nature(p).kind == "header" for p in table.iter(f"{W}p"))
        section: _Element | None = None
        above: dict[int, _Element] = {}
        for place, row in enumerate(rows):
            heads = not ours and (_is_on(row, "trPr/{0}tblHeader") or (not place and _leads(table)))
            line = etree.Element("tr")
            self._cells(row, line, above, heads=heads)
            if not len(line):
                continue
            tag = "thead" if all(cell.tag == "th" for cell in line) else "tbody"
            if section is None or (section.tag == "thead" and tag == "tbody"):
                section = etree.SubElement(made, tag)
            section.append(line)

    def _cells(
        self, row: _Element, line: _Element, above: dict[int, _Element], *, heads: bool
    ) -> None:
        """The cells of one row; `above` holds, by column, those that may reach down."""
        column = 0
        for cell in (c for c in _opened(row) if c.tag == f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            span = value_of(properties, "gridSpan")
            width = min(max(whole(span, 1), 1), _MOST_COLUMNS)
            if merge is not None and merge.get(f"{W}val") != "restart" and column in above:
                rows = int(above[column].get("rowspan") or 1)
                above[column].set("rowspan", str(rows + 1))
            else:
                above[column] = self._cell(cell, line, heads=heads)
                if width > 1:
                    above[column].set("colspan", str(width))
            column += width

    def _cell(self, cell: _Element, line: _Element, *, heads: bool) -> _Element:
        """One cell: its text right inside it, unless it holds more than one paragraph."""
        natures = [self.styles.nature(p) for p in cell.iter(f"{W}p")]
        header = heads or any(nature.kind == "header" for nature in natures)
        made = etree.SubElement(line, "th" if header else "td")
        self._blocks(cell, Page(made))
        if len(made) == 1 and made[0].tag == "p":
            _open_up(made[0], made)
        align = _ALIGNMENTS.get(natures[0].align, "") if natures else ""
        if align:
            made.set("style", f"text-align: {align};")
        return made


def _opened(parent: _Element) -> Iterator[_Element]:
    """The children of `parent`, those of content controls in their place."""
    for child in parent:
        if child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _opened(child)
        else:
            yield child


def _is_on(row: _Element, path: str) -> bool:
    found = row.find(W + path.format(W))
    return found is not None and found.get(f"{W}val", "") not in ("0", "false", "off")


def _leads(table: _Element) -> bool:
    """Whether the first row of `table` is set apart by its look."""
    look = table.find(f"{W}tblPr/{W}tblLook")
    return look is not None and look.get(f"{W}firstRow", "0") in ("1", "true", "on")


def _open_up(paragraph: _Element, cell: _Element) -> None:
    """Put what the only paragraph of a cell holds right into the cell."""
    for name, given in paragraph.items():
        cell.set(name, given)
    cell.text = paragraph.text
    for child in list(paragraph):
        cell.append(child)
    cell.remove(paragraph)
