"""What a paragraph is, by its own properties and those of the styles it follows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazette.adapters.word.lists import DEEPEST
from gazette.adapters.word.package import MOST, W, value_of, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_CONTINUE = re.compile(r"list continue(?: ([1-9]))?", re.IGNORECASE)
_FRAMED = re.compile(r"(.*?)(?: \(((?:list|quote|definition)(?: (?:list|quote|definition))*)\))?")
_DEEPEST_HEADING = 6
_LONGEST_CHAIN = 20
"""Styles that one may be based on, one on another; Word itself allows fewer. Ends circles too."""
_LONGEST_NAME = 200
_DEEPEST_FRAME = 12
"""Elements that a style's name may put around a paragraph."""
_KINDS = {
    "title": "heading", "list paragraph": "item", "html preformatted": "code", "quote": "quote",
    "intense quote": "quote", "block text": "quote", "quotations": "quote",
    "preformatted text": "code", "definition term": "term", "definition": "definition",
    "horizontal line": "rule", "spacer": "spacer", "table heading": "header", "caption": "caption",
}  # fmt: skip
_FRAMES = ("quote", "definition")
_CONTENTS = re.compile(r"(toc|contents) ?(heading|[1-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Nature:
    """What a paragraph is.

    `kind` is "heading", "item", "code", "term", "definition", "rule", "header"
    (of a table), "spacer", "contents" (of a table of contents), or "" for
    running text. `frame` is what it stands in, outermost first: "list",
    "quote", "definition". `numbering` is Word's list and level, if it is in one.
    """

    kind: str = ""
    level: int = 0
    frame: tuple[str, ...] = ()
    numbering: tuple[str, int] | None = None
    loose: bool = False
    align: str = ""


_PLAIN = Nature()


@dataclass(slots=True)
class Styles:
    """The styles of a file, by id."""

    _found: dict[str, _Element] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _natures: dict[str, tuple[Nature, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, part: _Element) -> Styles:
        """Read the part `word/styles.xml`."""
        styles = cls()
        for style in part.iter(f"{W}style"):
            identity = str(style.get(f"{W}styleId") or "")
            styles._found[identity] = style
            styles._names[identity] = value_of(style, "name")[:_LONGEST_NAME]
        return styles

    def name(self, identity: str) -> str:
        """The name of a style; that of a style Word knows is English everywhere."""
        return self._names.get(identity, "")

    def nature(self, paragraph: _Element) -> Nature:
        """What `paragraph` is."""
        own = paragraph.find(f"{W}pPr")
        if own is None:
            return _PLAIN
        identity = value_of(own, "pStyle")
        if identity not in self._natures:
            self._natures[identity] = self._inherited(identity)
        inherited, outline = self._natures[identity]
        kind, level = inherited.kind, inherited.level
        outline = value_of(own, "outlineLvl") or outline
        if not kind and outline and whole(outline, MOST) < _DEEPEST_HEADING:
            kind, level = "heading", whole(outline) + 1
        spacing = own.find(f"{W}contextualSpacing")
        return Nature(
            kind,
            level,
            inherited.frame,
            _numbering([own], inherited.numbering),
            loose=spacing is not None and spacing.get(f"{W}val") in ("0", "false", "off"),
            align=value_of(own, "jc"),
        )

    def _inherited(self, identity: str) -> tuple[Nature, str]:
        """What a style makes of a paragraph, and its outline level; asked once a style."""
        chain = list(self._chain(identity))
        sources = [
            properties
            for name in chain
            if (properties := self._found[name].find(f"{W}pPr")) is not None
        ]
        kinds = (_kind_of(self._names[name]) for name in chain)
        kind, level, frame = next((kind for kind in kinds if kind), ("", 0, ()))
        outlines = (value_of(source, "outlineLvl") for source in sources)
        return (
            Nature(kind, level, frame, _numbering(sources, None)),
            next((outline for outline in outlines if outline), ""),
        )

    def _chain(self, identity: str) -> Iterator[str]:
        """A style and those that it is based on, nearest first."""
        for _ in range(_LONGEST_CHAIN):
            if identity not in self._found:
                return
            yield identity
            identity = value_of(self._found[identity], "basedOn")


def _kind_of(name: str) -> tuple[str, int, tuple[str, ...]] | None:
    """What the name of a style says: a kind, a heading's level, a frame. None if nothing."""
    found = _FRAMED.fullmatch(name)
    base, frame = (found[1], tuple((found[2] or "").split())) if found else (name, ())
    frame = frame[:_DEEPEST_FRAME]
    kind = _KINDS.get(base.lower(), "")
    if heading := _HEADING.fullmatch(base):
        return "heading", min(int(heading[1]), _DEEPEST_HEADING), frame
    if further := _CONTINUE.fullmatch(base):
        return "", 0, ("list",) * int(further[1] or 1)
    if _CONTENTS.fullmatch(base):
        return "contents", 0, ()
    if kind in _FRAMES:
        return ("" if kind == "quote" else kind), 0, frame or (kind,)
    return (kind, int(kind == "heading"), frame) if kind or frame else None


def _numbering(
    sources: list[_Element], inherited: tuple[str, int] | None
) -> tuple[str, int] | None:
    """The list and level of the nearest properties that name one; list 0 is none."""
    for source in sources:
        found = source.find(f"{W}numPr")
        if found is None:
            continue
        number, level = value_of(found, "numId"), value_of(found, "ilvl")
        if number == "0":
            return None
        if number:
            return number, min(whole(level), DEEPEST)
    return inherited
