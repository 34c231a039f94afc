"""Text to tokens, and tokens to characters, so that C++ can compare them fast."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from gazette.errors import RedlineError

if TYPE_CHECKING:
    from collections.abc import Callable

    from gazette.model.comparison import Redline

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
TOKEN = re.compile(
    rf"(\d+(?:[.,:/-]\d+)+(?![^\W{_CJK}])"  # 1,000.50 and 2026-11-22 change as a whole
    rf"|[{_CJK}]"  # no spaces part these words, so each character may change
    rf"|[^\W{_CJK}]+(?:['’][^\W{_CJK}]+)*"
    r"|[^\w\s])"
)
"""A number, a word with its apostrophes, or one punctuation mark, as a group: what splits by it
keeps it."""

_BEST = 4
_STOPS = {".": _BEST, "!": _BEST, "?": _BEST, ";": 3, ":": 3, ",": 2, ")": 2}
"""How much a punctuation mark ends something; another word counts 1."""

_FIRST = 0x20
_SURROGATES = 0xD800, 0xE000
_LAST = 0x10FFFF


@dataclass(frozen=True)
class Tokens:
    """One text cut into tokens.

    `parts` is what lies between the tokens, and the tokens: token `n` is
    `parts[2 * n + 1]`. `words` are the tokens alone; `code` has one character
    for each.
    """

    parts: list[str]
    words: list[str]
    code: str

    @cached_property
    def sizes(self) -> list[int]:
        """How many characters the first `n` tokens have, for each `n`."""
        return list(accumulate(map(len, self.words), initial=0))

    def between(self, start: int, end: int) -> str:
        """The text of some tokens, with the white space before the first."""
        return "".join(self.parts[2 * start : 2 * end])

    def ending(self, at: int) -> int:
        """How good it is for a change to begin, or end, right after token `at`."""
        if at < 0:
            return _BEST
        if at + 1 < len(self.words) and not self.parts[2 * at + 2]:
            return 0
        return _STOPS.get(self.words[at], 1)

    def __len__(self) -> int:
        return len(self.words)


class _Codes(dict[str, str]):
    """The character of each word; a word not yet seen is given the next one."""

    def __missing__(self, word: str) -> str:
        place = _FIRST + len(self)
        if place >= _SURROGATES[0]:
            place += _SURROGATES[1] - _SURROGATES[0]
        if place > _LAST:
            raise RedlineError(
                "the two texts have more than a million different words",
                remedy="Compare them in parts.",
            )
        code = self[word] = chr(place)
        return code


@dataclass(slots=True)
class Vocabulary:
    """Gives every distinct token one character, in order of appearance.

    Nothing depends on which character that is, so several comparisons may
    share a vocabulary, and what it remembers of the texts.
    """

    _codes: _Codes = field(default_factory=_Codes)
    _texts: dict[str, Tokens] = field(default_factory=dict)
    _redlines: dict[tuple[str, str], Redline] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._codes)

    def __bool__(self) -> bool:
        return True

    def once(self, old: str, new: str, mark: Callable[[Tokens, Tokens], Redline]) -> Redline:
        """What `mark` makes of two texts, made once."""
        known = self._redlines.get((old, new))
        if known is None:
            known = self._redlines[old, new] = mark(self.tokens(old), self.tokens(new))
        return known

    def tokens(self, text: str) -> Tokens:
        """Cut `text` into tokens. Raises RedlineError beyond a million distinct ones."""
        known = self._texts.get(text)
        if known is None:
            parts = TOKEN.split(text)
            words = parts[1::2]
            code = "".join(map(self._codes.__getitem__, words))
            known = self._texts[text] = Tokens(parts, words, code)
        return known
