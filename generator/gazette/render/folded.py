"""A redline as it stands on a page of changes: what did not change is folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lxml import etree
from markupsafe import Markup

from gazette.model.note import ENGLISH
from gazette.publish.outline import PREAMBLE, outline, sections_by_clause
from gazette.render.body import inner_html, parse, prepare, words_of
from gazette.render.html import redline_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from gazette.model.comparison import Comparison
    from gazette.model.note import Phrases

DEEPEST = 6
_HEADINGS = tuple(f"h{level}" for level in range(1, DEEPEST))
_RUN, _COUNT = "unchanged-run", "unchanged-count"
_MARKED = etree.XPath("descendant-or-self::*[@data-change]")


def folded_redline(comparison: Comparison, phrases: Phrases = ()) -> Markup:
    """The whole text with its changes marked, each unchanged section in a `details`.

    Its notes are said in `phrases`; in English where there are none.
    """
    root = parse(redline_html(comparison, phrases=dict(phrases) or ENGLISH))
    changed = _changed_sections(comparison)
    openings = {each.id for each in (*outline(comparison.old), *outline(comparison.new))}
    marked = set(_around(root, cast("list[_Element]", _MARKED(root))))
    for heading, members in list(_sections(root, openings)):
        if heading.get("id") not in changed and marked.isdisjoint(members):
            _fold(heading, members)
    prepare(root)
    _lower_headings(root)
    return inner_html(root)


def _around(root: _Element, marked: Iterable[_Element]) -> Iterator[_Element]:
    """The children of `root` that hold what is marked, or are it."""
    for element in marked:
        outer, parent = element, element.getparent()
        while parent is not None and parent is not root:
            outer, parent = parent, parent.getparent()
        yield outer


def _changed_sections(comparison: Comparison) -> set[str]:
    """The ids of the sections that hold a change, in either version."""
    old, new = sections_by_clause(comparison.old), sections_by_clause(comparison.new)
    before = {old.get(each.id, PREAMBLE).id for change in comparison.changes for each in change.old}
    after = {new.get(each.id, PREAMBLE).id for change in comparison.changes for each in change.new}
    return before | after


def _sections(root: _Element, openings: set[str]) -> Iterator[tuple[_Element, list[_Element]]]:
    """Each section's heading with all that follows it, up to the next section's heading."""
    heading: _Element | None = None
    members: list[_Element] = []
    for element in list(root):
        if element.get("id") in openings:
            if heading is not None:
                yield heading, members
            heading, members = element, []
        elif heading is not None:
            members.append(element)
    if heading is not None:
        yield heading, members


def _fold(heading: _Element, members: list[_Element]) -> None:
    """Put a section into a `details`, its heading's text as what stays in sight."""
    # It stays a heading, or those below it would hang in the air.
    parent = heading.getparent()
    if parent is None or not members:
        return
    details = etree.Element("details", {"id": heading.get("id", "")})
    summary = etree.Element("summary")
    title = etree.Element(heading.tag)
    title.text = f"{words_of(heading)} (unchanged)"
    summary.append(title)
    details.append(summary)
    parent.replace(heading, details)
    details.extend(members)
    # What is folded within the section is folded with it. Named so, no fold of the text's own goes.
    for inner in details.iterfind(".//details[@class='unchanged']"):
        inner.tag, inner[0].tag = _RUN, _COUNT
    etree.strip_elements(details, _COUNT, with_tail=False)
    etree.strip_tags(details, _RUN)


def _lower_headings(root: _Element) -> None:
    """Put the headings of the text below those of the page that shows it."""
    for heading in list(root.iter(*_HEADINGS)):
        heading.tag = f"h{int(heading.tag[1]) + 1}"
