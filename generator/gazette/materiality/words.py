"""Words of a policy text in the form in which two texts may be compared.

A word keeps its place in the text and carries a norm: lower case, one spelling
for British and American English, contractions written out, numbers as digits,
inflection stripped. Two words with one norm say the same for our purpose; a
change that leaves the norms alone is a change of dress.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from gazette.materiality.data import load_data
from gazette.materiality.stems import spelling, stem

_WORD = re.compile(
    r"(?:[^\W\d_]+(?! ?[\[(]at[\])])(?=[\s,;)]|[.:?!]?(?:\s|\Z))"  # a plain word, nearly always
    r"|\{#[^{}]{0,200}#\}|\{/\*[^{}]{0,200}\*/\}|\{:[^{}]{0,200}\}"  # a comment, an attribute,
    r"|(?<!\S)(?::::+|!!!|\?\?\?) ?(?:note|tip|info|warning|danger|caution)\b"  # a box
    r"|\{%.{1,200}?%\}|\{\{.{1,200}?\}\}|\[\[.{1,200}?\]\]"  # a variable, left unrendered:
    r"|%%[\w.-]+%%|\$\{[^{}]{1,200}\}|\{[a-z_][\w.]*\}|<%.{1,200}?%>"  # Liquid's, Ruby's,
    r"|\[[Ii]nsert\s[^\[\]]{1,200}\]"  # or a form's, which somebody should have filled in
    r"|\[(?:CONFIRM|TODO|TB[CD]|FIXME|PLACEHOLDER|DRAFTING NOTE)\b[^\[\]]{0,300}\]"  # or drafted
    r"|\[email[\s\u00a0]protected\]"  # a mailbox that a page hides from programs
    r"|\[[A-Z ]*\b(?:INSERT|NAME|E-?MAIL|ADDRESS|URL)\b[A-Z ]*\]"
    r"|(?:https?://|www\.)[^\s<>()\[\]]*[^\s<>()\[\].,;:!?'\"”’]"  # an address of a page
    r"|[\w.+-]+(?:@| ?[\[(]at[\])] ?)[\w-]+(?:(?:\.| ?[\[(]dot[\])] ?)[\w-]+)+"  # of a mailbox
    r"|[123](?:st|nd|rd)(?=[\s-][Pp]art(?:y|ies)\b)"  # as in “3rd party”
    r"|\d{1,3}(?:[\u00a0\u202f]\d{3})+|\d+(?:[.,]\d+)*"  # a number
    r"|[\w-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}/[^\s<>()\[\],;]*[\w/]"  # a page without its scheme
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*(?:\.[^\W\d_]{2,})*"  # a word, possibly a host name
    r"|[%€£¥₹₩₺₽₪฿₫₦₱₴]|\$(?![A-Za-z]))"  # “$USDC” is the sign of something traded, and no sum
)
_ORDINAL = re.compile(r"[123](?:st|nd|rd) ")
"""With a variable all that is read otherwise where a space stands in it, or after it."""
_AMBIGUOUS = frozenset({"a", "an", "us"})
_AMERICA = frozenset({"US", "U.S", "US's"})
AMERICA = "usa"
"""The norm of “US” and “U.S.”, which are no pronoun."""
_SETS_PERIOD = frozenset(
    ("within", "after", "for", "least", "than", "least", "up", "to", "last", "of", "about")
)
_UNITS = frozenset(("day", "week", "fortnight", "month", "quarter", "year", "decad", "hour"))
STOPS = ".,;:!?"
"""What no word ends with, so that a text says the same without it at its end."""
VARIABLE = "{}"
"""The norm of a template's variable: what it stands for cannot be known from the text."""


class Word(NamedTuple):
    """One word: as written, its norm, and where it stands in its text.

    A named tuple, since a document has thousands and they are the judge's main expense.
    """

    text: str
    norm: str
    start: int
    end: int


# What Word(...) does, without its call of Python code: a third of the time it takes to read a text.
_word: Callable[[tuple[str, str, int, int]], Word] = partial(tuple.__new__, Word)


@lru_cache(maxsize=8192)
def read_words(text: str) -> tuple[Word, ...]:
    """All words of `text` in order; punctuation and white space are left out."""
    # Words that changed are asked for without the stop at their end: that is no other reading.
    if (bare := text.rstrip(STOPS)) != text:
        return read_words(bare)
    return tuple(_join_numbers(_read_articles(_join_compounds(_written_words(text)))))


def _written_words(text: str) -> list[Word]:
    """The words as they are written, each by itself; a contraction as the words it is of."""
    if holds_variable(text) or _ORDINAL.search(text):
        return [_word(each) for each in _cut(text)]
    words: list[Word] = []
    place = 0
    for token in text.split(" "):
        for written, norm, start, end in _cut_token(token):
            words.append(_word((written, norm, place + start, place + end)))
        place += len(token) + 1
    return words


def _cut(text: str) -> tuple[tuple[str, str, int, int], ...]:
    """The words of a text, each with its norm and where it begins and ends."""
    return tuple(
        [
            (match[0], norm, match.start(), match.end())
            for match in _WORD.finditer(text)
            for norm in _norms(match[0])
        ]
    )


_cut_token = lru_cache(maxsize=65536)(_cut)
"""As `_cut`, for what stands between two spaces: a policy has few of those, many times."""


@lru_cache(maxsize=8192)
def norms(text: str) -> tuple[str, ...]:
    """The norms of `text`'s words alone."""
    return tuple([word.norm for word in read_words(text)])


