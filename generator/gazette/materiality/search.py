"""Finds the clauses that can hold given words, without reading the whole document.

Reading every sentence into norms is the judge's main expense, and nearly all
of a document is unchanged. A norm begins as the written word does, but for the
few that a table exchanges; so the clauses whose letters lack that beginning
cannot hold the word, and need not be read. The search never leaves out a
clause that holds the words; it may name some that do not.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from gazette.materiality.data import load_data
from gazette.materiality.words import stem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.model.document import Clause, Document

_BEGINNING = 4  # letters; what a stem or another spelling changes stands after them
_SHORT = 6  # letters; in a shorter word they may change sooner
_RAREST = 3  # beginnings looked for: more exclude little and cost time


class Search:
    """The text of a document by its clauses."""

    def __init__(self, document: Document) -> None:
        self._clauses = tuple(clause for clause in document.clauses if clause.text)
        self._starts: list[int] = []
        texts, at = [], 0
        for clause in self._clauses:
            text = clause.text.replace("’", "").replace("'", "").casefold()
            self._starts.append(at)
            texts.append(text)
            at += len(text) + 1
        self._text = "\n".join(texts)
        self._holding: dict[str, frozenset[int]] = {}

    def clauses(self, norms: Iterable[str]) -> tuple[Clause, ...]:
        """The clauses that can hold all of the words, in reading order."""
        telling = sorted({norm for norm in norms if _is_telling(norm)}, key=lambda n: (-len(n), n))
        places: frozenset[int] | None = None
        for beginning in dict.fromkeys(map(_beginning, telling[:_RAREST])):
            found = self._places(beginning)
            places = found if places is None else places & found
            if not places:
                return ()
        if places is None:
            return self._clauses
        return tuple(self._clauses[place] for place in sorted(places))

    def _places(self, beginning: str) -> frozenset[int]:
        if beginning not in self._holding:
            places, at = set(), self._text.find(beginning)
            while at >= 0:
                place = bisect_right(self._starts, at) - 1
                places.add(place)
                end = self._starts[place + 1] if place + 1 < len(self._starts) else len(self._text)
                at = self._text.find(beginning, end)
            self._holding[beginning] = frozenset(places)
        return self._holding[beginning]


def _beginning(norm: str) -> str:
    return norm[: _BEGINNING if len(norm) >= _SHORT else _BEGINNING - 1]


@cache
def _is_telling(norm: str) -> bool:
    """Whether every written form of a norm begins as the norm does."""
    return len(norm) >= _BEGINNING and norm.isalpha() and norm not in _exchanged()


@cache
def _exchanged() -> frozenset[str]:
    """The norms that a written word of another beginning may have."""
    spelling = load_data("spelling")
    tables = [spelling.words(name).items() for name in ("irregular", "variants", "contractions")]
    pairs = [(word, part) for table in tables for word, form in table for part in form.split()]
    joined = {"".join(stem(part) for part in pair.split()) for pair in spelling.list("compounds")}
    changed = {stem(part) for word, part in pairs if word[:_BEGINNING] != part[:_BEGINNING]}
    return frozenset(changed | joined)
