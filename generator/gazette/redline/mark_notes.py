"""What changed about the mark-up within a clause, said in words."""

from __future__ import annotations

from collections import Counter, deque
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gazette.model.document import ClauseKind
from gazette.model.note import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.document import Clause, Mark

_NAMES = {
    "a": "link",
    "abbr": "abbreviation",
    "b": "bold",
    "br": "line_break",
    "code": "code",
    "del": "struck_out",
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
    """What a reader sees of a mark; `name` is a note's key, or a tag that none has a name for."""

    name: str
    words: str
    target: str
    title: str


def mark_notes(old: Clause, new: Clause) -> Iterator[Note]:
    """Marks that came, went, point elsewhere or stand on other words.

    Marks on words that are gone, or that came, are seen with those words.
    """
    here, there = _marks(old), _marks(new)
    if here == there:
        if old.text == new.text and old.marks != new.marks and _places(old) != _places(new):
            yield Note("marks_elsewhere")
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


def _exchanged(gone: list[_Seen], come: list[_Seen], wholes: tuple[str, str]) -> Iterator[Note]:
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
            yield Note.of("mark_elsewhere", mark=_called(mark), old=mark.words, new=twin.words)
        else:
            became = Note.of("became", old=_called(mark), new=_called(twin))
            yield _quoting(became, mark.words, wholes[0])
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


def _differences(old: _Seen, new: _Seen) -> Iterator[Note]:
    target, title = ("source", "description") if new.name == "image" else ("target", "title")
    if old.target != new.target:
        none = Note("none")
        yield _differing(target, new, old=old.target or none, new=new.target or none)
    if old.title != new.title:
        yield _differing(title, new, old=old.title, new=new.title)


def _differing(what: str, mark: _Seen, **values: str | Note) -> Note:
    """That `what` a mark has became another."""
    if mark.words:
        return Note.of(f"{what}_of", mark=_called(mark), words=mark.words, **values)
    return Note.of(what, mark=_called(mark), **values)


def _said(mark: _Seen, verb: str, whole: str) -> Note:
    note = _quoting(Note.of(verb, what=_called(mark)), mark.words or mark.title, whole)
    return Note.of("leading_to", note=note, target=mark.target) if mark.target else note


def _quoting(note: Note, words: str, whole: str) -> Note:
    return Note.of("of_words", note=note, words=words) if words and words != whole else note


def _called(mark: _Seen) -> Note | str:
    return Note(mark.name) if mark.name in _NAMES.values() else mark.name
