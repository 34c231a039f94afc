"""Statements: the sentences of a clause, in a canonical form that proves sameness."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from gazette.materiality.citations import find_citations
from gazette.materiality.data import load_data
from gazette.materiality.words import STOPS, Word, is_number, norms, read_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.model.document import Clause

_END = re.compile(r"(?<=[.!?])[”\"’')\]]*\s+(?=[“\"'(\[]*[A-Z0-9•])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|inc|ltd|co|corp|no|nos|art|sec|st|mr|mrs|ms|dr|vs|jr|sr|approx|cf|al|dept|attn"
    r"|abs|para|par|lit|litt|cl|reg|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|[A-Za-z])\.)$",
    re.IGNORECASE,
)
_CLOSING = "”\"’')]"
_LONGEST = 12  # letters, more than the longest abbreviation has
_ENUMERATOR = re.compile(
    r"^\s*(?:(?:section|article|part|chapter|clause)\s+(?:\d{1,2}|[ivx]{1,5})\s*[-–—:.)]\s*)?"
    r"(?:(?:[(\[]?(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,5})[)\].]|\d+(?:\.\d+)+)\s+)*",
    re.IGNORECASE,
)
_REFERENCES = frozenset(
    {
        "section",
        "claus",
        "articl",
        "art",
        "sec",
        "paragraph",
        "annex",
        "appendix",
        "exhibit",
        "schedul",
        "sections",
    }
)


_RUNS_ON = frozenset({"and", "or", "to", "through"})
_UNITS = frozenset({"day", "week", "month", "year", "hour", "minut", "percent", "%"})


_BOUNDS = frozenset(norms("about above below"))
"""What has no weight (“described below”) but before a number: “below 16”, “about 30 days”."""


def bounds_number(statement: Statement, span: tuple[int, int]) -> bool:
    """Whether one of the words at a span tells how a number is meant: “below 16”."""
    return any(
        span[0] <= token.first < span[1] for token in statement.tokens if token.form in _BOUNDS
    )


class Token(NamedTuple):
    """One unit of meaning: its canonical form and the words `first`..`last` it stands for."""

    form: str
    first: int
    last: int


# As for `Word`: what Token(...) does, without its call of Python code.
_token: Callable[[tuple[str, int, int]], Token] = partial(tuple.__new__, Token)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a clause, or all of a short clause."""

    clause: Clause
    text: str
    start: int

    @property
    def words(self) -> tuple[Word, ...]:
        """Its words; facts and tokens count them."""
        return read_words(self.text)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Its canonical tokens."""
        return canonical(self.text)

    @property
    def forms(self) -> tuple[str, ...]:
        """The canonical forms alone: equal forms say the same."""
        return canonical_forms(self.text)


def read_statements(clause: Clause) -> tuple[Statement, ...]:
    """The clause's sentences in order."""
    return tuple([Statement(clause, text, start) for text, start in sentences(clause.text)])


@lru_cache(maxsize=16384)
def sentences(text: str) -> tuple[tuple[str, int], ...]:
    """The sentences of a text, each with its place."""
    found: list[tuple[str, int]] = []
    start = 0
    for match in _END.finditer(text):
        if _abbreviated(text, start, match.start()):
            continue
        found.append((text[start : match.start()], start))
        start = match.end()
    found.append((text[start:], start))
    return tuple([(sentence, place) for sentence, place in found if sentence.strip()])


def _abbreviated(text: str, start: int, end: int) -> bool:
    """Whether an abbreviation, perhaps in quotation marks, stands at the end of a stretch."""
    while start < end and text[end - 1] in _CLOSING:
        end -= 1
    # No abbreviation is so long, and a word cut off in front of it is none.
    return bool(_ABBREVIATION.search(text, max(start, end - _LONGEST), end))


@lru_cache(maxsize=16384)
def canonical_forms(text: str) -> tuple[str, ...]:
    """The forms of `canonical(text)`."""
    return tuple(token.form for token in canonical(text))


@lru_cache(maxsize=16384)
def canonical(text: str) -> tuple[Token, ...]:
    """The tokens of `text` that carry meaning.

    Articles and other words without weight are left out, synonyms of a closed
    list become one, the number of a list and the number of a section referred
    to count for nothing, and an article of the GDPR is what it says. What may change
    a meaning (not, only, may, or, from, until, numbers, names) always stays.
    """
    if (bare := text.rstrip(STOPS)) != text:
        return canonical(bare)
    words, sequence = read_words(text), norms(text)
    position = _opened(words, sequence, _numbered(text, words))
    if position >= len(words):
        position = 0
    weightless, synonyms, referred = _weightless(), _synonyms(), _referred(words, sequence)
    cited = _cited(text)
    tokens: list[Token] = []
    count = len(words)
    while position < count:
        form, end = sequence[position], position
        if form in synonyms:
            form, end = _synonym(sequence, position)
        if position in cited:
            form, end = cited[position]
        elif position in referred:
            form = "#"
        bounds = form in _BOUNDS and is_number((*sequence[end + 1 : end + 2], "")[0])
        if bounds or form not in weightless:
            tokens.append(_token((form, position, end)))
        position = end + 1
    return tuple(tokens)


