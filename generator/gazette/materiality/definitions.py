"""Definitions: where a text says what one of its words means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gazette.materiality.words import norms, read_words

_QUOTED = r"[“\"‘'](?P<{name}>[^”\"’']{{2,60}})[”\"’']"
_MEANS = (
    r"(?:shall\s+|will\s+)?(?:means?|refers?\s+to|denotes?|has\s+the\s+meaning|have\s+the\s+meaning"
    r"|(?:is|are)\s+defined\s+as|includes)\b"
)
_DEFINITION = re.compile(
    rf"{_QUOTED.format(name='quoted')}\s*(?:\([^)]*\)\s*)?{_MEANS}"
    rf"|\((?:[^()]*?\b(?:the|each|an?|our|together|collectively|hereafter|hereinafter|referred\s+to\s+as)\s*,?\s*)?"
    rf"{_QUOTED.format(name='short')}\)"
    r"|\b(?:the\s+terms?|by)\s+[“\"‘'](?P<term>[^”\"’']{2,60})[”\"’']"
    rf"|^\W*(?!(?:This|That|It|These|Which)\b)(?P<plain>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){{0,4}})\s+(?:shall\s+)?(?:means?|(?:is|are)\s+defined\s+as)\b"
)
_SIGN = re.compile(r"[“\"‘']|mean|defined")
"""What stands in every definition, and is found sooner than one."""
_SECTION = frozenset(norms("definition definitions glossary"))


@dataclass(frozen=True, slots=True)
class Definition:
    """A term defined, by its norms, and the words `first`..`last` that say so.

    A heading such as “Definitions” or “Glossary” defines no term of its own:
    its `term` is empty, and what stands below it is a definition.
    """

    term: str
    first: int
    last: int


@lru_cache(maxsize=8192)
def find_definitions(text: str) -> tuple[Definition, ...]:
    """The definitions of `text`: “X” means, the term “X”, (the “X”), X is defined as."""
    words = read_words(text)
    found = [
        Definition("", position, position)
        for position, word in enumerate(words)
        if word.norm in _SECTION
    ]
    for match in _DEFINITION.finditer(text) if _SIGN.search(text) else ():
        inside = [i for i, w in enumerate(words) if w.start < match.end() and w.end > match.start()]
        term = next(group for group in match.groups() if group)
        if inside:
            found.append(Definition(" ".join(norms(term)), inside[0], inside[-1]))
    return tuple(found)
