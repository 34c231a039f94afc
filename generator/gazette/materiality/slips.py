"""Slips of the pen: words that differ by a letter or two and mean the same."""

from __future__ import annotations

from rapidfuzz.distance import DamerauLevenshtein

from gazette.materiality.facts import read_facts
from gazette.materiality.words import is_number


def is_misspelt(gone: tuple[str, ...], come: tuple[str, ...]) -> bool:
    """Whether each word is a slip of the pen away from its counterpart."""
    if len(gone) != len(come):
        return False
    return all(_slip(old, new) for old, new in zip(gone, come, strict=True))


def _slip(old: str, new: str) -> bool:
    if old == new:
        return True
    if is_number(old) or is_number(new) or _terms(old) != _terms(new):
        return False
    distance = DamerauLevenshtein.distance(old, new)
    shorter = min(len(old), len(new))
    if old[:3] == new[:3] and shorter >= 5:  # noqa: PLR2004 - letters
        return distance <= 2  # noqa: PLR2004 - letters
    return distance == 1 and (shorter >= 4 or shorter == 1)  # noqa: PLR2004 - letters


def _terms(word: str) -> set[tuple[str, str]]:
    return {fact.key for fact in read_facts(word)}
