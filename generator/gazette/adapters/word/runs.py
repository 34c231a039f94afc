"""The words of a Word paragraph: how they look, where they lead, what is left out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from gazette.adapters.word.package import R, W, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from gazette.adapters.word.styles import Styles

BREAK, PICTURE = "br", "img"
BOOKMARK = "bookmark:"
"""Before the name of a bookmark that a link leads to, until its id is known."""
_OFF = ("0", "false", "off", "none")
_TOGGLES = {"b": "strong", "i": "em", "strike": "s", "u": "u", "highlight": "mark"}
_RAISED = {"subscript": "sub", "superscript": "sup"}
_NAMED = {"strong": "strong", "emphasis": "em", "code character": "code", "html code": "code"}
_MONOSPACED = re.compile(r"consolas|courier|menlo|monaco|mono", re.IGNORECASE)
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:(\\l)\s+)?"([^"]*)"', re.IGNORECASE)
_CHARACTERS = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "tab": "\t", "cr": "\n"}
_NO_LABEL = "[image]"
_LONGEST_CODE = 4096
"""Characters of a field's code; no address is as long."""
_LONGEST_QUOTE = 400
"""Characters that are quoted of the words that a comment is about."""
_LEFT_OUT = {
    "drawing": "picture", "pict": "picture", "object": "object", "oMath": "formula",
    "footnoteReference": "footnote", "endnoteReference": "footnote", "txbxContent": "text box",
}  # fmt: skip
"""Elements that hold something to read and are not imported."""
_OPENED = frozenset(
    ("fldSimple", "sdt", "sdtContent", "smartTag", "customXml", "dir", "bdo", "ruby", "rubyBase")
)
"""Elements around runs; of any other only what `_LEFT_OUT` names is noted."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look, a line break, or a picture that `text` describes."""

    text: str
    tags: frozenset[str] = frozenset()
    link: tuple[str, str] = ("", "")
    sort: str = ""


