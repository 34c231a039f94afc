"""One spelling for a word, and no inflection."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from gazette.materiality.data import load_data

_SHORTEST_STEM = 3


class Spelling(NamedTuple):
    """The tables of `spelling.toml` that a word is looked up in."""

    contractions: dict[str, str]
    irregular: dict[str, str]
    unchanged: frozenset[str]
    whole: frozenset[str]
    variants: dict[str, str]
    suffixes: dict[str, str]
    british: tuple[str, ...]
    """The keys of `suffixes`: what ends as British spelling does, the longest ending first."""


@cache
def spelling() -> Spelling:
    """The tables, read once."""
    data = load_data("spelling")
    suffixes = data.words("suffixes")
    return Spelling(
        data.words("contractions"),
        data.words("irregular"),
        data.list("unchanged"),
        data.list("whole"),
        data.words("variants"),
        suffixes,
        tuple(sorted(suffixes, key=len, reverse=True)),
    )


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The norm of one lower-case word: one spelling, no inflection."""
    tables = spelling()
    if word in tables.whole:
        return word
    word = tables.irregular.get(word, word)
    if word not in tables.unchanged:
        if word.endswith(tables.british):
            ending = next(filter(word.endswith, tables.british))
            word = word.removesuffix(ending) + tables.suffixes[ending]
        word = tables.variants.get(word, word)
    return _strip_inflection(word)


def _strip_inflection(word: str) -> str:
    """A light stemmer: plurals, -ed and -ing, and the mute e they leave behind."""
    base = word
    if word.endswith(("ies", "ied")) and len(word) > _SHORTEST_STEM + 2:
        return word[:-3] + "y"
    if word.endswith("ing") and len(word) > _SHORTEST_STEM + 3:
        base = word[:-3]
    elif word.endswith("ed") and not word.endswith("eed") and len(word) > _SHORTEST_STEM + 2:
        base = word[:-2]
    elif word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    elif (
        word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > _SHORTEST_STEM
    ):
        base = word[:-1]
    if (
        base != word
        and len(base) > _SHORTEST_STEM
        and base[-1] == base[-2]
        and base[-1] in "bdgmnprt"
    ):
        base = base[:-1]  # stopped, stop
    return base[:-1] if base.endswith("e") and len(base) > _SHORTEST_STEM else base
