"""Whether Markdown, as Python-Markdown reads it, can say a block at all.

What does not fit is written as raw HTML, whole: raw HTML within a Markdown
list is not read as such.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.render.source.flow import HEADINGS, TEXT, Block, flow
from gazette.source.clauses import BLOCKS

if TYPE_CHECKING:
    from lxml.etree import _Element

_RUNNING = (TEXT, "p")


def fits(block: Block) -> bool:
    """Whether Markdown can say `block`, which stands outermost on a page."""
    return block.element is None or _FITTING.get(block.tag, _always)(block.element)


def _always(element: _Element) -> bool:
    del element
    return True


def _fits_code(element: _Element) -> bool:
    return all(child.tag == "code" and not len(child) for child in element)


def _fits_list(element: _Element) -> bool:
    """A list counted by numbers from its start on, of items that begin with text."""
    if element.get("type", "1") != "1" or "reversed" in element.keys():  # noqa: SIM118 - an element's items are its children
        return False
    if not element.get("start", "1").isdecimal():
        return False
    items = list(element)
    return (
        bool(items)
        and not _has_text(element)
        and all(item.tag == "li" and not item.get("value") and _fits_item(item) for item in items)
    )


def _fits_item(item: _Element) -> bool:
    """Text first, then paragraphs, lists, quotations or code, none of them read as one."""
    held = list(flow(item))
    if not held or held[0].tag not in _RUNNING:
        return False
    before = TEXT
    for block in held[1:]:
        # Whatever is indented below a list, Python-Markdown takes into it.
        if before in ("ul", "ol", "blockquote") or block.tag == TEXT:
            return False
        if block.tag == "pre" and not _fits_indented(block):
            return False
        if block.tag not in ("p", "ul", "ol", "blockquote", "pre") or not fits(block):
            return False
        before = block.tag
    return True


def _fits_quote(element: _Element) -> bool:
    before = ""
    for block in flow(element):
        known = block.tag in (*_RUNNING, *HEADINGS, "ul", "ol", "blockquote", "pre", "hr")
        if not known or not fits(block) or (block.tag == before and before not in ("p", "pre")):
            return False
        if block.tag == "pre" and (before in ("ul", "ol") or not _fits_indented(block)):
            return False
        before = block.tag
    return bool(before)


def _fits_indented(block: Block) -> bool:
    """Whether code can be told by its indentation: no empty line at an edge."""
    text = "".join(map(str, block.element.itertext())) if block.element is not None else ""
    lines = text.rstrip("\n").split("\n")
    return bool(lines[0].strip() and lines[-1].strip()) and fits(block)


def _fits_terms(element: _Element) -> bool:
    """Terms of text, each with definitions of text or paragraphs."""
    tags = [child.tag for child in element]
    if not tags or tags[0] != "dt" or tags[-1] != "dd" or set(tags) != {"dt", "dd"}:
        return False
    for child in element:
        held = [block.tag for block in flow(child)]
        if not held or (child.tag == "dt" and held != [TEXT]):
            return False
        if child.tag == "dd" and (held[0] not in _RUNNING or set(held[1:]) - {"p"}):
            return False
    return not _has_text(element)


def _fits_table(element: _Element) -> bool:
    """One row of header cells, then rows of as many cells, all of running text."""
    rows = list(element.iter("tr"))
    if not rows or [cell.tag for cell in rows[0]] != ["th"] * len(rows[0]) or not len(rows[0]):
        return False
    if any(child.tag not in ("thead", "tbody") for child in element):
        return False
    if any([cell.tag for cell in row] != ["td"] * len(rows[0]) for row in rows[1:]):
        return False
    cells = [cell for row in rows for cell in row]
    return all(
        not cell.get("colspan") and not cell.get("rowspan") and _is_running(cell) for cell in cells
    )


def _is_running(cell: _Element) -> bool:
    return all(child.tag not in BLOCKS for child in cell.iterdescendants())


def _has_text(element: _Element) -> bool:
    """Whether text stands right inside a list, where none belongs."""
    return bool((element.text or "").strip() or any((c.tail or "").strip() for c in element))


_FITTING = {
    "pre": _fits_code,
    "table": _fits_table,
    "ul": _fits_list,
    "ol": _fits_list,
    "dl": _fits_terms,
    "blockquote": _fits_quote,
}
