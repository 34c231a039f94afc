"""Gate on defined terms: each that is used is defined, and each defined is used.

A text defines a term by quoting it where it is introduced, as in (“Services”)
or “Services” means …, or as the term of a definition list. Where a text does
so at all, another capitalised word amid a sentence promises a definition too.
A name (Stripe, European Union) is capitalised everywhere; a term also stands
without its capitals somewhere, which is how the two are told apart. An
abbreviation is neither, nor is the title of another document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gazette.errors import Location
from gazette.model.document import ClauseKind
from gazette.release.complaints import warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gazette.model.document import Clause, Document
    from gazette.model.gate import Gate
    from gazette.release.proposal import Proposal

_WORD = r"(?![A-Z]{2,}s?\b)[A-Z][\w-]*[a-z](?!\w|\.\w|@)"
_TERM = rf"{_WORD}(?: {_WORD}){{0,3}}"
_QUOTED = rf"[“\"‘']({_TERM})[,.]?[”\"’']"
_INTRODUCED = re.compile(rf"\([^()]{{0,80}}?{_QUOTED}[^()]{{0,80}}\)")
_MEANS = re.compile(rf"{_QUOTED}\s+(?:shall\s+)?(?:means?|refers?\s+to|includes?|is|are)\b")
_AMID = re.compile(rf"(?<=[a-z,;] )({_TERM})")
_TITLES = re.compile(
    r"\b(?:Policy|Policies|Terms|Notice|Agreement|Statement|Addendum|Guidelines|Section|Act)\b"
)
_RUNNING = (ClauseKind.PARAGRAPH, ClauseKind.ITEM, ClauseKind.CELL, ClauseKind.DEFINITION)
OFTEN = 3
"""In so many clauses a capitalised word must stand; in fewer it is a slip, or a name."""


class Use(NamedTuple):
    """A term and the clause in which it stands."""

    term: str
    clause: Clause


def check_terms(proposal: Proposal) -> Iterator[Gate]:
    """Every defined term is defined and used; English texts only."""
    text = proposal.text
    if text is None or not text.language.lower().startswith("en"):
        return
    for use in undefined_terms(text.document):
        yield warning(
            f"“{use.term}” is written as a defined term, and nothing defines it",
            where=Location(text.path, use.clause.line),
            remedy=f"Define it, as in (“{use.term}”), or write it small throughout.",
        )
    for use in unused_terms(text.document):
        yield warning(
            f"“{use.term}” is defined, and used nowhere else",
            where=Location(text.path, use.clause.line),
            remedy="Remove the definition, or use the term where it is meant.",
        )


def undefined_terms(document: Document) -> tuple[Use, ...]:
    """The first use of each term that is capitalised as one and defined nowhere.

    Nothing in a text that defines no term: there capitals promise nothing.
    """
    defined = _defined(document)
    if not defined:
        return ()
    known = " ".join(defined).casefold()
    headings = " ".join(c.text for c in document.clauses if c.kind is ClauseKind.HEADING)
    running = [clause for clause in document.clauses if clause.kind in _RUNNING]
    text = "\n".join(clause.text for clause in running)
    uses: dict[str, list[Use]] = {}
    for use in (Use(found, clause) for clause in running for found in _capitalised(clause)):
        uses.setdefault(_singular(use.term), []).append(use)
    return tuple(
        found[0]
        for term, found in uses.items()
        if len({use.clause.id for use in found}) >= OFTEN
        # A part of a defined term, or a heading's words, which name that section.
        and not (term.casefold() in known or term in headings or _TITLES.search(term))
        and re.search(rf"(?<![\w/.@-]){re.escape(term.lower())}s?(?![\w/@-]|\.\w)", text)
    )


def unused_terms(document: Document) -> tuple[Use, ...]:
    """Each defined term that stands in no clause but where it is defined."""
    return tuple(
        Use(term, clause)
        for term, clause in _defined(document).items()
        if not _is_used(term, clause, document)
    )


def _defined(document: Document) -> Mapping[str, Clause]:
    """The terms that the text defines, each with the first clause that does."""
    found: dict[str, Clause] = {}
    for clause in document.clauses:
        for term in _definitions(clause):
            found.setdefault(term, clause)
    return found


def _definitions(clause: Clause) -> Iterator[str]:
    if clause.kind is ClauseKind.TERM:
        yield clause.text
    for found in _INTRODUCED.finditer(clause.text):
        # One pair of parentheses may introduce several: (“Services”, “Products”).
        yield from re.findall(_QUOTED, found[0])
    yield from _MEANS.findall(clause.text)


def _capitalised(clause: Clause) -> Iterator[str]:
    """What stands capitalised amid a sentence, and is not the name of a linked page."""
    links = [mark for mark in clause.marks if mark.tag == "a"]
    for found in _AMID.finditer(clause.text):
        if not any(link.start < found.end() and found.start() < link.end for link in links):
            yield found[1]


def _is_used(term: str, definition: Clause, document: Document) -> bool:
    pattern = re.compile(rf"(?<!\w){re.escape(_singular(term))}", re.IGNORECASE)
    return any(
        len(pattern.findall(clause.text)) > (clause.id == definition.id)
        for clause in document.clauses
        if clause.kind is not ClauseKind.HEADING
    )


def _singular(term: str) -> str:
    return term[:-1] if term.endswith("s") and not term.endswith("ss") else term
