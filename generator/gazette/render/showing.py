"""Reading a page of the site back, for the text that it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree, html

from gazette.errors import SourceError
from gazette.publish.outline import has_title
from gazette.release.freezing import read_words
from gazette.release.published import Showing
from gazette.render.body import inner_html, shown
from gazette.source.reading import read_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from gazette.model.document import Document

_TEXT = "//article[contains(concat(' ', @class, ' '), ' text ')]"
_TITLE = "//header[contains(concat(' ', @class, ' '), ' title ')]//h1"


def showing_of(page: bytes, document: Document) -> Showing | None:
    """What `page` shows as a policy's text, held against `document`.

    None where the page has not exactly one title and one text, as the template
    `site/text.html` marks them. What stands around them is not looked at.
    """
    try:
        tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return None
    texts, titles = _find(tree, _TEXT), _find(tree, _TITLE)
    if len(texts) != 1 or len(titles) != 1:
        return None
    text, title = inner_html(texts[0]), inner_html(titles[0])
    # A document without a title of its own is shown below its file's.
    titled = has_title(document)
    ours = shown(document)
    exact = text == _again(ours.body) and (not titled or title == _again(ours.title))
    try:
        seen = read_html(f"<h1>{title}</h1>\n{text}" if titled else text)
    except SourceError:
        return Showing(exact, "")
    return Showing(exact, read_words(seen))


def _find(tree: HtmlElement, path: str) -> list[HtmlElement]:
    found = tree.xpath(path)
    return found if isinstance(found, list) else []


def _again(fragment: str) -> str:
    """The fragment as it is spelt once it was parsed and written again, as a page's was."""
    tree: HtmlElement = html.document_fromstring(f"<article>{fragment}</article>")
    return inner_html(_find(tree, "//article")[0])
