"""Phrases: where two statements differ, in the fewest places, and which stock phrases they say."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from gazette.materiality.data import load_data
from gazette.materiality.statements import canonical_forms
from gazette.materiality.words import norms

if TYPE_CHECKING:
    from gazette.materiality.statements import Statement, Token

Range = tuple[int, int]
_JOIN = 1  # kept tokens between two places that are read as one
_REWRITTEN = 0.6  # below this likeness a statement is rewritten, not edited in places


def differing(old: Statement, new: Statement) -> list[tuple[Range, Range]]:
    """The word ranges that differ, as (old range, new range); empty where both say the same."""
    if old.text == new.text:
        return []
    codes = Indel.opcodes(old.forms, new.forms)
    blocks = [
        (code.src_start, code.src_end, code.dest_start, code.dest_end)
        for code in codes
        if code.tag != "equal"
    ]
    rewritten = likeness(old.forms, new.forms) < _REWRITTEN
    merged: list[tuple[int, int, int, int]] = []
    for block in blocks:
        near = merged and (rewritten or block[0] - merged[-1][1] <= _JOIN)
        if near:
            last = merged.pop()
            merged.append((last[0], block[1], last[2], block[3]))
        else:
            merged.append(block)
    places = [(_words(old.tokens, b[0], b[1]), _words(new.tokens, b[2], b[3])) for b in merged]
    if bounding(old.text) == bounding(new.text):
        return places
    equal = [
        (code.src_start + i, code.dest_start + i)
        for code in codes
        if code.tag == "equal"
        for i in range(code.src_end - code.src_start)
    ]
    gaps = [(_gap(old, i), _gap(new, k)) for i, k in (*equal, (None, None))]
    return sorted(places + [gap for gap in gaps if _bound_otherwise(old, new, gap)])


@lru_cache(maxsize=8192)
def bounding(text: str) -> tuple[str, ...]:
    """The words of a text that weigh nothing but where they are exchanged, or come, or go.

    Whose a thing is (“your consent” is not “our consent”), who does it (“shown by us”, “shown to
    us”), and that all of it is meant.
    """
    return tuple(word for word in norms(text) if word in _BOUNDING)


def exchanges_bounds(gone: str, come: str) -> bool:
    """Whether one owner took another's place in words that changed, or “all” came or went.

    An owner that merely came or went tells nothing: “the data”, “your data”.
    """
    old, new = set(bounding(gone)), set(bounding(come))
    owners = (old & _OWNERS, new & _OWNERS)
    roles = (old & _ROLES, new & _ROLES)
    totals = (old & _TOTAL, new & _TOTAL)
    fewer = (_ALL in old and not totals[1]) or (_ALL in new and not totals[0])
    return (
        fewer
        or any(all(words) and words[0].isdisjoint(words[1]) for words in (owners, roles))
        or _relates_otherwise(gone, come)
    )


def _relates_otherwise(gone: str, come: str) -> bool:
    """Whether only a preposition took another's place, and tells another part in what is done.

    What partners collect (“by”) is not what is collected for them, and to share with them is not
    to share through them.
    """
    if canonical_forms(gone) or canonical_forms(come):
        return False
    old, new = set(norms(gone)), set(norms(come))
    return any(
        (one & old and other & new and not one & new)
        or (one & new and other & old and not one & old)
        for one, other in _RELATIONS
    )


_OWNERS = frozenset(norms("our your their his her my"))
_ROLES = frozenset({"by", "to"})
_ALL = "all"
_TOTAL = frozenset({_ALL, "any", "each", "every"})
_RELATIONS = (
    (frozenset({"by"}), frozenset(norms("to for with about of"))),
    (frozenset({"with"}), frozenset(norms("for through via"))),
)
_BOUNDING = (
    _OWNERS | _ROLES | _TOTAL | {word for pair in _RELATIONS for side in pair for word in side}
)


def _gap(statement: Statement, at: int | None) -> Range:
    """The words without weight right before a token; before the end where `at` is None."""
    before = statement.tokens[:at][-1:]
    end = len(statement.words) if at is None else statement.tokens[at].first
    return (before[0].last + 1 if before else 0, end)


def _bound_otherwise(old: Statement, new: Statement, gap: tuple[Range, Range]) -> bool:
    """Whether the words without weight at one place bound it otherwise on the other side."""
    return exchanges_bounds(
        *(
            " ".join(word.text for word in side.words[first:end])
            for side, (first, end) in zip((old, new), gap, strict=True)
        )
    )


def likeness(old: tuple[str, ...], new: tuple[str, ...], floor: float = 0.0) -> float:
    """How alike two canonical statements are, from 0 to 1: 1 - Indel distance / both lengths.

    0 for a likeness below `floor`, which is found out sooner.
    """
    return float(Indel.normalized_similarity(old, new, score_cutoff=floor))


def _words(tokens: tuple[Token, ...], first: int, end: int) -> Range:
    """A range of tokens as a range of words; an empty one where nothing stands."""
    if first >= end:
        place = tokens[first].first if first < len(tokens) else 0
        return (place, place)
    return (tokens[first].first, tokens[end - 1].last + 1)


def says_any(text: str, name: str) -> bool:
    """Whether a text has one of the `phrases` of the word list `name`, in any inflection."""
    words, stock = norms(text), _stock(name)
    if stock.keys().isdisjoint(words):
        return False
    said = f" {' '.join(words)} "
    return any(phrase in said for word in words if word in stock for phrase in stock[word])


@cache
def _stock(name: str) -> dict[str, tuple[str, ...]]:
    """The phrases of a word list as norms, by their first one."""
    phrases: dict[str, list[str]] = {}
    for words in map(norms, load_data(name).list("phrases")):
        phrases.setdefault(words[0], []).append(f" {' '.join(words)} ")
    return {first: tuple(found) for first, found in phrases.items()}
