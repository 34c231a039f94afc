"""What a text calls its summary: a part under such a heading, or boxes said to sum up."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gazette.materiality.statements import Statement
    from gazette.model.document import Document

_HEADING = re.compile(
    r"\bat a glance\b|\bin (?:short|brief|a nutshell|summary|plain (?:words|language|english))\b"
    r"|\bsummar(?:y|ies)\b|\bsummari[sz]ed\b|\bkey (?:points|facts)\b|\bhighlights\b|\btl;?\s?dr\b"
    r"|\bshort version\b|\bthe essentials\b|\bwhat you need to know\b",
    re.IGNORECASE,
)
_SUMS_UP = re.compile(
    r"\bsums? up\b|\bsummari[sz]es?\b|\bsummary\b|\bsummaries\b"
    r"|\bin (?:plain|everyday|simple) (?:words|language|english)\b",
    re.IGNORECASE,
)
_BINDS_NOT = re.compile(
    r"\bnot (?:form )?(?:a )?part of\b|\bnot (?:legally )?binding\b|\bno legal (?:effect|force)\b"
    r"|\bfor (?:your )?(?:convenience|ease of reading)\b|\bonly (?:a|meant as a) summary\b"
    r"|\b(?:does|do) not replace\b|\bno (?:substitute|replacement) for\b",
    re.IGNORECASE,
)


class Summary:
    """The summaries of one text."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def holds(self, statement: Statement) -> bool:
        """Whether a statement stands in a summary."""
        clause = statement.clause
        if any(_HEADING.search(text) for text in (clause.lead, clause.heading)):
            return True
        return _is_boxed(statement) and any(map(_SUMS_UP.search, self._paragraphs.values()))

    def is_unbinding(self, statement: Statement) -> bool:
        """Whether the text says of the summary that it replaces nothing of what it sums up."""
        return any(
            _BINDS_NOT.search(text) and _SUMS_UP.search(text)
            for section, text in self._paragraphs.items()
            if _is_boxed(statement) or section[0] == statement.clause.section
        )

    @cached_property
    def _paragraphs(self) -> dict[tuple[str, str], str]:
        """The texts that speak of a summary, by section and clause."""
        return {
            (clause.section, clause.id): clause.text
            for clause in self._document.clauses
            if _SUMS_UP.search(clause.text)
        }


def _is_boxed(statement: Statement) -> bool:
    return any(block.tag == "blockquote" for block in statement.clause.blocks)
