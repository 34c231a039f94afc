"""Legal vocabulary as data: which words speak of which matter.

Each file of `lexicons/` with a `[terms]` table is one kind of fact. Its terms
are phrases of general English legal vocabulary, matched by their norms, so
inflection, spelling and hyphens make no difference. “(if|when) law requires” is
two phrases. What `[listed]` holds means other things as well, and is a term where
it stands among others of its kind only: “your name, e-mail and preferences”.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, product
from typing import TYPE_CHECKING

from gazette.materiality.data import load_data
from gazette.materiality.words import norms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gazette.materiality.words import Word

KINDS = (
    "data",
    "purpose",
    "recipient",
    "sale",
    "right",
    "legal_basis",
    "transfer",
    "retention",
    "security",
    "automation",
    "children",
    "tracking",
    "change_notice",
    "acceptance",
    "scope",
    "controller",
    "condition",
    "extent",
    "bound",
    "commitment",
    "vague",
    "price",
    "liability",
    "dispute",
    "termination",
    "license",
    "conduct",
    "service",
    "country",
    "company",
    "act",
)
"""Every kind of term, in the order in which ties are settled."""


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase found: its kind, the value it stands for, and its words' positions."""

    kind: str
    value: str
    first: int
    last: int


_LISTED = "-listed"
"""Ends the kind of a term that is one only in an enumeration of its kind."""
_ENUMERATION = 2  # other terms of a kind that make a sentence enumerate it

HINT = "-hint"
"""Ends the kind of a term that tells what a statement is about, and no more."""


@cache
def topic_of(kind: str) -> str:
    """The topic that a kind of term speaks of; empty for a kind that modifies others."""
    if kind.removesuffix(HINT) not in KINDS:
        return ""
    topic: str = load_data(kind.removesuffix(HINT)).content["topic"]
    return topic


_Phrase = tuple[tuple[str, ...], str, str]
"""A phrase as (norms, kind, value)."""


@cache
def _phrases() -> tuple[_Phrase, ...]:
    """The phrases of all kinds, the longest first."""
    found = set()
    for kind in KINDS:
        content = load_data(kind).content
        entries = [(kind, value, phrase) for value, ps in content["terms"].items() for phrase in ps]
        entries += [(kind + HINT, "hint", phrase) for phrase in content.get("hints", ())]
        listed = content.get("listed", {})
        entries += [(kind + _LISTED, value, phrase) for value in listed for phrase in listed[value]]
        for name, value, phrase in entries:
            found.update([(norms(said), name, value) for said in _spelled_out(phrase)])
    rank = {
        name: place
        for place, kind in enumerate(KINDS)
        for name in (kind, kind + HINT, kind + _LISTED)
    }
    return tuple(sorted(found, key=lambda each: (-len(each[0]), rank[each[1]], each[2], each[0])))


def _spelled_out(phrase: str) -> Iterator[str]:
    """A phrase in each of its choices: “(if|when) law requires”."""
    parts = (part.split("|") for part in _CHOICE.split(phrase))
    return map("".join, product(*parts))


_CHOICE = re.compile(r"[()]")


@cache
def _phrases_by_two() -> Mapping[str, Mapping[str, Sequence[_Phrase]]]:
    """The phrases that can begin at a norm: by it and the norm after it, empty for any other."""
    table: dict[str, dict[str, list[_Phrase]]] = defaultdict(lambda: defaultdict(list))
    for phrase in _phrases():
        first, *after = phrase[0][:2]
        table[first]["".join(after)].append(phrase)
    for found in table.values():
        for two in found.keys() - {""}:
            found[two] += found.get("", ())
    return table


@cache
def _phrasings() -> dict[tuple[str, str], tuple[tuple[str, ...], ...]]:
    table: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for phrase, kind, value in _phrases():
        table[kind.removesuffix(_LISTED), value].append(phrase)
    return {key: tuple(phrases) for key, phrases in table.items()}


def phrasings(kind: str, value: str) -> tuple[tuple[str, ...], ...]:
    """The phrases, as norms, that say a term; none for a fact that is no term."""
    return _phrasings().get((kind, value), ())


def is_vocabulary(norm: str) -> bool:
    """Whether a norm stands in a phrase of any lexicon."""
    return norm in _vocabulary()


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(word for phrases in _phrasings().values() for p in phrases for word in p)


def find_terms(words: Sequence[Word]) -> Iterator[Term]:
    """Terms in reading order; within one kind the longest phrase wins its words."""
    found = tuple(_read_terms(words))
    if not any(term.kind.endswith(_LISTED) for term in found):
        return iter(found)
    named: dict[str, set[str]] = {}
    for term in found:
        named.setdefault(term.kind, set()).add(term.value)
    return (
        replace(term, kind=term.kind.removesuffix(_LISTED))
        for term in found
        if not term.kind.endswith(_LISTED)
        or len(named.get(term.kind.removesuffix(_LISTED), set()) - {term.value}) >= _ENUMERATION
    )


def _read_terms(words: Sequence[Word]) -> Iterator[Term]:
    """Terms in reading order, and what is a term only among others."""
    table = _phrases_by_two()
    taken: dict[str, int] = {}
    sequence = tuple([word.norm for word in words])
    for position, (norm, after) in enumerate(pairwise((*sequence, ""))):
        if norm not in table:
            continue
        found = table[norm]
        for phrase, kind, value in found.get(after) or found.get("", ()):
            end = position + len(phrase)
            if sequence[position:end] == phrase and taken.get(kind, -1) < position:
                taken[kind] = end - 1
                yield Term(kind, value, position, end - 1)
