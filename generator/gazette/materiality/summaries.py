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
    r"|\bshort version\b|\b(?:the )?essentials\b|\bwhat you need to know\b"
    r"|\bin (?:essence|a few words)\b|\b(?:key |main )?takeaways\b|\bsynopsis\b|\bdigest\b"
    r"|\b(?:main|most important|basic) (?:points|facts|things)\b|\babstract\b|\brecap\b"
    r"|\bthe gist\b|\bbottom line\b|\bquick (?:guide|read|facts)\b|\bsnapshot\b"
    r"|\bbriefly\b|\bat first glance\b|\bin one (?:page|minute)\b",
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
    r"|\b(?:does|do|will|shall) not (?:replace|supersede|override|change|limit|affect|constitute)\b"
    r"|\b(?:no|not a|not any) (?:substitute|replacement|contract)\b"
    r"|\bno legal (?:weight|value|meaning)\b|\b(?:prevails?|takes? precedence)\b"
    r"|\bfor (?:general )?information(?:al)?(?: purposes)? only\b"
    r"|\bnot intended to (?:be )?(?:binding|replace|bind)\b|\bno binding (?:effect|force)\b",
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
