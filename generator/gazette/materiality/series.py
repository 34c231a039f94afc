"""The parts of an enumeration in running text: “a, b and c”, “(a) …; (b) …”.

Where a sentence ends its parts cannot be told from it alone: “name and address
of your employer” may be one thing or two. So it is cut only where a list of
the other version says how: its entries are looked for among the parts, each as
a whole and word for word, and what lies between them is left over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from gazette.materiality.statements import canonical_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MARK = r"(?:\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s+)"
_JOINER = r"(?:and/or|and|or|as well as)\b"
_BETWEEN = re.compile(
    rf"\s*[,;•·]\s*(?:{_JOINER}\s*)?{_MARK}?|\s+{_JOINER}\s+{_MARK}?|(?:^|(?<=\s)){_MARK}",
    re.IGNORECASE,
)
_INNER = re.compile(rf"(?<=[\s,;]){_MARK}", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]{5,}\)|“[^“”]*”|\"[^\"]*\"")
_EDGES = re.compile(
    rf"^[\s:–—-]*{_MARK}?|[\s.;,:]*(?:(?<=[\s;,]){_JOINER})?[\s.;,:]*$", re.IGNORECASE
)
_CHOICE = re.compile(r"\b(?:and/or|or|and|as well as)\b", re.IGNORECASE)
_DANGLING = re.compile(
    r"(?:if|when|whenever|where|unless|until|except|only|with|without|who|which|that|whose|but"
    r"|provided|subject|including|such|for|in|by|before|after|as|so|because|though|not|never|at|on"
    r"|under|within|from|to|is|are|may|will|can|must)\b",
    re.IGNORECASE,
)
"""What opens a part that says something of the one before it, and is none itself."""
_CONDITION = re.compile(r"\b(?:if|when|whenever|unless|where|until|either|both)\b", re.IGNORECASE)

_MARKED = re.compile(
    r"(?<![^\s])\(?(?P<mark>[a-z]|[ivx]{1,4}|\d{1,2})\)\s+(?!(?:and|or|of|to|in|through)\b)(?=\w)",
    re.IGNORECASE,
)
_FEWEST = 2  # marks that run on
_NUMBERINGS = (
    tuple("abcdefghijklmnopqrstuvwxyz"),
    tuple(map(str, range(1, 100))),
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"),
)

_Span = tuple[int, int]
_Forms = tuple[str, ...]


class Part(NamedTuple):
    """A part of an enumeration: where it stands in its text, and which entry says it, if any."""

    start: int
    end: int
    entry: int | None


class Entries:
    """The entries of a list that have not been found in another text yet, by what they say."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(map(trimmed, texts))
        self._waiting: dict[_Forms, list[int]] = defaultdict(list)
        for number, text in reversed(list(enumerate(self.texts))):
            self._waiting[_said(text)].append(number)
        self.longest = max(map(len, self._waiting), default=0)
        self._forms = frozenset(chain.from_iterable(self._waiting)) | {"or"}
        self.openings = {text.split()[0].casefold() for text in self.texts if text.split()}
        ends = (said[len(text) :] for said, text in zip(texts, self.texts, strict=True))
        self.joiners = {_joiner(end) for end in ends} - {""}

    @property
    def left(self) -> list[int]:
        """The numbers of those that have not been found."""
        return sorted(number for numbers in self._waiting.values() for number in numbers)

    def hold(self, forms: _Forms) -> bool:
        """Whether one of them that has not been found says just this."""
        return bool(forms and self._waiting.get(forms))

    def may_say(self, text: str) -> bool:
        """Whether entries can say all of a text together."""
        return self._forms.issuperset(canonical_forms(text))

    def take(self, number: int) -> None:
        """Note that an entry has been found."""
        self._waiting[_said(self.texts[number])].remove(number)

    def take_saying(self, forms: _Forms) -> int:
        """Note of the first that says `forms` that it has been found; its number."""
        return self._waiting[forms].pop()

    def put_back(self, numbers: Iterable[int]) -> None:
        """Note that entries have not been found after all."""
        for number in numbers:
            self._waiting[_said(self.texts[number])].append(number)


