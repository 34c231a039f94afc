"""Sentences that were turned into their reverse by a word or two.

“Not” that came or went, “off” for “on”, “we” for “either party”, “you pay us”
for “we pay you”: all else is word for word the same, and nobody who relied on
the old sentence can rely on the new one. Such a word counts whatever it speaks
of, so these edits need no topic. Where a denial came together with its
opposite (“not public” for “private”), the sentence says what it said.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Literal

from gazette.materiality.arrangement import is_rearranged
from gazette.materiality.data import load_data
from gazette.materiality.edits import Act
from gazette.materiality.facts import DENIALS
from gazette.materiality.statements import is_weightless
from gazette.materiality.words import norms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.materiality.edits import Edit

Reversal = Literal["", "opposite", "party"]
_CARRIERS = frozenset(norms("do does did have has had is are was were"))
"""Verbs that only carry a denial: “do not sell” for “sell”."""
_DENYING = DENIALS | {"non"}
_SPEAKING = {"we": "we", "us": "we", "you": "you"}
_SHORTEST = 4  # letters of a word that a prefix may deny
_DENIED = re.compile(r"(?:un|non|ir)-?(?=\w)")


def reversal(edit: Edit) -> Reversal:
    """How an edit reverses its sentence: into its opposite, or for another party; or not at all."""
    if edit.act is not Act.REWORDED or edit.old is None or edit.new is None:
        return ""
    gone, come = norms(edit.removed_text), norms(edit.added_text)
    denied = [sum(word in _DENYING for word in words) for words in (gone, come)]
    turned = (denied[0] - denied[1]) % 2 == 1
    old, new = _weighty(gone), _weighty(come)
    if turned if old == new else not denied[0] - denied[1] and _are_opposed(old, new):
        return "opposite"
    parties = _party(gone), _party(come)
    if not turned and all(parties) and parties[0] != parties[1]:
        return "party"
    return "party" if _changes_hands(edit, gone, come) else ""


def _weighty(words: Iterable[str]) -> list[str]:
    """The words beside denials and what carries them; small words too that have an opposite."""
    return [
        word
        for word in words
        if word not in _DENYING | _CARRIERS and (word in _opposites() or not is_weightless((word,)))
    ]


def _are_opposed(old: list[str], new: list[str]) -> bool:
    """Whether each is one word, and they are opposites; “off” has one that is no word of weight."""
    if len(old) + len(new) == 1:
        word = (old + new)[0]
        plain = _DENIED.sub("", word, count=1)
        light = _opposites().get(word, frozenset()) | ({plain} - {word})
        return any(is_weightless((other,)) for other in light)
    return len(old) == len(new) == 1 and _opposed(old[0], new[0])


def _opposed(old: str, new: str) -> bool:
    """Whether two words are opposites, listed or made by a prefix: “refundable”."""
    if new in _opposites().get(old, ()):
        return True
    shorter, longer = sorted((old, new), key=len)
    return len(shorter) > _SHORTEST and _DENIED.sub("", longer, count=1) == shorter != longer


@cache
def _opposites() -> dict[str, frozenset[str]]:
    """Each word that has opposites, as a norm, with them."""
    found: dict[str, set[str]] = {}
    for pair in load_data("reversals").content["pairs"]:
        one, other = (" ".join(norms(word)) for word in pair)
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


def _party(words: tuple[str, ...]) -> int:
    """Which of the parties to a contract the words name, counted from 1; 0 for anything else."""
    return _parties().get(tuple(w for w in words if w not in _DENYING | _CARRIERS), 0)


@cache
def _parties() -> dict[tuple[str, ...], int]:
    rows = load_data("reversals").content["parties"]
    return {norms(name): at for at, row in enumerate(rows, start=1) for name in row}


def _changes_hands(edit: Edit, gone: tuple[str, ...], come: tuple[str, ...]) -> bool:
    """Whether “you” and “we” changed places in words that are otherwise the same."""
    speaking = [[_SPEAKING[word] for word in words if word in _SPEAKING] for words in (gone, come)]
    rest = [Counter(word for word in words if word not in _SPEAKING) for words in (gone, come)]
    if rest[0] != rest[1] or speaking[0] == speaking[1]:
        return False
    exchanged = sorted(speaking[0]) == sorted(speaking[1])
    return exchanged and not is_rearranged(*edit.sides)
