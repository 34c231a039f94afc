"""Names of companies, products and people, told by how they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from gazette.materiality.data import load_data
from gazette.materiality.words import Word, norms, read_words

_HOST = re.compile(
    r"[\w-]+(?:\.[a-z]{2,})+(?<!\.md)(?<!\.mdx)(?<!\.html)(?<!\.htm)(?<!\.pdf)(?<!\.png)(?<!\.jpg)"
    r"(?<!\.svg)(?<!\.css)(?<!\.js)(?<!\.json)(?<!\.xml)(?<!\.txt)(?<!\.csv)(?<!\.yml)(?<!\.php)"
)
"""The name of a host, and of no file."""
_SENTENCE_START = re.compile(r"(?:^|[.!?:;•|]\s+|[“\"(]\s*)$")


_WITHIN_NAMES = frozenset((" ", " & ", "-", "'", ".", "\u00a0"))
"""What may stand between two words of one name."""
_LINE = 12  # letters of a line of words
_CAPITALS = 0.6  # the share of capitals above which it is shouted
_FORMS = frozenset(
    (
        "inc", "llc", "ltd", "limited", "gmbh", "corp", "corporation", "plc", "bv", "sas", "sarl",
        "oy", "oyj", "pty", "srl", "llp", "pte", "kg", "nv", "lp", "sro", "aps", "oü",
    )
)  # fmt: skip
_INSTITUTIONS = frozenset(
    (
        "act", "law", "regulation", "directive", "court", "division", "department", "commission",
        "authority", "letter", "bureau", "agency", "board", "office", "ministry", "principle",
        "framework", "order", "committee", "council", "association",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a run of words; `value` is it in lower case.

    `kind` is `organisation` for a name with a company's legal form,
    `institution` for a law, a court or an authority, and `name` otherwise.
    """

    value: str
    first: int
    last: int
    kind: str = "name"


@lru_cache(maxsize=8192)
def find_names(text: str) -> tuple[Name, ...]:
    """Runs of capitalised words that are no common vocabulary.

    A capital at the start of a sentence tells nothing, unless the word is no
    ordinary one. Words in capitals throughout a shouted sentence tell nothing
    either.
    """
    words = read_words(text)
    if _shouted(text):
        return ()
    names: list[Name] = []
    run: list[int] = []
    for position in [at for at, word in enumerate(words) if _capital(word.text)]:
        beside = run and run[-1] == position - 1
        if beside and text[words[position - 1].end : words[position].start] in _WITHIN_NAMES:
            run.append(position)
        else:
            names += _name(text, words, run)
            run = [position]
    return tuple(_short_form(names + _name(text, words, run), text, words))


def _shouted(text: str) -> bool:
    capitals = sum(map(str.isupper, text))
    if capitals <= _LINE * _CAPITALS:
        return False  # as in nearly every text
    letters = sum(map(str.isalpha, text))
    return letters > _LINE and capitals > _CAPITALS * letters


def _capital(text: str) -> bool:
    """Written as a name may be: Acme, iCloud, or a host name for whoever runs it."""
    if text[0].isupper():
        return True
    if "." in text and _HOST.fullmatch(text):
        return True
    return not text.islower() and text.isalnum() and any(c.isupper() for c in text[1:])


def _name(text: str, words: tuple[Word, ...], run: list[int]) -> list[Name]:
    """The run as a name, without the ordinary words at its start; none if nothing is left."""
    ordinary = _ordinary()
    while run and words[run[0]].norm in ordinary:
        run = run[1:]
    if not run or all(words[i].norm in _FORMS for i in run):
        return []
    word = words[run[0]]
    before = len(text[: word.start].rstrip())
    at_start = bool(_SENTENCE_START.search(text, max(0, before - 1), word.start))
    if len(run) == 1 and at_start and not _distinctive(word.text):
        return []
    return [
        Name(" ".join(words[i].text for i in run).casefold(), run[0], run[-1], _kind(words, run))
    ]


def _short_form(names: list[Name], text: str, words: tuple[Word, ...]) -> list[Name]:
    """An abbreviation in brackets is of the same kind as the name before it."""
    kinds: list[Name] = []
    for name in names:
        before = kinds[-1] if kinds else None
        bracketed = before and text[words[before.last].end : words[name.first].start] in (
            " (",
            " (“",
            ' ("',
        )
        kinds.append(replace(name, kind=before.kind) if before and bracketed else name)
    return kinds


def _kind(words: tuple[Word, ...], run: list[int]) -> str:
    after = words[run[-1] + 1].norm if run[-1] + 1 < len(words) else ""
    if words[run[-1]].norm in _FORMS or (after in _FORMS and words[run[-1] + 1].text[0].isupper()):
        return "organisation"
    return "institution" if {words[i].norm for i in run} & _INSTITUTIONS else "name"


def names_institution(text: str, position: int) -> bool:
    """Whether the capitalised words from `position` on name a law, a court or an authority.

    “European” in “European Data Protection Board” tells of no country.
    """
    words = read_words(text)
    for at in range(position, len(words)):
        if at > position and text[words[at - 1].end : words[at].start] != " ":
            return False
        if not _capital(words[at].text):
            return False
        if at > position and words[at].norm in _INSTITUTIONS:
            return True
    return False


def _distinctive(word: str) -> bool:
    """Written as only names are: with a capital or a stop inside."""
    return any(c.isupper() for c in word[1:]) or "." in word


def is_distinctive(norm: str) -> bool:
    """Whether a word tells names apart: no ordinary word, and no company's legal form."""
    return norm not in _ordinary() and norm not in _FORMS


@cache
def _ordinary() -> frozenset[str]:
    """Norms of the words that policies capitalise without naming anyone."""
    return frozenset(n for word in load_data("ordinary").list("words") for n in norms(word))
