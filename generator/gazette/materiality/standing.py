"""How a fact stands in its sentence: denied or not, data given away or not, a choice of yours.

“We do not sell your data and share your name” denies a sale and no sharing, so
each part of a sentence between two stops is read on its own; a part without a
verb, such as the next entry of an enumeration, goes on as the part before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from gazette.materiality.facts import MODAL, Fact, read_facts
from gazette.materiality.rewriting import points_back, stance
from gazette.materiality.statements import asks_whether
from gazette.materiality.words import norms, read_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.materiality.statements import Statement

_STOP = re.compile(r"[,;:](?!\d)|\s(?:and|but|nor|or)\s")
_GIVING = frozenset(("sharing", "sale", "transfer"))
_DENYING = frozenset(norms("not never no neither none nothing nobody without"))
_SPEAKERS = frozenset({"we", "you"})


class Standing(NamedTuple):
    """Whether it is denied, whether it is given away, and whether it is yours to choose."""

    denied: bool
    gives: bool
    yours: bool


class _Part(NamedTuple):
    first: int
    end: int
    standing: Standing


def part_around(fact: Fact, statement: Statement) -> str:
    """The part of a statement, between two stops, that has a fact."""
    words = statement.words
    start, end = words[fact.first].start, words[fact.last].end
    before = [stop.end() for stop in _STOP.finditer(statement.text, 0, start)]
    after = _STOP.search(statement.text, end)
    return statement.text[before[-1] if before else 0 : after.start() if after else None]


def standings(statement: Statement, key: tuple[str, str]) -> set[Standing]:
    """How a fact stands at each place of a statement; its lead speaks for an entry of a list.

    A question leaves open how: none.
    """
    if asks_whether(statement.text):
        return set()
    places = [fact.first for fact in read_facts(statement.text) if fact.key == key]
    if not places and any(fact.key == key for fact in read_facts(statement.clause.lead)):
        places = [0]
    if not places:
        return set()
    lead = _parts(statement.clause.lead)[-1].standing
    if points_back(statement.text):
        denies, gives = stance(statement)
        lead = Standing(denies, gives, lead.yours)
    parts = _parts(statement.text)
    found = {part.standing for at in places for part in parts if part.first <= at < part.end}
    return {
        Standing(
            lead.denied ^ s.denied,
            lead.gives or s.gives,
            key[0] == "right" and (lead.yours or s.yours),
        )
        for s in found
    }


def gives_anew(fact: Fact, statement: Statement, others: Iterable[Statement]) -> bool:
    """Whether a statement gives away data, or to someone, of which none of `others` says so.

    That a text names the data where it collects them makes it no less news, nor
    that it names someone to say that they get nothing.
    """
    given = {own for own in standings(statement, fact.key) if own.gives and not own.denied}
    if not given:
        return False
    known = (so for other in others for so in standings(other, fact.key))
    if fact.kind == "data":
        return not any(so.gives and not so.denied for so in known)
    first = next(known, None)
    return first is not None and first.denied and all(so.denied for so in known)


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[_Part, ...]:
    """The parts of a sentence with their standing; at least one."""
    words = read_words(text)
    ends = [word.end for word in words]
    stops = [bisect_right(ends, stop.start()) for stop in _STOP.finditer(text)]
    bounds = [0, *stops, len(words)]
    facts = read_facts(text)
    spans = list(pairwise(bounds))
    read = [_standing(facts, [w.norm for w in words[a:b]], (a, b)) for a, b in spans]
    current = next((own for own in read if own), Standing(denied=False, gives=False, yours=False))
    parts = []
    for (first, end), own in zip(spans, read, strict=True):
        current = own or current
        parts.append(_Part(first, end, current))
    return tuple(parts)


def _standing(facts: tuple[Fact, ...], words: list[str], span: tuple[int, int]) -> Standing | None:
    """How things stand in a part of a sentence; None where it has no verb of its own."""
    inside = [fact for fact in facts if span[0] <= fact.first < span[1]]
    acts = {f.value for f in inside if f.kind == "act"}
    denied = sum(word in _DENYING for word in words) % 2 == 1
    speaks = bool(acts) or any(fact.kind in (MODAL, "sale") for fact in inside)
    if not (speaks or denied or _SPEAKERS & set(words)):
        return None
    gives = bool(acts & _GIVING) or any(fact.kind in _GIVING for fact in inside)
    yours = "rights" in acts or any(fact.key == (MODAL, "may") for fact in inside)
    return Standing(denied, gives, yours)
