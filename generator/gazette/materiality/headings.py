"""What a heading announces: “Security”, “Changes”, “Where it goes”.

In a sentence such words tell little (a change may be of anything); alone above
a section they tell what the section is about. They are asked only where a
heading has no word that tells its matter anywhere.
"""

from __future__ import annotations

from functools import cache, lru_cache

from gazette.materiality.data import load_data
from gazette.materiality.words import norms

_LONGEST = 8  # words: a longer heading is a sentence


@lru_cache(maxsize=4096)
def announced(heading: str) -> frozenset[str]:
    """The topics that the words of a heading announce; none for a sentence."""
    words = norms(heading)
    if len(words) > _LONGEST:
        return frozenset()
    said = f" {' '.join(words)} "
    return frozenset(topic for phrase, topic in _phrases() if phrase in said)


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    topics: dict[str, list[str]] = load_data("headings").content["topics"]
    return tuple(
        (f" {' '.join(norms(phrase))} ", topic)
        for topic, phrases in topics.items()
        for phrase in phrases
    )
