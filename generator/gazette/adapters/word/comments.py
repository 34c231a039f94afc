"""The comments of a Word file, each with the clause that it is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.adapters.word.package import W
from gazette.adapters.word.reading import MARKER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from gazette.model.document import Clause, Document


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody remarked in the margin.

    `clause` is the id of the clause it is on and `heading` the one above, both
    "" where those words are gone; `quoted` are the words themselves. `date` is
    as Word wrote it, in ISO 8601 without a zone.
    """

    author: str
    date: str
    text: str
    clause: str = ""
    heading: str = ""
    quoted: str = ""


def comments_of(
    part: _Element, document: Document, quoted: Mapping[str, str]
) -> tuple[Comment, ...]:
    """The comments in the part `word/comments.xml`, in its order.

    `document` has their marks as classes; `quoted` the words they are about.
    """
    found = []
    clauses = _marked(document)
    for comment in part.iter(f"{W}comment"):
        identity = str(comment.get(f"{W}id") or "")
        clause = clauses.get(f"{MARKER}{identity}")
        paragraphs = ("".join(map(str, p.itertext(f"{W}t"))) for p in comment.iter(f"{W}p"))
        found.append(
            Comment(
                author=str(comment.get(f"{W}author") or ""),
                date=str(comment.get(f"{W}date") or ""),
                text="\n".join(text for text in paragraphs if text.strip()),
                clause=clause.id if clause else "",
                heading=clause.heading if clause else "",
                quoted=" ".join(quoted.get(identity, "").split()),
            )
        )
    return tuple(found)


def _marked(document: Document) -> dict[str, Clause]:
    """The first clause in each element that a comment was on, by the element's class."""
    found: dict[str, Clause] = {}
    last = -1
    for clause in document.clauses:
        # Blocks are numbered as they begin: those up to the last one have been seen.
        for block in (block for block in clause.blocks if block.serial > last):
            for mark in dict(block.attributes).get("class", "").split():
                found.setdefault(mark, clause)
        last = max([last, *(block.serial for block in clause.blocks)])
    return found
