"""Paragraphs, headings, lists, tables and the rest, as Markdown."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from lxml import etree

from gazette.render.source.fitness import fits
from gazette.render.source.flow import HEADINGS, TEXT, Block, flow
from gazette.render.source.inline import pieces_of, write_inline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

INDENT = "    "
APART = "<!-- -->"
"""Keeps two neighbours of one sort from being read as one; no page shows it."""
_JOINING = ("ul", "ol", "dl", "blockquote")
_ALIGNED = re.compile(r"text-align:\s*(left|right|center)")
_RULES = {"left": ":---", "right": "---:", "center": ":---:"}
_BETWEEN_TERMS = {"": "", "dt": "\n", "dd": "\n\n"}
_LANGUAGE = re.compile(r"language-([\w+-]+)")
_PLAIN_ID = re.compile(r"[^\s={}]+")


def write_page(page: _Element) -> Iterator[str]:
    """The blocks of `page`, to stand apart by one blank line each."""
    before = ""
    for block in flow(page):
        # An attribute list needs a text to stand behind.
        fit = fits(block) and (block.tag not in HEADINGS or bool(write_inline(block.pieces)))
        raw = block.element if not fit else None
        written = _write(block, outermost=True) if raw is None else _raw(raw)
        if not written:
            continue
        if fit and block.tag == before and before in _JOINING:
            yield APART
        yield written
        before = block.tag if fit else ""


def _write(block: Block, *, outermost: bool = False) -> str:
    """One block that fits into Markdown."""
    if block.tag in HEADINGS:
        return _heading(block)
    if block.element is None or block.tag not in _WRITERS:
        text = write_inline(block.pieces)
        return f"{text}\n{{: #{block.identity} }}" if _has_id(block) and text else text
    if block.tag == "pre" and outermost:
        return _fenced(block.element)
    return _WRITERS[block.tag](block.element)


def _raw(element: _Element) -> str:
    """One block as HTML."""
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def _has_id(block: Block) -> bool:
    return _PLAIN_ID.fullmatch(block.identity) is not None


def _heading(block: Block) -> str:
    # Number signs that end a heading belong to its mark-up.
    text = re.sub(r"(?<!\\)#$", r"\\#", write_inline(block.pieces, in_heading=True))
    named = f" {{#{block.identity}}}" if _has_id(block) else ""
    return f"{'#' * HEADINGS[block.tag]} {text}{named}"


def _list(element: _Element) -> str:
    """A list: without blank lines, or with one between all its items."""
    first = int(element.get("start", "1"))
    markers = (f"{n}. " if element.tag == "ol" else "- " for n in count(first))
    tight = [_item(item, loose=False) for item in element]
    # One blank line makes the entries beside it loose when they are read: then let all be.
    loose = any("\n\n" in item for item in tight) or any(
        next(flow(item)).tag == "p" for item in element
    )
    items = [_item(item, loose=True) for item in element] if loose else tight
    marked = (marker + _indented(item) for marker, item in zip(markers, items, strict=False))
    return ("\n\n" if loose else "\n").join(marked)


def _item(item: _Element, *, loose: bool) -> str:
    """The blocks of a list item; a list right below its text needs no blank line in a tight one."""
    written, *more = [(block.tag, _write(block)) for block in flow(item)]
    text = written[1]
    for tag, block in more:
        tight = not loose and written[0] == TEXT and tag in ("ul", "ol") and block is more[0][1]
        text += ("\n" if tight else "\n\n") + block
    return text


def _indented(text: str) -> str:
    """`text` with all lines but the first moved in."""
    return re.sub(r"\n(?=[^\n])", f"\n{INDENT}", text)


def _quote(element: _Element) -> str:
    text = "\n\n".join(_write(block) for block in flow(element))
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _code(element: _Element) -> str:
    return INDENT + _indented(_verbatim(element))


def _fenced(element: _Element) -> str:
    """Code between fences, which only stand outermost."""
    text = _verbatim(element)
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", text))])
    code = element.find("code")
    named = _LANGUAGE.search(str(code.get("class") or "")) if code is not None else None
    return f"{fence}{named[1] if named else ''}\n{text}\n{fence}"


def _verbatim(element: _Element) -> str:
    return "".join(map(str, element.itertext())).rstrip("\n")


def _terms(element: _Element) -> str:
    """Terms with their definitions; a definition of paragraphs has a blank line before it."""
    written, before = "", ""
    for child in element:
        held = [(block.tag, _write(block)) for block in flow(child)]
        if child.tag == "dt":
            written += _BETWEEN_TERMS[before] + held[0][1].replace("\n", " ")
        else:
            written += "\n\n:   " if held[0][0] == "p" else "\n:   "
            written += _indented("\n\n".join(block for _, block in held))
        before = str(child.tag)
    return written


def _table(element: _Element) -> str:
    """A table of pipes; its header cells say how columns are aligned."""
    rows = [
        [write_inline(list(pieces_of(cell)), in_table=True) for cell in row]
        for row in element.iter("tr")
    ]
    styles = [cell.get("style", "") for cell in next(element.iter("tr"))]
    aligned = [_ALIGNED.search(style) for style in styles]
    rules = [_RULES[found[1]] if found else "---" for found in aligned]
    return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], rules, *rows[1:]])


_WRITERS: dict[str, Callable[[_Element], str]] = {
    "ul": _list,
    "ol": _list,
    "dl": _terms,
    "blockquote": _quote,
    "pre": _code,
    "table": _table,
    "hr": lambda _: "---",
}
