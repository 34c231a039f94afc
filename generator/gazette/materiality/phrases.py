"""Phrases: where two statements differ, in the fewest places, and which stock phrases they say."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from gazette.materiality.data import load_data
from gazette.materiality.words import norms

if TYPE_CHECKING:
    from gazette.materiality.statements import Statement, Token

Range = tuple[int, int]
_JOIN = 1  # kept tokens between two places that are read as one
_REWRITTEN = 0.6  # below this likeness a statement is rewritten, not edited in places


def differing(old: Statement, new: Statement) -> list[tuple[Range, Range]]:
    """The word ranges that differ, as (old range, new range); empty where both say the same."""
    if old.text == new.text or old.forms == new.forms:
        return []
    blocks = [
        (code.src_start, code.src_end, code.dest_start, code.dest_end)
        for code in Indel.opcodes(old.forms, new.forms)
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
    return [(_words(old.tokens, b[0], b[1]), _words(new.tokens, b[2], b[3])) for b in merged]


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
    said = f" {' '.join(norms(text))} "
    return any(phrase in said for phrase in _stock(name))


@cache
def _stock(name: str) -> tuple[str, ...]:
    return tuple(f" {' '.join(norms(phrase))} " for phrase in load_data(name).list("phrases"))
