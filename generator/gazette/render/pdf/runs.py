"""A clause's text as runs of one look, those of one link together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.document import Clause, Document, Mark
    from gazette.render.json import Json

    Piece = tuple[str, dict[str, Json]]
    """Where a stretch leads, and the stretch."""

LOOKS = {
    "b": "strong",
    "strong": "strong",
    "em": "emph",
    "i": "emph",
    "cite": "emph",
    "dfn": "emph",
    "var": "emph",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "del": "strike",
    "s": "strike",
    "strike": "strike",
    "ins": "underline",
    "u": "underline",
    "sub": "sub",
    "sup": "super",
}
"""What an element looks like; any other looks like the text around it."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where the links of a document lead.

    `page` is the absolute address of the version's page, `targets` the ids of
    the clauses that the document itself links to.
    """

    page: str
    targets: frozenset[str]

    @classmethod
    def of(cls, document: Document, *, page: str) -> Links:
        """The links of `document`, whose page is at `page`."""
        marks = (mark for clause in document.clauses for mark in clause.marks)
        asked = {mark.target[1:] for mark in marks if mark.target.startswith("#")}
        return cls(page, frozenset(asked & {clause.id for clause in document.clauses}))

    def resolve(self, target: str) -> str:
        """A place in this file as `#id`, or an absolute address; empty for none."""
        if target.startswith("#") and target[1:] in self.targets:
            return target
        try:
            address = urljoin(self.page, target)
            return address if urlsplit(address).scheme else ""
        except ValueError:
            return ""


def runs_of(clause: Clause, links: Links) -> Json:
    """`[{"to": address, "parts": [{"text", "looks"} or {"break": true}]}]`, in order."""
    pieces = list(_apart(_pieces(clause, links)))
    return [
        {"to": to, "parts": [part for _, part in group]}
        for to, group in groupby(pieces, key=lambda each: each[0])
    ]


def _apart(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """`pieces` with a space on either side of what stands for a picture."""
    before, picture = " ", False
    for to, part in pieces:
        text = str(part.get("text", " "))
        if (picture or "picture" in part) and not (before[-1].isspace() or text[0].isspace()):
            yield "", {"text": " ", "looks": []}
        before, picture = text, "picture" in part
        yield to, part


def _pieces(clause: Clause, links: Links) -> Iterator[Piece]:
    """Each stretch between two ends of marks, with where it leads."""
    text, marks = clause.text, clause.marks
    edges = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    broken = False
    for start, end in pairwise((*edges, len(text))):
        for mark in marks:
            if mark.start == mark.end == start:
                yield from _empty(mark, links)
                broken = mark.tag == "br"
        stretch = text[start:end].lstrip() if broken else text[start:end]
        if not stretch:
            continue
        broken = False
        around = [mark for mark in marks if mark.start <= start and end <= mark.end]
        looks: list[Json] = [*dict.fromkeys(LOOKS[m.tag] for m in around if m.tag in LOOKS)]
        to = [links.resolve(mark.target) for mark in around if mark.tag == "a" and mark.target]
        yield to[-1] if to else "", {"text": stretch, "looks": looks}


def _empty(mark: Mark, links: Links) -> Iterator[Piece]:
    """A line break, or what stands for a picture: its words, leading to it."""
    if mark.tag == "br":
        yield "", {"break": True}
    elif mark.tag == "img" and mark.title:
        yield links.resolve(mark.target), {"text": f"[{mark.title}]", "looks": [], "picture": True}
