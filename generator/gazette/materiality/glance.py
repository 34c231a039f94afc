"""Whether a text can say a phrase word for word, told from its letters and without reading it.

To read a sentence into norms costs ten times what a look at its letters does,
and most sentences that hold the words of a phrase hold them far apart. What is
told here is never wrong about a text that says the phrase; of the others it
lets some pass.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gazette.materiality.data import load_data
from gazette.materiality.stems import stem
from gazette.materiality.words import AMERICA

if TYPE_CHECKING:
    from collections.abc import Sequence

WITHOUT_CHANGE = 4  # letters; what a stem or another spelling changes stands after them
_SHORT = 6  # letters; in a shorter word they may change sooner
_ENDED = re.compile(r"(@[\w-]+(?:\.[\w-]+)+|\.[^\W\d_]{2,})['’]")
"""A mailbox or a host with an apostrophe after it: no word goes on across that."""
_LETTERS = re.compile(r"[^\W\d_]+")


def letters_of(text: str) -> str:
    """A text as it is looked at: in lower case, without apostrophes."""
    if "’" in text or "'" in text:
        text = _ENDED.sub(r"\1 ", text).replace("’", "").replace("'", "")
    return text.casefold()


def beginning(word: str) -> str:
    """How every form of a word begins, those apart that a table exchanges for it."""
    return word[: WITHOUT_CHANGE if len(word) >= _SHORT else WITHOUT_CHANGE - 1]


@lru_cache(maxsize=8192)
def bare_words(text: str) -> tuple[str, ...]:
    """The runs of letters of a text as it is looked at."""
    return tuple(_LETTERS.findall(letters_of(text)))


class _Piece(NamedTuple):
    """One norm of a phrase: how a word that gives it can begin, and how far from the last one.

    Usually it is the next word; the second word of “e mail” comes after that
    one, and the “not” of “don’t” within the same.
    """

    beginnings: tuple[str, ...]
    steps: tuple[int, ...]


Glance = tuple[_Piece, ...]


@lru_cache(maxsize=4096)
def glance(phrase: tuple[str, ...]) -> Glance | None:
    """What to look for where a phrase, given in norms, may be said; None where nothing tells."""
    if not phrase or not all(map(str.isalpha, phrase)):
        return None
    return tuple(map(_piece, phrase))


def can_say(words: Sequence[str], pieces: Glance) -> bool:
    """Whether `bare_words(...)` of a text have the pieces one after the other."""
    first = pieces[0].beginnings
    return any(
        _follows(words, at, pieces, 1) for at, word in enumerate(words) if word.startswith(first)
    )


def _follows(words: Sequence[str], at: int, pieces: Glance, number: int) -> bool:
    """Whether the pieces from `number` on follow the word `at`."""
    if number == len(pieces):
        return True
    piece = pieces[number]
    return any(
        at + step < len(words)
        and (step == 0 or words[at + step].startswith(piece.beginnings))
        and _follows(words, at + step, pieces, number + 1)
        for step in piece.steps
    )


@cache
def _piece(norm: str) -> _Piece:
    spelling = _spellings()
    joined = spelling.joined.get(norm, ())
    steps = (1, 2) if joined else (1,)
    beginnings = {beginning(norm), *spelling.exchanged.get(norm, ()), *joined}
    return _Piece(tuple(sorted(beginnings)), (0, *steps) if norm in spelling.hidden else steps)


class _Spellings(NamedTuple):
    """What the tables of `spelling.toml` make of written words, by the norm that they give."""

    exchanged: dict[str, set[str]]
    """How words of another beginning begin."""
    joined: dict[str, set[str]]
    """How the second of two words begins that are one norm."""
    hidden: set[str]
    """Norms that a contraction gives after its first."""


@cache
def _spellings() -> _Spellings:
    spelling = load_data("spelling")
    found = _Spellings({AMERICA: {"us"}}, {AMERICA: {"s"}}, set())
    for name in ("irregular", "variants"):
        for word in spelling.words(name):
            found.exchanged.setdefault(stem(word), set()).add(beginning(letters_of(word)))
    for word, form in spelling.words("contractions").items():
        parts = [stem(part) for part in form.split()]
        found.hidden.update(parts[1:])
        for part in parts:
            found.exchanged.setdefault(part, set()).add(beginning(letters_of(word)))
    for pair in spelling.list("compounds"):
        one, two = (stem(part) for part in pair.split())
        begun = {beginning(two), *found.exchanged.get(two, ())}
        found.joined.setdefault(one + two, set()).update(begun)
    return found
