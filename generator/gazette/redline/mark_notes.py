"""What changed about the mark-up within a clause, said in words."""

from __future__ import annotations

from collections import Counter, deque
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.document import Clause, Mark

_NAMES = {
    "a": "link",
    "abbr": "abbreviation",
    "b": "bold",
    "br": "line break",
    "code": "code",
    "del": "struck out",
    "em": "emphasis",
    "i": "emphasis",
    "img": "image",
    "ins": "underlined",
    "strong": "bold",
    "sub": "subscript",
    "sup": "superscript",
    "u": "underlined",
}
_UNSEEN = frozenset(("span", "wbr"))


class _Seen(NamedTuple):
    """What a reader sees of a mark."""

    name: str
    words: str
    target: str
    title: str


def mark_notes(old: Clause, new: Clause) -> Iterator[str]:
    """Marks that came, went, point elsewhere or stand on other words.

    Marks on words that are gone, or that came, are seen with those words.
    """
    here, there = _marks(old), _marks(new)
    if here == there:
        if old.text == new.text and old.marks != new.marks and _places(old) != _places(new):
            yield "mark-up on other words"
        return
    come = Counter(there) - Counter(here)
    twins: dict[tuple[str, str], deque[_Seen]] = {}
    for mark in come.elements():
        twins.setdefault(mark[:2], deque()).append(mark)
    alone: list[_Seen] = []
    in_new, in_old = cache(new.text.__contains__), cache(old.text.__contains__)
    for mark in (Counter(here) - Counter(there)).elements():
        if twins.get(mark[:2]):
            twin = twins[mark[:2]].popleft()
            come[twin] -= 1
            yield from _differences(mark, twin)
        elif in_new(mark.words):
            alone.append(mark)
    both = [mark for mark in come.elements() if in_old(mark.words)]
    yield from _exchanged(alone, both, (old.text, new.text))


def _exchanged(gone: list[_Seen], come: list[_Seen], wholes: tuple[str, str]) -> Iterator[str]:
    """Marks that went and came, those told together of which one became the other.

    `wholes` are the texts of both clauses: words that are all of one need not be quoted.
    """
    for mark in gone:
        twin = next((other for other in come if _became(mark, other)), None)
        if twin is None:
            yield _said(mark, "removed", wholes[0])
            continue
        come.remove(twin)
        if mark.name == twin.name:
            yield f"{mark.name} on other words: “{mark.words}” → “{twin.words}”"
        else:
            yield f"{mark.name} → {twin.name}{_quoted(mark.words, wholes[0])}"
    for mark in come:
        yield _said(mark, "added", wholes[1])


def _became(mark: _Seen, other: _Seen) -> bool:
    """Whether one mark is the other on other words, or another emphasis on the same."""
    if mark.target or other.target:
        return (mark.name, *mark[2:]) == (other.name, *other[2:]) and bool(mark.words)
    return mark.words == other.words != ""


def _places(clause: Clause) -> list[tuple[int, int, str]]:
    return [(m.start, m.end, m.tag) for m in _visible(clause)]


def _marks(clause: Clause) -> list[_Seen]:
    return [
        _Seen(_NAMES.get(m.tag, m.tag), clause.text[m.start : m.end], m.target, m.title)
        for m in _visible(clause)
    ]


def _visible(clause: Clause) -> list[Mark]:
    # That preformatted text is code is said of the clause.
    unseen = {*_UNSEEN, "code"} if clause.kind is ClauseKind.CODE else _UNSEEN
    return [mark for mark in clause.marks if mark.tag not in unseen]


def _differences(old: _Seen, new: _Seen) -> Iterator[str]:
    about = f" of “{new.words}”" if new.words else ""
    what = "source" if new.name == "image" else "target"
    if old.target != new.target:
        yield f"{new.name} {what}{about} {old.target or 'none'} → {new.target or 'none'}"
    title = "description" if new.name == "image" else "title"
    if old.title != new.title:
        yield f"{new.name} {title}{about} “{old.title}” → “{new.title}”"


def _said(mark: _Seen, verb: str, whole: str) -> str:
    about = _quoted(mark.words or mark.title, whole)
    return f"{mark.name} {verb}{about}{f' → {mark.target}' if mark.target else ''}"


def _quoted(words: str, whole: str) -> str:
    return f": “{words}”" if words and words != whole else ""
