"""A document as it stands on a page: its title apart, its headings linked, no inline style."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree
from markupsafe import Markup

from gazette.publish.outline import has_title
from gazette.render.html import change_html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from gazette.model.comparison import Change
    from gazette.model.document import Document
    from gazette.model.note import Phrases

HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_ALIGNED = re.compile(r"text-align:\s*(right|center)")
_CLASSES = {"right": "end", "center": "center"}
_WORDS = etree.XPath("string()", smart_strings=False)
# Plain elements: those of lxml.html ask Python for a class of their own, each of them.
_PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as a page shows it: what its own title holds, empty without one, and the rest."""

    title: Markup
    body: Markup


def shown(document: Document) -> Shown:
    """The document's title, and what is below it, each heading a link to itself."""
    root = parse(document.html)
    title = Markup()
    if has_title(document):
        title = inner_html(root[0])
        root.remove(root[0])
    prepare(root)
    return Shown(title, inner_html(root))


def named_too(body: Markup, aliases: Mapping[str, tuple[str, ...]]) -> Markup:
    """`body`, its headings to be found by other ids as well, each of which it has nowhere else."""
    if not aliases:
        return body
    root = parse(body)
    taken = {each.get("id") for each in root.iter()}
    for heading in root.iter(*HEADINGS):
        for name in aliases.get(heading.get("id", ""), ()):
            if name not in taken:
                anchor = etree.Element("span", {"id": name})
                anchor.tail, heading.text = heading.text, None
                heading.insert(0, anchor)
    return inner_html(root)


def change_body(change: Change, phrases: Phrases) -> Markup:
    """One change with its deletions and insertions, fit for a page; notes in `phrases`."""
    root = parse(change_html(change, dict(phrases)))
    prepare(root)
    return inner_html(root)


def prepare(root: _Element) -> None:
    """Fit sanitised HTML to the pages, in place."""
    for heading in root.iter(*HEADINGS):
        _link_to_itself(heading)
    for table in list(root.iter("table")):
        _let_scroll(table)
    # The pages' security policy refuses style attributes, so alignment
    # becomes a class.
    for cell in root.iter("td", "th"):
        aligned = _ALIGNED.search(str(cell.attrib.pop("style", "")))
        if aligned:
            cell.set("class", _CLASSES[aligned[1]])


def inner_html(element: _Element) -> Markup:
    """All that `element`, which no tail follows, holds."""
    text, element.text = element.text, None
    bare = {key: element.attrib.pop(key) for key in list(element.attrib)}
    whole = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    element.text = text
    element.attrib.update(bare)
    tag = len(element.tag)
    inside = f"{Markup.escape(text or '')}{whole[tag + 2 : -tag - 3]}"
    # Only ever called on what the source layer has sanitised.
    return Markup(inside.strip())  # noqa: S704 - see above


def parse(fragment: str) -> _Element:
    """The fragment's elements, in one `div`."""
    page = f"<html><body><div>{fragment}</div></body></html>"
    return etree.fromstring(page.encode(), _PARSER)[0][0]


def words_of(element: _Element) -> str:
    """The text in `element`, without what marks it up."""
    return str(_WORDS(element))


def _link_to_itself(heading: _Element) -> None:
    """Make what the heading holds a link to it, so that its address can be copied."""
    # A link cannot hold a link.
    if not heading.get("id") or next(heading.iter("a"), None) is not None:
        return
    link = etree.Element("a", {"class": "self", "href": f"#{heading.get('id')}"})
    link.text, heading.text = heading.text, None
    for child in list(heading):
        link.append(child)
    heading.append(link)


def _let_scroll(table: _Element) -> None:
    """Put a table in a box that scrolls, so that the page itself never has to."""
    box = etree.Element("div", {"class": "scroll", "role": "region", "tabindex": "0"})
    # Its heads tell what it is in the language of the text itself.
    heads = [" ".join(words_of(each).split()) for each in table.iter("th")]
    box.set("aria-label", ", ".join(filter(None, heads)) or "Table")
    box.tail, table.tail = table.tail, None
    parent = table.getparent()
    if parent is not None:
        parent.replace(table, box)
        box.append(table)
