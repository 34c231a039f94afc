"""Finds the sentences that can hold given words, without reading the whole document.

Reading every sentence into norms is the judge's main expense, and nearly all
of a document is unchanged. A norm begins as the written word does, but for the
few that a table exchanges; so the clauses whose letters lack that beginning
cannot hold the word, and need not be read. The search never leaves out a
sentence that holds the words; it may name some that do not.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from itertools import chain
from typing import TYPE_CHECKING

from gazette.materiality.beginnings import Beginnings, Ways
from gazette.materiality.data import load_data
from gazette.materiality.glance import (
    WITHOUT_CHANGE,
    bare_words,
    beginning,
    can_say,
    glance,
    letters_of,
)
from gazette.materiality.statements import (
    Statement,
    is_exchangeable,
    phrases_of,
    read_statements,
)
from gazette.materiality.stems import stem
from gazette.materiality.words import AMERICA

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from gazette.model.document import Document

_Way = tuple[str, ...]
_AnyOf = tuple[Ways, ...]

_TELLING = 3  # letters; in what is shorter too much begins
_RAREST = 3  # beginnings looked for in the whole text; the others in what these leave


class _Sentence:
    """A sentence as it is looked at."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement

    @cached_property
    def letters(self) -> str:
        return letters_of(self.statement.text)

    @cached_property
    def bare(self) -> tuple[str, ...]:
        return bare_words(self.statement.text)


class Search:
    """The text of a document by its clauses."""

    def __init__(self, document: Document) -> None:
        self.clauses = tuple(clause for clause in document.clauses if clause.text)
        self._parted: dict[int, list[_Sentence]] = {}

    @cached_property
    def around(self) -> tuple[str, ...]:
        """The headings and leads that clauses stand under and that are no clauses themselves."""
        texts = dict.fromkeys(text for c in self.clauses for text in (c.heading, c.lead))
        return tuple(texts.keys() - {clause.text for clause in self.clauses})

    @cached_property
    def _texts(self) -> list[str]:
        return [letters_of(clause.text) for clause in self.clauses]

    @cached_property
    def beginnings(self) -> Beginnings:
        """How the words of the clauses begin, and after them those of what is `around`."""
        texts = chain((clause.text for clause in self.clauses), self.around)
        return Beginnings(list(map(bare_words, texts)))

    def all_statements(self) -> Iterator[Statement]:
        """Every sentence of the text, in reading order."""
        return chain.from_iterable(map(read_statements, self.clauses))

    def statements(self, norms: Iterable[str]) -> Iterator[Statement]:
        """The sentences that can hold all of the words, in reading order."""
        return self._statements(_beginnings(norms), ())

    def saying(self, forms: Iterable[str]) -> Iterator[Statement]:
        """The sentences that can say all of the canonical forms, in whichever synonyms."""
        return self._statements(*signs_of(forms))

    def phrase(self, norms: tuple[str, ...]) -> Iterator[Statement]:
        """The sentences that can say the words one after the other, in reading order."""
        pieces = glance(norms)
        if pieces is None:
            yield from self.statements(norms)
            return
        for place in self._clauses_of(self.beginnings.saying(pieces)):
            for sentence in self._sentences(place):
                if can_say(sentence.bare, pieces):
                    yield sentence.statement

    def _sentences(self, place: int) -> list[_Sentence]:
        if place not in self._parted:
            self._parted[place] = list(map(_Sentence, read_statements(self.clauses[place])))
        return self._parted[place]

    def _statements(self, beginnings: _Way, ways: _AnyOf) -> Iterator[Statement]:
        for place in self._places_of(beginnings):
            if not can_hold(self._texts[place], beginnings, ways):
                continue
            for sentence in self._sentences(place):
                if can_hold(sentence.letters, beginnings, ways):
                    yield sentence.statement

    def _places_of(self, beginnings: _Way) -> Iterable[int]:
        """The clauses that have the first of the beginnings, which are the rarest."""
        if not beginnings:
            return range(len(self.clauses))
        found = map(self.beginnings.having, beginnings[:_RAREST])
        return self._clauses_of(frozenset.intersection(*found))

    def _clauses_of(self, texts: Iterable[int]) -> list[int]:
        """The clauses among the texts whose beginnings are known, in order."""
        return sorted(text for text in texts if text < len(self.clauses))


def signs_of(forms: Iterable[str]) -> tuple[_Way, _AnyOf]:
    """What the letters of a text have that says all of the canonical forms: for `can_hold`."""
    forms = frozenset(forms)
    plain = {form for form in forms if not is_exchangeable(form)}
    ways = (_ways(form) for form in sorted(forms - plain))
    return _beginnings(plain), tuple(filter(None, ways))


def can_hold(text: Container[str], beginnings: _Way, ways: _AnyOf) -> bool:
    """Whether a text has all beginnings, and for each of `ways` those of one of them.

    The text is given as its letters, or as whatever else tells how its words begin.
    """
    return all(map(text.__contains__, beginnings)) and all(
        any(all(map(text.__contains__, way)) for way in each) for each in ways
    )


Searches = tuple[Search, Search]
"""The old text's and the new one's."""


def ways_of(forms: Iterable[str]) -> list[Ways]:
    """How each of the canonical forms may be said whose letters tell."""
    each = (_ways(form) if is_exchangeable(form) else _ways_of_one(form) for form in forms)
    return [ways for ways in each if ways]


def _ways_of_one(form: str) -> Ways:
    return ((_sign(form),),) if _sign(form) else ()


@cache
def _ways(form: str) -> Ways:
    """The beginnings of each phrase that says a form; none where a phrase tells nothing."""
    ways = tuple(_beginnings(phrase) for phrase in phrases_of(form))
    return ways if all(ways) else ()


def _beginnings(norms: Iterable[str]) -> tuple[str, ...]:
    """The beginnings of the words that tell, the longest word first."""
    longest_first = sorted(set(norms), key=lambda n: (-len(n), n))
    return tuple(dict.fromkeys(filter(None, map(_sign, longest_first))))


@cache
def _sign(norm: str) -> str:
    """How every written form of a norm begins; empty where they begin in many ways."""
    if norm.isalpha():
        return beginning(norm) if len(norm) >= _TELLING and norm not in _exchanged() else ""
    address = _ADDRESS.match(norm)
    return beginning(address[0]) if address else ""


_ADDRESS = re.compile(rf"[^\W\d_]{{{_TELLING},}}(?=[.@/])")
"""How the norm of a mailbox or of a page begins, which is as it is written."""


@cache
def _exchanged() -> frozenset[str]:
    """The norms that a written word of another beginning may have."""
    spelling = load_data("spelling")
    tables = [spelling.words(name).items() for name in ("irregular", "variants", "contractions")]
    pairs = [(word, part) for table in tables for word, form in table for part in form.split()]
    joined = {"".join(stem(part) for part in pair.split()) for pair in spelling.list("compounds")}
    changed = {stem(part) for word, part in pairs if word[:WITHOUT_CHANGE] != part[:WITHOUT_CHANGE]}
    return frozenset(changed | joined | {AMERICA})