def parts_of(text: str, entries: Entries, *, whole: bool) -> tuple[Part, ...]:
    """The parts of an enumeration, by the entries of a list that may say the same.

    What is found among the entries is taken from them. Empty where “or” became
    “and”, where what is left over cannot be told apart from what it speaks of,
    or where too few are found: half of the parts and of the entries, if the
    text should be the `whole` list; otherwise all parts.
    """
    spans = _spans(text)
    count = len(entries.left)
    found: list[Part] = []
    place = 0
    while place < len(spans):
        several = _longest(text, spans[place:], entries)
        start, end = spans[place][0], spans[place + max(several, 1) - 1][1]
        entry = entries.take_saying(_said(text[start:end])) if several else None
        found.append(Part(start, end, entry))
        place += max(several, 1)
    parts = _held_together(text, found, entries.openings)
    known = [part.entry for part in parts if part.entry is not None]
    least = min(len(parts), max(len(parts), count) / 2) if whole else len(parts)
    if len(known) >= max(least, 1) and _joined_alike(text, parts, entries):
        entries.put_back({p.entry for p in found if p.entry is not None}.difference(known))
        return parts
    entries.put_back(p.entry for p in found if p.entry is not None)
    return ()


def unmarked(text: str) -> str:
    """A text without the marks of its parts, if they run on: “(a) … (b) …”.

    Marks that are spoken of, as in “points (a) and (b)”, are part of what is said.
    """
    marks = list(_MARKED.finditer(text))
    said = tuple(mark["mark"].casefold() for mark in marks)
    if len(said) < _FEWEST or not any(said == row[: len(said)] for row in _NUMBERINGS):
        return text
    return _MARKED.sub("", text)


def trimmed(entry: str) -> str:
    """An entry without its enumerator, and without what joins it to the next."""
    return _EDGES.sub("", entry).strip()


def _spans(text: str) -> list[_Span]:
    """Where the smallest parts stand; what is in brackets is not parted."""
    closed = [match.span() for match in _BRACKETS.finditer(text)]
    spans: list[_Span] = []
    start = 0
    for match in _BETWEEN.finditer(text):
        if any(first < match.start() < last for first, last in closed):
            continue
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    return [_bare(text, *span) for span in spans if text[slice(*span)].strip(" .;,:")]


def _bare(text: str, start: int, end: int) -> _Span:
    """A stretch without the white space and the punctuation around it."""
    inside = text[start:end]
    left = len(inside) - len(inside.lstrip(" \n\t.;,:–—-"))
    return start + left, start + len(inside.rstrip(" \n\t.;,:"))


def _longest(text: str, spans: list[_Span], entries: Entries) -> int:
    """How many of the next parts one entry says together, at most; 0 for none."""
    best = 0
    for count in range(1, len(spans) + 1):
        forms = _said(text[spans[0][0] : spans[count - 1][1]])
        if len(forms) > entries.longest:
            break
        if entries.hold(forms):
            best = count
    return best


def _said(text: str) -> _Forms:
    return canonical_forms(_INNER.sub("", text))


def _held_together(text: str, parts: list[Part], openings: set[str]) -> tuple[Part, ...]:
    """The parts, each with what is left over after it and speaks of it: “…, if you agree”."""
    held: list[Part] = []
    for part in parts:
        said = text[part.start : part.end]
        dangling = _DANGLING.match(said) and said.split()[0].casefold() not in openings
        if part.entry is None and dangling:
            if not held:
                return ()
            held.append(Part(held.pop().start, part.end, None))
        else:
            held.append(part)
    return tuple(held)


def _joined_alike(text: str, parts: tuple[Part, ...], entries: Entries) -> bool:
    """Whether the parts are joined as the entries are, of which “or” and “and” say how many."""
    here = {_joiner(text[a.end : b.start]) for a, b in pairwise(parts)} - {""}
    if here and entries.joiners:
        return here == entries.joiners
    return "or" not in here | entries.joiners or not _CONDITION.search(text)


def _joiner(gap: str) -> str:
    found = _CHOICE.search(gap)
    if found is None:
        return ""
    return "and" if found[0].casefold() == "as well as" else found[0].casefold()