def _cited(text: str) -> dict[int, tuple[str, int]]:
    """By the first word of each citation that tells a fact, what it says and its last word."""
    found: dict[int, tuple[str, int]] = {}
    for citation in find_citations(text):
        if citation.kind:
            said, _ = found.get(citation.first, ("gdpr", 0))
            found[citation.first] = (f"{said} {citation.article} {citation.value}", citation.last)
    return found


def _numbered(text: str, words: tuple[Word, ...]) -> int:
    """How many words at the beginning only number the text: “3.”, “Section 4 –”."""
    marker = _ENUMERATOR.match(text)
    end = marker.end() if marker else 0
    return sum(1 for _ in takewhile(lambda word: word.end <= end, words)) if end else 0


def asks_whether(text: str) -> bool:
    """Whether a sentence asks for a yes or a no: “Do we sell your data?” says nothing of it."""
    return text.rstrip().endswith("?") and bool(_ASKS_WHETHER.match(text))


_ASKS_WHETHER = re.compile(
    r"\W*(?:do|does|did|is|are|was|were|will|would|can|could|may|must|should|have|has)\b",
    re.IGNORECASE,
)


def _opened(words: tuple[Word, ...], sequence: tuple[str, ...], position: int) -> int:
    """Where a sentence begins after a word that only joins it to the one before: “But …”."""
    if position >= len(words) or not words[position].text[0].isupper():
        return position
    found = (p for p in _openings() if sequence[position : position + len(p)] == p)
    return position + len(next(found, ()))


@cache
def _openings() -> tuple[tuple[str, ...], ...]:
    return tuple(norms(phrase) for phrase in load_data("synonyms").content["openings"])


def _referred(words: tuple[Word, ...], sequence: tuple[str, ...]) -> set[int]:
    """Where the numbers of sections stand: “Sections D.4 to D.7”, “clause 3 and 5”."""
    found: set[int] = set()
    if _REFERENCES.isdisjoint(sequence):
        return found
    for position in [at for at, norm in enumerate(sequence) if norm in _REFERENCES]:
        at = position + 1
        while at < len(words) and (_numbers_part(words, at) or sequence[at] in _RUNS_ON):
            if is_number(sequence[at]):
                found.add(at)
            at += 1
    return found


def _numbers_part(words: tuple[Word, ...], at: int) -> bool:
    """A number, unless a unit of time or money makes it a quantity, or the letter before one."""
    if is_number(words[at].norm):
        return at + 1 == len(words) or words[at + 1].norm not in _UNITS
    following = at + 1 < len(words) and is_number(words[at + 1].norm)
    return len(words[at].text) == 1 and words[at].text.isupper() and following


def _synonym(sequence: tuple[str, ...], position: int) -> tuple[str, int]:
    """The canonical form at a word, and the last word it covers."""
    for phrase, form in _synonyms()[sequence[position]]:
        end = position + len(phrase)
        if sequence[position:end] == phrase:
            return form, end - 1
    return sequence[position], position


@cache
def _synonyms() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Phrases by first norm, the longest first, with the form they stand for."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for group in load_data("synonyms").content["groups"]:
        form = " ".join(norms(group[0])) if group[0] else ""
        for phrase in group:
            if phrase:
                words = norms(phrase)
                table.setdefault(words[0], []).append((words, form))
    return {
        first: tuple(sorted(found, key=lambda e: (-len(e[0]), e))) for first, found in table.items()
    }


def is_exchangeable(form: str) -> bool:
    """Whether a canonical form may stand for another word than itself."""
    return form in _exchanged() or " " in form


def phrases_of(form: str) -> tuple[tuple[str, ...], ...]:
    """The phrases, as norms, that a canonical form stands for."""
    return _phrases().get(form, ((form,),))


@cache
def _phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for entries in _synonyms().values():
        for phrase, form in entries:
            table.setdefault(form, [tuple(form.split())]).append(phrase)
    return {form: tuple(phrases) for form, phrases in table.items()}


@cache
def _exchanged() -> frozenset[str]:
    groups = load_data("synonyms").content["groups"]
    return frozenset(n for group in groups for phrase in group if phrase for n in norms(phrase))


def is_weightless(words: Iterable[str]) -> bool:
    """Whether norms are all without weight of their own, whatever phrases they may begin."""
    return _weightless().issuperset(words)


@cache
def _weightless() -> frozenset[str]:
    words = load_data("synonyms").list("weightless")
    return frozenset(n for word in words for n in norms(word)) | {""}
