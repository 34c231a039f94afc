"""Text to tokens, and tokens to characters, so that C++ can compare them fast."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from gazette.errors import RedlineError

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
TOKEN = re.compile(
    rf"\d+(?:[.,:/-]\d+)+(?![^\W{_CJK}])"  # 1,000.50 and 2026-11-22 change as a whole
    rf"|[{_CJK}]"  # no spaces part these words, so each character may change
    rf"|[^\W{_CJK}]+(?:['’][^\W{_CJK}]+)*"
    r"|[^\w\s]"
)
"""A number, a word with its apostrophes, or one punctuation mark."""

_FIRST = 0x20
_SURROGATES = 0xD800, 0xE000
_LAST = 0x10FFFF


@dataclass(frozen=True)
class Tokens:
    """One text cut into tokens. `code` has one character for each."""

    text: str
    words: tuple[str, ...]
    code: str

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each token lies in `text`."""
        return [match.span() for match in TOKEN.finditer(self.text)]

    def __len__(self) -> int:
        return len(self.words)


@dataclass(slots=True)
class Vocabulary:
    """Gives every distinct token one character, in order of appearance."""

    _codes: dict[str, str] = field(default_factory=dict)
    _texts: dict[str, Tokens] = field(default_factory=dict)
    _next: int = _FIRST

    def tokens(self, text: str) -> Tokens:
        """Cut `text` into tokens. Raises RedlineError beyond a million distinct ones."""
        known = self._texts.get(text)
        if known is not None:
            return known
        words = tuple(TOKEN.findall(text))
        codes = self._codes
        try:
            code = "".join([codes[word] for word in words])
        except KeyError:
            code = "".join([codes.get(word) or self._learn(word) for word in words])
        known = self._texts[text] = Tokens(text, words, code)
        return known

    def _learn(self, word: str) -> str:
        if self._next == _SURROGATES[0]:
            self._next = _SURROGATES[1]
        if self._next > _LAST:
            raise RedlineError(
                "the two texts have more than a million different words",
                remedy="Compare them in parts.",
            )
        code = self._codes[word] = chr(self._next)
        self._next += 1
        return code
