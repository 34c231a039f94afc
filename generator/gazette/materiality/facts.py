"""Typed values read from a clause's text.

A fact is something a reader could rely on: a period, an age, a category of
data, a recipient, a right, what may or must be done. Facts compare by kind and
value, so "thirty (30) days" and "30 days" are one fact, and "one year" equals
"12 months".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from gazette.materiality.citations import find_citations
from gazette.materiality.definitions import find_definitions
from gazette.materiality.lexicon import find_terms
from gazette.materiality.names import find_names, names_institution
from gazette.materiality.quantities import find_quantities
from gazette.materiality.words import STOPS, Word, norms, read_words

MODAL = "modality"
DEFINITION = "definition"
_MODALS = {
    "may": "may",
    "might": "may",
    "can": "may",
    "could": "may",
    "will": "will",
    "shall": "will",
    "must": "will",
    "should": "should",
    "would": "would",
}
_PHRASED = {
    "reserv": (("the", "right", "to"), "may"),
    "liberty": (("to",), "may"),
    **dict.fromkeys(norms("able free entitled allowed permitted authorized"), (("to",), "may")),
    **dict.fromkeys(norms("have need obliged obligated bound going"), (("to",), "will")),
    **dict.fromkeys(norms("ought supposed intend plan"), (("to",), "should")),
}
"""What says a modal verb in other words, by its first word: the words after it, and the verb."""
_AUXILIARIES = frozenset({"do", "be"})
_MODAL_NORMS = _MODALS.keys() | _PHRASED.keys() | _AUXILIARIES | {"never"}
DENIALS = frozenset({"not", "never", "no", "neither", "nor", "none", "without"})
"""Norms of the words that deny something."""
_REACH = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """One value: its kind, its canonical form, and the words `first`..`last` it was read from.

    `amount` orders quantities of a kind: days for a duration, years for an
    age, the number itself for money, percentages and counts; None elsewhere.
    `text` is the fact as written.
    """

    kind: str
    value: str
    first: int
    last: int
    text: str
    amount: float | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes two facts the same."""
        return (self.kind, self.value)


@lru_cache(maxsize=8192)
def read_facts(text: str) -> tuple[Fact, ...]:
    """All facts of `text`, in reading order, those of several kinds on the same words too.

    The positions count the words of `read_words(text)`.
    """
    if (bare := text.rstrip(STOPS)) != text:
        return read_facts(bare)
    words = read_words(text)
    read: list[tuple[str, str, int, int, float | None]]
    read = [(term.kind, term.value, term.first, term.last, None) for term in find_terms(words)]
    read += [(q.kind, q.value, q.first, q.last, q.amount) for q in find_quantities(text)]
    read += [(c.kind, c.value, c.first, c.last, None) for c in find_citations(text) if c.kind]
    read += [(name.kind, name.value, name.first, name.last, None) for name in find_names(text)]
    read += [(DEFINITION, d.term, d.first, d.last, None) for d in find_definitions(text)]
    found = [
        Fact(kind, value, first, last, _written(text, first, last), amount)
        for kind, value, first, last, amount in read
    ]
    found += _modality(text)
    names = [f for f in found if f.kind in _NAMES]
    if names:
        terms = [f for f in found if f.kind not in _NO_TERMS]
        found = [f for f in found if not _within_name(f, names) and not _is_term(f, terms)]
    found = [f for f in found if f.kind != "country" or not _only_seems(f, text, found)]
    found = [f for f in found if f.kind != "scope" or _says_whom(f, words)]
    return tuple(sorted(found, key=lambda fact: (fact.first, fact.last, fact.kind, fact.value)))


_NAMES = frozenset({"institution", "name"})
_NO_TERMS = frozenset({"name", "company", "act"})
"""What may be written with capitals and is a name all the same."""
_IN_NAMES = frozenset(
    ("recipient", "price", "data", "purpose", "company", "license", "service", "liability")
)


