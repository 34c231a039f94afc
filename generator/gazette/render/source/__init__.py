"""A document as Markdown source that reads as that document again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from gazette.render.source.blocks import write_page
from gazette.render.source.wording import keep_wording

if TYPE_CHECKING:
    from gazette.model.document import Document

__all__ = ["markdown_source"]


def markdown_source(document: Document, *, onto: str = "") -> str:
    """`document` as Markdown, one paragraph a line, ending in a line feed.

    The inverse of `read_markdown`: reading the result gives the same clauses
    with the same ids on headings. What Markdown cannot say, such as a list
    counted by letters or a cell over two columns, is written as raw HTML.
    Elements that only group (`div`, `section`) are left out.

    `onto` is the Markdown (without front matter) of an earlier text: blocks
    that read the same are written as they are written there, so that what
    changed in the source is what changed in the text.
    """
    blocks = _blocks(document)
    return keep_wording(blocks, onto, blocks_of=_blocks) if onto else "\n\n".join(blocks) + "\n"


def _blocks(document: Document) -> list[str]:
    """The blocks of `document`, each in Markdown."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    page = f"<html><body><div>{document.html}</div></body></html>".encode()
    tree = etree.fromstring(page, parser)[0][0]
    for image in tree.iter("img"):
        # Reading disarmed it; its address is the author's.
        if address := image.get("data-src"):
            image.set("src", address)
            del image.attrib["data-src"]
    return list(write_page(tree))