def holds_variable(text: str) -> bool:
    """Whether a text can hold a template's variable, or a generator's sign; else False."""
    return any(sign in text for sign in _SIGNS)


_SIGNS = ("{", "[", "%%", "<%", "(at)", "(dot)", ":::", "!!!", "???")


def is_number(norm: str) -> bool:
    """Whether a norm is a number in digits."""
    return norm[:1].isdecimal()


@lru_cache(maxsize=65536)
def _norms(text: str) -> tuple[str, ...]:
    """The norms of one written word: several for a contraction such as “don’t”."""
    if text.startswith(_UNSEEN):
        return ("",)
    if text[0] in "{[<" or text[:2] in ("%%", "${"):
        return (VARIABLE,)
    if text[0].isdecimal():
        return (_ORDINALS.get(text) or _plain_number(text),)
    word = text.casefold().replace("’", "'")
    expanded = spelling().contractions.get(word, word)
    if expanded == word:
        if word.isalpha():
            return (stem(word),)
        word = _HIDDEN_AT.sub("@", _HIDDEN_DOT.sub(".", word))
        if "@" in word or "/" in word or "." in word:
            word = word.strip("_")  # as emphasis that a renderer did not see
            return (word.removeprefix("https://").removeprefix("http://").removeprefix("www."),)
        expanded = word.removesuffix("'s").replace("'", "")
    return tuple(stem(part) for part in expanded.split())


_UNSEEN = ("{#", "{/", "{:", ":::", "!!!", "???")
"""What a site's generator reads and no visitor: a comment, an attribute, a fence around a box."""
_HIDDEN_AT, _HIDDEN_DOT = (re.compile(rf" ?[\[(]{sign}[\])] ?") for sign in ("at", "dot"))
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third"}


def _plain_number(text: str) -> str:
    """A number without grouping: 1,000 is 1000; 1.5 stays; 3.10 is a section and stays."""
    text = text.replace("\u00a0", "").replace("\u202f", "")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        return text.replace(",", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d{2}", text):  # as German and Spanish write it
        return text.replace(".", "").replace(",", ".")
    return text


@cache
def _compounds() -> frozenset[tuple[str, ...]]:
    """The pairs of norms that are one word."""
    listed = load_data("spelling").list("compounds")
    return frozenset(tuple(stem(part) for part in pair.split()) for pair in listed)


@cache
def _numbers() -> dict[str, int]:
    return {stem(word): n for word, n in load_data("spelling").numbers("numbers").items()}


def _join_compounds(words: list[Word]) -> list[Word]:
    """Write “e mail” and “web site” as the one word they are."""
    compounds = _compounds()
    norms = [word.norm for word in words]
    if compounds.isdisjoint(pairwise(norms)):
        return words
    joined: list[Word] = []
    before = Word("", "", 0, 0)
    for word in words:
        if (before.norm, word.norm) in compounds:
            joined.pop()
            text, norm = before.text + word.text, before.norm + word.norm
            before = Word(text, norm, before.start, word.end)
        else:
            before = word
        joined.append(before)
    return joined


def _read_articles(words: list[Word]) -> list[Word]:
    """Read “within a month” as “within 1 month”, and “US” or “U.S.” as no pronoun."""
    for position in [at for at, word in enumerate(words) if word.norm in _AMBIGUOUS]:
        word = words[position]
        if word.text in _AMERICA:
            words[position] = word._replace(norm=AMERICA)
        elif _measures(words, position):
            words[position] = word._replace(norm="1")
    return words


def _measures(words: list[Word], position: int) -> bool:
    """Whether an article stands between a word that sets a period and a unit of time."""
    after = words[position + 1].norm if position + 1 < len(words) else ""
    return after in _UNITS and position > 0 and words[position - 1].norm in _SETS_PERIOD


def _join_numbers(words: list[Word]) -> list[Word]:
    """Read number words as digits, and “thirty (30)” as one number."""
    numbers = _numbers()
    if numbers.keys().isdisjoint([word.norm for word in words]):
        return words
    joined: list[Word] = []
    position = 0
    while position < len(words):
        value, end = _number_words(words, position)
        if value is None:
            joined.append(words[position])
            position += 1
            continue
        if end < len(words) and words[end].norm == str(value):
            end += 1
        first, last = words[position], words[end - 1]
        joined.append(Word(first.text, str(value), first.start, last.end))
        position = end
    return joined


def _number_words(words: list[Word], start: int) -> tuple[int | None, int]:
    """The number that begins at `start` in words, and where it ends; None for none.

    Follows English grammar: units add to tens, “hundred” and “thousand”
    multiply, “and” may stand after a hundred.
    """
    numbers = _numbers()
    total = current = 0
    position, seen = start, False
    while position < len(words):
        norm = words[position].norm
        value = numbers.get(norm)
        if value is None:
            follows = position + 1 < len(words) and words[position + 1].norm in numbers
            if not (seen and norm == "and" and current >= 100 and follows):  # noqa: PLR2004 - grammar
                break
        elif value in (100, 1000) and seen:
            current = max(current, 1) * value
            if value == 1000:  # noqa: PLR2004 - grammar
                total, current = total + current, 0
        elif value in (100, 1000) or (seen and not _adds(current, value)):
            break
        else:
            current, seen = current + value, True
        position += 1
    return (total + current, position) if seen else (None, start)


def _adds(current: int, value: int) -> bool:
    """Whether a number word continues the number before it: forty-two, not five six."""
    if current % 100 == 0:
        return current >= 100  # noqa: PLR2004 - grammar
    return current % 100 >= 20 and current % 10 == 0 and value < 10  # noqa: PLR2004 - grammar
