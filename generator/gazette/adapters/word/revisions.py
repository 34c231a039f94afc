"""Tracked changes, accepted or rejected as Word does it.

ECMA-376 part 1, section 17.13.5. A paragraph whose mark goes joins the next
one, and takes its properties.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from gazette.adapters.word.package import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_COMES = {f"{W}ins", f"{W}moveTo"}
_GOES = {f"{W}del", f"{W}moveFrom"}
_FORMER = {
    f"{W}{name}Change"
    for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "tblGrid", "tblPrEx", "numbering")
}
_TRACKED = (*_COMES, *_GOES, *_FORMER, f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge")
_HOLDERS = {f"{W}rPr", f"{W}trPr", f"{W}tcPr", f"{W}numPr", f"{W}ctrlPr"}
"""Properties in which a mark says what became of the whole they belong to."""


def authors_of(body: _Element) -> dict[str, int]:
    """How many tracked changes of each author `body` holds."""
    found: dict[str, int] = {}
    for change in body.iter(*_TRACKED):
        author = change.get(f"{W}author") or "unknown"
        found[author] = found.get(author, 0) + 1
    return found


def settle(body: _Element, *, accept: bool) -> None:
    """Accept or reject every tracked change in `body`, in place."""
    goes, stays = (_GOES, _COMES) if accept else (_COMES, _GOES)
    _settle_tables(body, goes, accept=accept)
    for change in list(body.iter(*goes)):
        if not _is_sign(change):
            _remove(change)
    for change in list(body.iter(*stays)):
        if not _is_sign(change):
            _unwrap(change)
    for former in list(body.iter(*_FORMER)):
        _settle_properties(former, accept=accept)
    _join_paragraphs(body, goes)
    for sign in list(body.iter(*_COMES, *_GOES)):
        _remove(sign)


def _is_sign(change: _Element) -> bool:
    """Whether `change` is no content but says what became of a mark or a row."""
    parent = change.getparent()
    return parent is not None and parent.tag in _HOLDERS


def _settle_tables(body: _Element, goes: set[str], *, accept: bool) -> None:
    """Take out the rows, cells and tables that go."""
    cell_goes = f"{W}cellDel" if accept else f"{W}cellIns"
    for row in list(body.iter(f"{W}tr")):
        properties = row.find(f"{W}trPr")
        if properties is not None and any(sign.tag in goes for sign in properties):
            _remove(row)
            continue
        for cell in row.findall(f"{W}tc"):
            if cell.find(f"{W}tcPr/{cell_goes}") is not None:
                _remove(cell)
        if row.find(f".//{W}tc") is None:
            _remove(row)
    for table in list(body.iter(f"{W}tbl")):
        if table.find(f".//{W}tr") is None:
            _remove(table)


def _settle_properties(former: _Element, *, accept: bool) -> None:
    """Drop the former properties, or put them in place of the present ones."""
    present = former.getparent()
    if present is None:
        return
    present.remove(former)
    if accept or not len(former) or former[0].tag != present.tag:
        return
    # A paragraph's mark and section are no part of its look, nor is a sign.
    apart = {*_COMES, *_GOES} | ({f"{W}rPr", f"{W}sectPr"} if present.tag == f"{W}pPr" else set())
    for child in list(present):
        if child.tag not in apart:
            present.remove(child)
    for place, child in enumerate(list(former[0])):
        present.insert(place, child)


def _join_paragraphs(body: _Element, goes: set[str]) -> None:
    """Join each paragraph whose mark goes with the one after it."""
    # What joins a paragraph further on, carried there in one go: one after the
    # other each would be moved as often as there are paragraphs in between.
    carried: dict[_Element, list[_Element]] = {}
    for paragraph in list(body.iter(f"{W}p")):
        content = carried.pop(paragraph, [])
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        goes_on = marks is not None and any(sign.tag in goes for sign in marks)
        following = _next_paragraph(paragraph) if goes_on else None
        if following is not None:
            content.extend(child for child in paragraph if child.tag != f"{W}pPr")
            carried[following] = content
            _remove(paragraph)
            continue
        _put_first(paragraph, content)
        if goes_on and not _has_words(paragraph) and _is_spare(paragraph):
            _remove(paragraph)


def _put_first(paragraph: _Element, content: list[_Element]) -> None:
    """Put `content` before all that `paragraph` holds but its properties."""
    first = next((child for child in paragraph if child.tag != f"{W}pPr"), None)
    for child in content:
        if first is None:
            paragraph.append(child)
        else:
            first.addprevious(child)


def _next_paragraph(paragraph: _Element) -> _Element | None:
    """The paragraph right after, with nothing but range markers between."""
    for sibling in paragraph.itersiblings():
        if sibling.tag == f"{W}p":
            return sibling
        if sibling.tag in (f"{W}tbl", f"{W}sdt", f"{W}sectPr"):
            return None
    return None


def _has_words(paragraph: _Element) -> bool:
    return any(True for _ in paragraph.iter(f"{W}r"))


def _is_spare(paragraph: _Element) -> bool:
    """Whether what holds `paragraph` can do without it: a cell keeps its last one."""
    parent = paragraph.getparent()
    if parent is None or parent.tag != f"{W}tc":
        return parent is not None
    siblings = chain(paragraph.itersiblings(), paragraph.itersiblings(preceding=True))
    return any(sibling.tag == f"{W}p" for sibling in siblings)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: _Element) -> None:
    """Put what `element` holds in its place."""
    for child in list(element):
        element.addprevious(child)
    _remove(element)
