"""Slips of the pen: letters that differ where the words meant are the same.

A slip leaves something behind that is no English word, or one that makes no
sense there (“effect” for “affect”, a closed list). Where both words are words
with a sense, such as “contact” and “contract”, nobody can tell that either was
mistyped, and they are no slip.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import OSA, Prefix

from gazette.materiality.data import load_data
from gazette.materiality.facts import read_facts
from gazette.materiality.lexicon import is_vocabulary
from gazette.materiality.names import is_distinctive
from gazette.materiality.stems import stem
from gazette.materiality.words import is_number

_SHORTEST = 4  # letters: shorter words are too near to one another
_LONG = 8  # letters: a longer word may have two slips
_MARK = re.compile(r".?[\s.,;:'’‘\"“”()\[\]–—•*-]", re.DOTALL)
_APART = re.compile(r"(?<!\d)[\s.,;:'’‘\"“”()\[\]–—•*-]+|[\s.,;:'’‘\"“”()\[\]–—•*-]+(?!\d)")


def is_respaced(old: str, new: str) -> bool:
    """Whether two texts have the same letters and digits, and only spaces or points differ.

    What stands between two digits counts: 1.5 is not 15.
    """
    alike = Prefix.similarity(old, new)
    if alike < min(len(old), len(new)) and not _MARK.match(old[alike] + new[alike]):
        return False  # where they part, both have a letter: no need to look at all the rest
    return _APART.sub("", old) == _APART.sub("", new)


def is_mistyped(gone: tuple[str, ...], come: tuple[str, ...]) -> bool:
    """Whether words as written are those of the other side but for letters mistyped in them."""
    return len(gone) == len(come) > 0 and all(map(_mistyped, gone, come))


def _mistyped(old: str, new: str) -> bool:
    if old.casefold() == new.casefold() or frozenset(map(_plain, (old, new))) in _confused():
        return True
    if _is_short_slip(*sorted((old.casefold(), new.casefold()), key=_is_word)):
        return True
    # Written with a capital, what is no word may be a name.
    wrong, right = (old, new) if is_english(new.casefold()) else (new, old)
    if is_english(wrong.casefold()) or not is_english(right.casefold()):
        return False
    if not wrong.isalpha() or (wrong[0].isupper() and is_distinctive(stem(right.casefold()))):
        return False
    wrong, right = wrong.casefold(), right.casefold()
    shorter = min(len(wrong), len(right))
    allowed = 2 if shorter >= _LONG and wrong[0] == right[0] else 1
    return shorter >= _SHORTEST and OSA.distance(wrong, right) <= allowed


def _is_short_slip(wrong: str, right: str) -> bool:
    """Whether what is no word is a letter away from one of the few that join a sentence."""
    if _is_word(wrong) or max(len(wrong), len(right)) >= _SHORTEST or not wrong.isalpha():
        return False
    if sorted(wrong) == sorted(right):
        return _is_word(right)  # letters in another order can mean nothing else
    return right in _JOINING and OSA.distance(wrong, right) == 1


def _is_word(word: str) -> bool:
    """As `is_english`, but not every two letters are a word."""
    return word in _TWO if len(word) == 2 else is_english(word)  # noqa: PLR2004 - letters


_TWO = frozenset(
    (
        "ad", "ai", "am", "an", "as", "at", "be", "by", "do", "eu", "ex", "go", "he", "hi", "id",
        "if", "in", "ip", "is", "it", "me", "my", "no", "of", "ok", "on", "or", "os", "pc", "so",
        "to", "tv", "uk", "up", "us", "vs", "we",
    )
)  # fmt: skip
_JOINING = frozenset(
    ("of", "to", "in", "is", "it", "on", "as", "at", "be", "we", "the", "you", "our", "are", "for")
)
"""Short words that turn and bound nothing: not “or”, “no”, “if”."""


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")


@cache
def _confused() -> frozenset[frozenset[str]]:
    """The pairs of words that are taken for one another."""
    return frozenset(map(frozenset, load_data("slips").content["pairs"]))


def is_english(word: str) -> bool:
    """Whether a lower-case word is one of the language, as all of two letters are."""
    word = word.replace("’", "").replace("'", "")
    if len(word) < _SHORTEST - 1:
        return len(word) > 1 or word in "ai"
    return word in _english() or is_vocabulary(stem(word))


@cache
def _english() -> frozenset[str]:
    text = (files(__package__) / "english.txt").read_text(encoding="utf-8")
    return frozenset(text.splitlines())  # what stands above the list, by lines, is no word


def is_misspelt(gone: tuple[str, ...], come: tuple[str, ...]) -> bool:
    """Whether each norm is a slip of the pen away from its counterpart, and none is a term."""
    if len(gone) != len(come):
        return False
    return all(_slip(old, new) for old, new in zip(gone, come, strict=True))


def _slip(old: str, new: str) -> bool:
    if old == new:
        return True
    if is_number(old) or is_number(new) or _terms(old) != _terms(new):
        return False
    distance = OSA.distance(old, new)
    shorter = min(len(old), len(new))
    if old[:3] == new[:3] and shorter >= 5:  # noqa: PLR2004 - letters
        return distance <= 2  # noqa: PLR2004 - letters
    return distance == 1 and (shorter >= 4 or shorter == 1)  # noqa: PLR2004 - letters


def _terms(word: str) -> set[tuple[str, str]]:
    return {fact.key for fact in read_facts(word)}