def _only_seems(country: Fact, text: str, facts: list[Fact]) -> bool:
    """Whether a country is part of a sum, as in US$ 5, of an authority's name, or of a law's."""
    behind = read_words(text)[country.last + 1 :][:1]
    if behind and behind[0].norm == "gdpr":
        return True
    return names_institution(text, country.first) or any(
        other.kind == "money" and other.first <= country.first <= other.last for other in facts
    )


_DOCUMENT = frozenset(
    norms("policy notice statement term agreement document section website service app platform")
    + norms("product site licence rule contract it this these")
)
_COVERS = frozenset(norms("cover covers"))


def _says_whom(scope: Fact, words: tuple[Word, ...]) -> bool:
    """Whether it is a text or a service that covers something, and no newsroom or insurance."""
    if words[scope.first].norm not in _COVERS:
        return True
    before = words[scope.first - 1].norm if scope.first else ""
    return before in _DOCUMENT | _AUXILIARIES | {"not", "also", "only", "may", "will"}


def _within_name(fact: Fact, names: list[Fact]) -> bool:
    """Whether a term is only part of a longer name, such as the Bank Supervision Act."""
    return fact.kind in _IN_NAMES and any(
        other.first <= fact.first
        and fact.last <= other.last
        and other.last - other.first > fact.last - fact.first
        for other in names
    )


def _is_term(fact: Fact, terms: list[Fact]) -> bool:
    """Whether a name is only a term written with capitals, such as Germany."""
    return fact.kind == "name" and any(
        term.first <= fact.first and fact.last <= term.last for term in terms
    )


def _written(text: str, first: int, last: int) -> str:
    """The words from `first` to `last`, with the bracket that closes one opened among them."""
    words = read_words(text)
    written = text[words[first].start : words[last].end]
    closes = text[words[last].end :][:1] == ")" and written.count("(") > written.count(")")
    return f"{written})" if closes else written


def _modality(text: str) -> list[Fact]:
    """What may, will or must never be done: each modal verb with its negation."""
    words = read_words(text)
    spoken = [i for i, word in enumerate(words) if word.norm in _MODAL_NORMS]
    if not spoken:
        return []
    dated = {
        i for q in find_quantities(text) if q.kind == "date" for i in range(q.first, q.last + 1)
    }
    facts = (_modal(text, words, position) for position in spoken if position not in dated)
    return [fact for fact in facts if fact]


def _modal(text: str, words: tuple[Word, ...], position: int) -> Fact | None:
    """What a word that can speak of modality says there."""
    word = words[position]
    modal = _MODALS.get(word.norm)
    following = [w.norm for w in words[position + 1 : position + 1 + _REACH]]
    if word.norm == "never":
        return Fact(MODAL, "never", position, position, word.text)
    if (modal or word.norm in _AUXILIARIES) and following[:1] in (["not"], ["never"]):
        if following[1:2] == ["hesitat"]:
            return None  # an invitation, no denial
        # “may not use” and “will not share” both promise that it does not happen.
        written = _written(text, position, position + 1)
        return Fact(MODAL, "never", position, position + 1, written)
    if modal:
        return Fact(MODAL, modal, position, position, word.text)
    phrased = _phrased(words, position)
    return Fact(MODAL, phrased, position, position, word.text) if phrased else None


def _phrased(words: tuple[Word, ...], position: int) -> str:
    """The modal verb that is said in other words here, with none before: “will be able”."""
    phrase, modal = _PHRASED.get(words[position].norm, ((), ""))
    after = tuple(w.norm for w in words[position + 1 : position + 1 + len(phrase)])
    before = {w.norm for w in words[max(0, position - 2) : position]}
    said = bool(phrase) and after == phrase and not before & _MODALS.keys()
    return modal if said else ""


def negations(text: str) -> int:
    """How many words of `text` deny something."""
    return sum(word.norm in DENIALS for word in read_words(text))
