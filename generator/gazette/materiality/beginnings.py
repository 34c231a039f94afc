"""Where words begin so in many short texts, told without looking at each text.

What a text can say is told from how its words begin (`glance`). To ask that of
every sentence for each of many statements takes work in the square of a text,
so the words of all texts are laid in one row, and each word knows its places.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from functools import cached_property
from itertools import chain, repeat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from gazette.materiality.glance import Glance

Ways = tuple[tuple[str, ...], ...]
"""How something may be said: the beginnings of the words of one way or another."""

_APART = ("", "")
"""What lies between two texts in the row: no phrase steps over it."""
_NONE: frozenset[int] = frozenset()


class Texts(ABC):
    """Texts, by their numbers, of which is known how their words begin."""

    def __init__(self) -> None:
        self._found: dict[str, frozenset[int]] = {}

    @abstractmethod
    def __len__(self) -> int:
        """How many texts there are."""

    @abstractmethod
    def saying(self, pieces: Glance) -> frozenset[int]:
        """The texts of which `can_say(...)` holds."""

    @abstractmethod
    def _having(self, beginning: str) -> frozenset[int]: ...

    def having(self, beginning: str) -> frozenset[int]:
        """The texts in which a word begins so."""
        if beginning not in self._found:
            self._found[beginning] = self._having(beginning)
        return self._found[beginning]

    def having_most(self, wanted: Iterable[Ways], missing: int) -> list[int]:
        """The texts, in order, that lack at most so many of the things `wanted`.

        Of more things than may be missing, every such text has one: the rarest
        are looked up, and the others only in the texts that have one of those
        (Chaudhuri, Ganti and Kaushik 2006: prefix filtering).
        """
        having = sorted(map(self._able, wanted), key=len)
        needed = len(having) - missing
        if needed <= 0:
            return list(range(len(self)))
        found = _NONE.union(*having[: missing + 1])
        return [n for n in sorted(found) if sum([n in able for able in having]) >= needed]

    def _able(self, ways: Ways) -> frozenset[int]:
        """The texts that have all beginnings of one of the ways."""
        if len(ways) == len(ways[0]) == 1:
            return self.having(ways[0][0])
        return _NONE.union(*(frozenset.intersection(*map(self.having, way)) for way in ways))


class Beginnings(Texts):
    """Texts by their `bare_words(...)`."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        super().__init__()
        self._texts = texts
        self._at: dict[str, frozenset[int]] = {}

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._texts)

    def _having(self, beginning: str) -> frozenset[int]:
        return frozenset(map(self._text_at.__getitem__, self._places(beginning)))

    def saying(self, pieces: Glance) -> frozenset[int]:
        """The texts of which `can_say(...)` holds."""
        at: frozenset[int] = self._any(pieces[0].beginnings)
        for piece in pieces[1:]:
            if not at:
                return _NONE
            places = self._any(piece.beginnings)
            reached = (places.intersection([one + s for one in at]) for s in piece.steps if s)
            at = (at if 0 in piece.steps else _NONE).union(*reached)
        return frozenset([self._text_at[place] for place in at])

    def _any(self, beginnings: tuple[str, ...]) -> frozenset[int]:
        if len(beginnings) == 1:
            return self._places(beginnings[0])
        return _NONE.union(*map(self._places, beginnings))

    def _places(self, beginning: str) -> frozenset[int]:
        """The places in the row at which a word begins so."""
        if beginning not in self._at:
            words, first = self._sorted, bisect_left(self._sorted, beginning)
            found: list[int] = []
            for at in range(first, len(words)):
                if not words[at].startswith(beginning):
                    break
                found += self._row[words[at]]
            self._at[beginning] = frozenset(found)
        return self._at[beginning]

    @cached_property
    def _row(self) -> dict[str, list[int]]:
        """The places of each word."""
        places: dict[str, list[int]] = {}
        for at, word in enumerate(chain.from_iterable((*text, *_APART) for text in self._texts)):
            if word in places:
                places[word].append(at)
            else:
                places[word] = [at]
        return places

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._row)

    @cached_property
    def _text_at(self) -> list[int]:
        """The number of the text at each place."""
        numbered: Iterable[Iterable[int]] = (
            repeat(number, len(text) + len(_APART)) for number, text in enumerate(self._texts)
        )
        return list(chain.from_iterable(numbered))


class Together(Texts):
    """Texts that are read together, told by the parts that they are of."""

    def __init__(self, parts: Texts, wholes: Sequence[Collection[int]]) -> None:
        """`wholes`: for each part the texts that it belongs to."""
        super().__init__()
        self._parts = parts
        self._wholes = wholes

    def __len__(self) -> int:
        """How many texts there are."""
        return 1 + max(chain.from_iterable(self._wholes), default=-1)

    def saying(self, pieces: Glance) -> frozenset[int]:
        """The texts one part of which can say it."""
        return self._with(self._parts.saying(pieces))

    def _having(self, beginning: str) -> frozenset[int]:
        return self._with(self._parts.having(beginning))

    def _with(self, parts: Iterable[int]) -> frozenset[int]:
        return frozenset(chain.from_iterable([self._wholes[part] for part in parts]))
