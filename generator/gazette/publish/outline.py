"""The sections of a document: its table of contents, and where each clause lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gazette.model.document import Clause, Document


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level section: its heading's text and id. Both empty for what precedes the first."""

    title: str
    id: str


PREAMBLE = Section("", "")


def outline(document: Document) -> tuple[Section, ...]:
    """The top-level sections in reading order, the title of the whole not among them."""
    return tuple(Section(each.text, each.id) for each in _section_headings(document))


def sections_by_clause(document: Document) -> Mapping[str, Section]:
    """The section of every clause, by the clause's id."""
    openings = {each.id for each in _section_headings(document)}
    places: dict[str, Section] = {}
    current = PREAMBLE
    for clause in document.clauses:
        if clause.id in openings:
            current = Section(clause.text, clause.id)
        places[clause.id] = current
    return places


def _section_headings(document: Document) -> tuple[Clause, ...]:
    """The headings of the highest level, a leading title left out."""
    headings = [each for each in document.clauses if each.kind is ClauseKind.HEADING]
    if has_title(document):
        headings = headings[1:]
    top = min((each.level for each in headings), default=0)
    return tuple(each for each in headings if each.level == top)


def has_title(document: Document) -> bool:
    """Whether the document begins with its own title: a heading of level 1, by itself."""
    first = next(iter(document.clauses), None)
    # A heading that is quoted, or in a list, is part of what the text says below its title.
    return first is not None and first.level == 1 and len(first.blocks) == 1
