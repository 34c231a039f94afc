"""The words of weight of a statement, each with what stands before it.

What a comparison of mere words leaves out (prepositions, commas, joining
words) tells in which relation words stand; here it is kept beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gazette.materiality.words import norms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.materiality.statements import Statement, Token

WE = "we"
BE = "be"
JOINING = frozenset({"and", "or"})
_PREPOSITIONS = frozenset(norms("of in on at for to by with as into onto upon about"))
_OWNED = frozenset(norms("the our your their his her its"))


class Part(NamedTuple):
    """One word of weight, and what stands between it and the one before.

    `form`: its canonical form. `lead`: the prepositions and forms of “be” there.
    `cut`: the commas, semicolons, brackets and joining words there.
    `owned`: whether an article or an owner stands there. `text`: as written.
    """

    form: str
    lead: frozenset[str]
    cut: tuple[str, ...]
    owned: bool
    text: str


Parts = tuple[Part, ...]


def read_parts(statement: Statement) -> Parts:
    """The words of weight; a joining word is none of them, and “us” is “we”."""
    parts: list[Part] = []
    words, end = statement.words, 0
    between: list[str] = []
    start = 0
    for token in statement.tokens:
        between += [word.norm for word in words[end : token.first]]
        end = token.last + 1
        if token.form in JOINING:
            between.append(token.form)
            continue
        gap = statement.text[start : words[token.first].start]
        parts.append(_part(token, between, gap, statement))
        between, start = [], words[token.last].end
    return tuple(parts)


def _part(token: Token, between: list[str], gap: str, statement: Statement) -> Part:
    cut = [mark for mark in ",;/()" if mark in gap] + [word for word in between if word in JOINING]
    written = statement.text[statement.words[token.first].start : statement.words[token.last].end]
    return Part(
        form=WE if token.form == "us" else token.form,
        lead=frozenset(between) & (_PREPOSITIONS | {BE}),
        cut=tuple(cut),
        owned=not _OWNED.isdisjoint(between),
        text=written,
    )


def forms(parts: Iterable[Part]) -> list[str]:
    """The canonical forms alone."""
    return [part.form for part in parts]
