"""Finds the sentences that can hold given words, without reading the whole document.

Reading every sentence into norms is the judge's main expense, and nearly all
of a document is unchanged. A norm begins as the written word does, but for the
few that a table exchanges; so the clauses whose letters lack that beginning
cannot hold the word, and need not be read. The search never leaves out a
sentence that holds the words; it may name some that do not.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, cached_property
from itertools import accumulate, chain
from typing import TYPE_CHECKING

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
from gazette.materiality.words import AMERICA, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gazette.model.document import Document

_Way = tuple[str, ...]
_Ways = tuple[tuple[_Way, ...], ...]

_TELLING = 3  # letters; in what is shorter too much begins
_RAREST = 3  # beginnings looked for in the whole text; the others in what these leave


class _Sentence:
    """A sentence as it is looked at."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.letters = letters_of(statement.text)

    @cached_property
    def bare(self) -> list[str]:
        return bare_words(self.letters)


class Search:
    """The text of a document by its clauses."""

    def __init__(self, document: Document) -> None:
        self._clauses = tuple(clause for clause in document.clauses if clause.text)
        self._texts = [letters_of(clause.text) for clause in self._clauses]
        self._starts = list(accumulate((len(text) + 1 for text in self._texts), initial=0))
        self._text = "\n".join(self._texts)
        self._holding: dict[str, frozenset[int]] = {}
        self._bare: dict[int, list[str]] = {}
        self._parted: dict[int, list[_Sentence]] = {}

    def all_statements(self) -> Iterator[Statement]:
        """Every sentence of the text, in reading order."""
        return chain.from_iterable(map(read_statements, self._clauses))

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
        rarest = sorted(pieces, key=lambda piece: len(piece.beginnings))[:_RAREST]
        found = (frozenset().union(*map(self._places, piece.beginnings)) for piece in rarest)
        for place in sorted(frozenset.intersection(*found)):
            if can_say(self._bare_words(place), pieces):
                for sentence in self._sentences(place):
                    if can_say(sentence.bare, pieces):
                        yield sentence.statement

    def _bare_words(self, place: int) -> list[str]:
        if place not in self._bare:
            self._bare[place] = bare_words(self._texts[place])
        return self._bare[place]

    def _sentences(self, place: int) -> list[_Sentence]:
        if place not in self._parted:
            self._parted[place] = list(map(_Sentence, read_statements(self._clauses[place])))
        return self._parted[place]

    def _statements(self, beginnings: _Way, ways: _Ways) -> Iterator[Statement]:
        for place in self._places_of(beginnings):
            if not can_hold(self._texts[place], beginnings, ways):
                continue
            for sentence in self._sentences(place):
                if can_hold(sentence.letters, beginnings, ways):
                    yield sentence.statement

    def _places_of(self, beginnings: _Way) -> Iterable[int]:
        """The clauses that have the first of the beginnings, which are the rarest."""
        places: frozenset[int] | None = None
        for telling in beginnings[:_RAREST]:
            found = self._places(telling)
            places = found if places is None else places & found
            if not places:
                return ()
        return range(len(self._clauses)) if places is None else sorted(places)

    def _places(self, beginning: str) -> frozenset[int]:
        if beginning not in self._holding:
            places, at = set(), self._text.find(beginning)
            while at >= 0:
                place = bisect_right(self._starts, at) - 1
                places.add(place)
                at = self._text.find(beginning, self._starts[place + 1])
            self._holding[beginning] = frozenset(places)
        return self._holding[beginning]


def signs_of(forms: Iterable[str]) -> tuple[_Way, _Ways]:
    """What the letters of a text have that says all of the canonical forms: for `can_hold`."""
    forms = frozenset(forms)
    plain = {form for form in forms if not is_exchangeable(form)}
    ways = (_ways(form) for form in sorted(forms - plain))
    return _beginnings(plain), tuple(filter(None, ways))


def can_hold(text: str, beginnings: _Way, ways: _Ways) -> bool:
    """Whether a text has all beginnings, and for each of `ways` those of one of them."""
    return all(map(text.__contains__, beginnings)) and all(
        any(all(map(text.__contains__, way)) for way in each) for each in ways
    )


Searches = tuple[Search, Search]
"""The old text's and the new one's."""


def holding_most(forms: Iterable[str], share: float) -> Callable[[str], bool]:
    """Tells of letters whether they can have so large a share of canonical forms.

    False only for a text that has not.
    """
    wanted = set(forms)
    ways = [_ways(form) if is_exchangeable(form) else _ways_of_one(form) for form in wanted]
    allowed = (1 - share) * len(wanted)
    # Most forms have one way and one beginning: those are looked for without a loop of our own.
    single = [each[0][0] for each in ways if each and len(each) == len(each[0]) == 1]
    single.sort(key=len, reverse=True)
    several = [each for each in ways if len(each) > 1 or (each and len(each[0]) > 1)]
    first = single[: int(allowed) + 1] if len(single) > allowed else None

    def can_hold(letters: str) -> bool:
        if first and not any(map(letters.__contains__, first)):
            return False
        missing = len(single) - sum(map(letters.__contains__, single))
        if missing > allowed:
            return False
        for each in several:
            if not any(all(map(letters.__contains__, way)) for way in each):
                missing += 1
                if missing > allowed:
                    return False
        return True

    return can_hold


def _ways_of_one(form: str) -> tuple[_Way, ...]:
    return ((beginning(form),),) if _is_telling(form) else ()


@cache
def _ways(form: str) -> tuple[_Way, ...]:
    """The beginnings of each phrase that says a form; none where a phrase tells nothing."""
    ways = tuple(_beginnings(phrase) for phrase in phrases_of(form))
    return ways if all(ways) else ()


def _beginnings(norms: Iterable[str]) -> tuple[str, ...]:
    """The beginnings of the words that tell, the longest word first."""
    telling = sorted({norm for norm in norms if _is_telling(norm)}, key=lambda n: (-len(n), n))
    return tuple(dict.fromkeys(map(beginning, telling)))


@cache
def _is_telling(norm: str) -> bool:
    """Whether every written form of a norm begins as the norm does."""
    return len(norm) >= _TELLING and norm.isalpha() and norm not in _exchanged()


@cache
def _exchanged() -> frozenset[str]:
    """The norms that a written word of another beginning may have."""
    spelling = load_data("spelling")
    tables = [spelling.words(name).items() for name in ("irregular", "variants", "contractions")]
    pairs = [(word, part) for table in tables for word, form in table for part in form.split()]
    joined = {"".join(stem(part) for part in pair.split()) for pair in spelling.list("compounds")}
    changed = {stem(part) for word, part in pairs if word[:WITHOUT_CHANGE] != part[:WITHOUT_CHANGE]}
    return frozenset(changed | joined | {AMERICA})