@dataclass(slots=True)
class RunReader:
    """Reads runs, and counts what it cannot read.

    `commented` are the comments on the last paragraph, `quoted` the words that
    each comment so far is about.
    """

    styles: Styles
    links: dict[str, str]
    left_out: Counter[str] = field(default_factory=Counter)
    bookmarks: list[str] = field(default_factory=list)
    """Those of the last paragraph that have words between their ends."""
    quoted: dict[str, str] = field(default_factory=dict)
    commented: list[str] = field(default_factory=list)
    _open: set[str] = field(default_factory=set)
    _fields: list[list[str]] = field(default_factory=list)
    _begun: dict[str, tuple[str, int]] = field(default_factory=dict)
    _length: int = 0

    def paragraph(self, paragraph: _Element) -> list[Run]:
        """The runs of `paragraph`; its bookmarks and comments are noted."""
        self.bookmarks, self.commented = [], []
        return list(self._inside(paragraph, ("", "")))

    def _inside(self, element: _Element, link: tuple[str, str]) -> Iterator[Run]:
        for child in element:
            name = etree.QName(child).localname
            if name == "r":
                yield from self._run(child, link)
            elif name == "hyperlink":
                yield from self._inside(child, self._target(child))
            elif name in _OPENED:
                yield from self._inside(child, link)
            elif name.startswith("bookmark"):
                self._bookmark(name, child)
            elif name.startswith("comment"):
                self._comment(name, str(child.get(f"{W}id") or ""))
            elif name in _LEFT_OUT:
                self.left_out[_LEFT_OUT[name]] += 1

    def _run(self, run: _Element, link: tuple[str, str]) -> Iterator[Run]:
        """The words of one `w:r`, unless they are hidden or a field's code."""
        properties = run.find(f"{W}rPr")
        if properties is not None and _is_on(properties, "vanish"):
            self.left_out["hidden text"] += 1
            return
        style = self.styles.name(value_of(properties, "rStyle")).lower()
        tags = _tags(properties, style)
        for child in run:
            name = etree.QName(child).localname
            self._field(name, child)
            if self._fields and self._fields[-1][1] == "code":
                continue
            where = self._field_link() or link
            if name in ("t", "delText"):
                text = child.text or ""
                if style == "picture":
                    yield Run("" if text == _NO_LABEL else text, link=where, sort=PICTURE)
                else:
                    self._quote(text)
                    yield Run(text, tags, where)
            elif name == "br" and child.get(f"{W}type") in (None, "textWrapping"):
                yield Run("", tags, where, sort=BREAK)
            elif name in _CHARACTERS:
                yield Run(_CHARACTERS[name], tags, where)
            elif name == "commentReference":
                self._comment(name, str(child.get(f"{W}id") or ""))
            else:
                self._leave_out(name, child)

    def _leave_out(self, name: str, child: _Element) -> None:
        if name in _LEFT_OUT:
            self.left_out[_LEFT_OUT[name]] += 1
        if next(child.iter(f"{W}txbxContent"), None) is not None:
            self.left_out["text box"] += 1

    def _target(self, link: _Element) -> tuple[str, str]:
        """Where a hyperlink leads, and its title."""
        inside = link.get(f"{W}anchor")
        target = self.links.get(str(link.get(f"{R}id") or ""), "")
        if inside:
            target = f"{target}#{inside}" if target else f"{BOOKMARK}{inside}"
        return target, str(link.get(f"{W}tooltip") or "")

    def _field(self, name: str, child: _Element) -> None:
        """Follow a field: its code, then what it shows."""
        if name == "fldChar":
            kind = child.get(f"{W}fldCharType")
            if kind == "begin":
                self._fields.append(["", "code"])
            elif kind == "separate" and self._fields:
                self._fields[-1][1] = "shown"
            elif kind == "end" and self._fields:
                self._fields.pop()
        elif name == "instrText" and self._fields:
            code = self._fields[-1][0] + (child.text or "")
            self._fields[-1][0] = code[:_LONGEST_CODE]

    def _field_link(self) -> tuple[str, str] | None:
        """Where the innermost field leads, if it is a link."""
        found = _HYPERLINK.match(self._fields[-1][0]) if self._fields else None
        return (f"{BOOKMARK}{found[2]}" if found[1] else found[2], "") if found else None

    def _comment(self, name: str, identity: str) -> None:
        """Note where a comment begins, ends, or refers to."""
        if name == "commentRangeEnd":
            self._open.discard(identity)
            return
        if name == "commentRangeStart":
            self._open.add(identity)
            self.quoted.setdefault(identity, "")
        self.commented.append(identity)

    def _bookmark(self, name: str, child: _Element) -> None:
        """Note a bookmark once it ends. One that holds nothing was left by words that went."""
        identity = str(child.get(f"{W}id") or "")
        if name == "bookmarkStart":
            self._begun[identity] = str(child.get(f"{W}name") or ""), self._length
        elif identity in self._begun:
            named, length = self._begun.pop(identity)
            self.bookmarks.extend([named] if self._length > length else [])

    def _quote(self, text: str) -> None:
        self._length += len(text)
        for identity in [*self._open] if text else ():
            self.quoted[identity] += text[:_LONGEST_QUOTE]
            if len(self.quoted[identity]) >= _LONGEST_QUOTE:
                # Else each of many comments would hold all of a long text.
                self._open.discard(identity)
                self.quoted[identity] = self.quoted[identity][:_LONGEST_QUOTE] + "…"


def _tags(properties: _Element | None, style: str) -> frozenset[str]:
    """The HTML elements that look as a run does."""
    if properties is None:
        return frozenset()
    tags = {tag for name, tag in _TOGGLES.items() if _is_on(properties, name)}
    if style == "hyperlink":
        tags.discard("u")
    raised = _RAISED.get(value_of(properties, "vertAlign"))
    fonts = properties.find(f"{W}rFonts")
    font = str(fonts.get(f"{W}ascii") or "") if fonts is not None else ""
    named = "code" if _MONOSPACED.search(font) else _NAMED.get(style)
    return frozenset(tags | {tag for tag in (raised, named) if tag})


def _is_on(properties: _Element, name: str) -> bool:
    found = properties.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val", "") not in _OFF
