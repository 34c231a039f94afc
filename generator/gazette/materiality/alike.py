"""Which of many statements are alike, without holding each against each in Python.

Within one change all are compared, as strings with a character for each word,
in one call of rapidfuzz an old statement. Between changes there may be
thousands of statements, so only those are compared that share a rare word.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING, Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import Indel

from gazette.materiality.phrases import likeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Forms = tuple[str, ...]
"""The canonical forms of a statement."""
_Marked = tuple[str, int]  # a form, and how many of it stand before
T = TypeVar("T")
_ROUNDING = 1e-6
"""By how much rapidfuzz may miss a likeness that it is to cut off at."""

_SHORT = 3  # a statement of fewer tokens is not recognised elsewhere: too many say "United States"


def alike(old: Sequence[Forms], new: Sequence[Forms], floor: float) -> list[tuple[float, int, int]]:
    """Every two statements of a likeness from `floor` on, as (likeness, old place, new place)."""
    codes: dict[str, str] = defaultdict(lambda: chr(len(codes)))
    choices = ["".join([codes[form] for form in forms]) for forms in new]
    return [
        (score, place, other)
        for place, forms in enumerate(old)
        for _, score, other in process.extract(
            "".join([codes[form] for form in forms]),
            choices,
            scorer=Indel.normalized_similarity,
            score_cutoff=floor - _ROUNDING,
            limit=None,
        )
        if score >= floor
    ]


class Gone(Generic[T]):
    """Things that went, by what they say: a text may say the same a thousand times.

    Two statements of a likeness have a share of their words in common, with
    those that occur more than once. So in any order of all words that both
    follow, the first few words of one are among the first few of the other
    (Chaudhuri, Ganti and Kaushik 2006: prefix filtering). With the rare words
    first, hardly any two others share one there.
    """

    def __init__(self, floor: float) -> None:
        self._floor = floor
        # Of two with this likeness the shorter has this share of the longer one's words, at least.
        self._share = floor / (2 - floor)
        self._waiting: dict[Forms, deque[T]] = {}

    def add(self, forms: Forms, thing: T) -> None:
        """Note a thing that went; all are noted before the first is asked for."""
        self._waiting.setdefault(forms, deque()).append(thing)

    def take(self, forms: Forms, fits: Callable[[T], bool] = lambda _: True) -> T | None:
        """Take the thing that said what is most like `forms`; None where nothing is alike.

        Only what `fits` is taken; it is asked where the words are alike.
        """
        if len(forms) < _SHORT:
            return None
        place = self._place(forms, fits)
        best = (forms, place) if place is not None else self._best(forms, fits)
        if best is None:
            return None
        waiting = self._waiting[best[0]]
        thing = waiting[best[1]]
        del waiting[best[1]]
        return thing

    def _place(self, forms: Forms, fits: Callable[[T], bool]) -> int | None:
        """Where among the things that said `forms` the first stands that fits."""
        waiting = self._waiting.get(forms, ())
        return next((place for place, thing in enumerate(waiting) if fits(thing)), None)

    def _best(self, forms: Forms, fits: Callable[[T], bool]) -> tuple[Forms, int] | None:
        words = frozenset(forms)
        found = []
        for other in {o for mark in self._first(forms) for o in self._index.get(mark, ())}:
            shared = words.intersection(other)
            if self._waiting[other] and len(shared) * 2 >= self._floor * len(words):
                score = likeness(other, forms)
                place = self._place(other, fits) if score >= self._floor else None
                if place is not None:
                    found.append((-score, min(shared), self._places[other], other, place))
        return min(found)[3:] if found else None

    def _first(self, forms: Forms) -> list[_Marked]:
        """The rarest words of a statement; one that is like it has one of them among its own."""
        shared = ceil(self._share * len(forms) - 1e-6)
        marked = sorted(_marked(forms), key=lambda mark: (self._frequency[mark], mark))
        return marked[: len(forms) - shared + 1]

    @cached_property
    def _places(self) -> dict[Forms, int]:
        return {forms: place for place, forms in enumerate(self._waiting)}

    @cached_property
    def _frequency(self) -> Counter[_Marked]:
        """In how many statements that went a word stands so many times."""
        return Counter(mark for forms in self._waiting for mark in _marked(forms))

    @cached_property
    def _index(self) -> dict[_Marked, list[Forms]]:
        """The statements by their rarest words."""
        index: dict[_Marked, list[Forms]] = defaultdict(list)
        for forms in self._waiting:
            for mark in self._first(forms):
                index[mark].append(forms)
        return index


def _marked(forms: Iterable[str]) -> list[_Marked]:
    """Words with how often each was met before, so that the second “data” is another."""
    met: Counter[str] = Counter()
    marked = []
    for form in forms:
        marked.append((form, met[form]))
        met[form] += 1
    return marked
