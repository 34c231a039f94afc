"""What changed about a clause that its words do not show, said in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gazette.model.document import Block, Clause, ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_SURROUNDINGS = {
    "ol": "numbered list",
    "ul": "bulleted list",
    "blockquote": "quotation",
    "table": "table",
    "dl": "definition list",
    "details": "folded section",
}


def same_in_every_way(old: Clause, new: Clause) -> bool:
    """Whether two clauses have the same words, marks and surroundings; quick."""
    return (
        old.text == new.text
        and old.marks == new.marks
        and old.kind is new.kind
        and old.level == new.level
        and _same_blocks(old.blocks, new.blocks)
    )


def _same_blocks(old: tuple[Block, ...], new: tuple[Block, ...]) -> bool:
    if len(old) != len(new):
        return False
    # A plain loop: this is asked of every clause, and a generator costs more than it does.
    for here, there in zip(old, new, strict=True):
        if here.tag != there.tag or here.attributes != there.attributes:
            return False
    return True


def formatting_notes(old: Clause, new: Clause) -> tuple[str, ...]:
    """How two corresponding clauses differ beyond their words.

    The lists and quotations around them are for `surroundings_note`.
    """
    return (*_kind_notes(old, new), *_mark_notes(old, new))


def surroundings_note(old: Clause, new: Clause) -> tuple[str, tuple[int, int]]:
    """How the lists, tables and quotations around two clauses differ, or "".

    With it come the serials of the outermost elements that differ: clauses
    with the same ones have the same difference, and one note says it.
    """
    here, there = _surroundings(old), _surroundings(new)
    while here and there and here[0][0] == there[0][0]:
        here, there = here[1:], there[1:]
    outermost = (here[0][1] if here else -1, there[0][1] if there else -1)
    while here and there and here[-1][0] == there[-1][0]:
        here, there = here[:-1], there[:-1]
    if not here and not there:
        return "", outermost
    return f"{_inside_out(here)} → {_inside_out(there)}", outermost


def _surroundings(clause: Clause) -> list[tuple[str, int]]:
    """What a clause stands in, outermost first, with serials."""
    return [
        (_surrounding(block), block.serial) for block in clause.blocks if block.tag in _SURROUNDINGS
    ]


def _surrounding(block: Block) -> str:
    name = _SURROUNDINGS[block.tag]
    if block.tag != "ol" or not block.attributes:
        return name
    attributes = dict(block.attributes)
    style, start = attributes.get("type", "1"), attributes.get("start", "1")
    style = "" if style == "1" else f" with {style}"
    start = "" if start == "1" else f" from {start}"
    return f"{name}{style}{start}{' backwards' if 'reversed' in attributes else ''}"


def _inside_out(surroundings: list[tuple[str, int]]) -> str:
    return " in ".join(name for name, _ in reversed(surroundings)) or "plain text"


def wordless(clause: Clause) -> str:
    """What a clause without words is called."""
    picture = next((mark for mark in clause.marks if mark.tag == "img"), None)
    if picture:
        return f"image “{picture.title}”" if picture.title else "image"
    return "thematic break" if clause.kind is ClauseKind.RULE else f"empty {clause.kind}"


def _kind_notes(old: Clause, new: Clause) -> Iterator[str]:
    if old.kind is ClauseKind.HEADING and new.kind is ClauseKind.HEADING:
        if old.level != new.level:
            yield f"heading level {old.level} → {new.level}"
    elif old.kind is not new.kind:
        yield f"{old.kind} → {new.kind}"
    elif old.kind is ClauseKind.CELL and old.blocks and new.blocks:
        names = {"th": "header cell", "td": "cell"}
        here, there = names.get(old.blocks[-1].tag), names.get(new.blocks[-1].tag)
        if here != there and here and there:
            yield f"{here} → {there}"
    if ClauseKind.CODE in (old.kind, new.kind) and _differ_in_space(old, new):
        yield "white space in preformatted text"


def _differ_in_space(old: Clause, new: Clause) -> bool:
    return old.text != new.text and old.text.split() == new.text.split()


def _mark_notes(old: Clause, new: Clause) -> Iterator[str]:
    """Marks that came, went, or point elsewhere."""
    here, there = _marks(old), _marks(new)
    if here == there:
        if old.text == new.text and old.marks != new.marks and _places(old) != _places(new):
            yield "mark-up on other words"
        return
    gone, come = list((Counter(here) - Counter(there)).elements()), Counter(there) - Counter(here)
    arrived = {mark[:2]: mark for mark in reversed(list(come))}
    for mark in gone:
        twin = arrived.get(mark[:2])
        if twin and come[twin]:
            come[twin] -= 1
            yield from _differences(mark, twin)
        elif mark[1] in new.text:
            yield _said(mark, "removed")
    for mark in come.elements():
        if mark[1] in old.text:
            yield _said(mark, "added")


def _places(clause: Clause) -> list[tuple[int, int, str]]:
    return [(m.start, m.end, m.tag) for m in clause.marks if m.tag not in _UNSEEN]


_Seen = tuple[str, str, str, str]
"""What a reader sees of a mark: name, words, target, title."""


def _marks(clause: Clause) -> list[_Seen]:
    return [
        (_NAMES.get(m.tag, m.tag), clause.text[m.start : m.end], m.target, m.title)
        for m in clause.marks
        if m.tag not in _UNSEEN
    ]


def _differences(old: _Seen, new: _Seen) -> Iterator[str]:
    name, words = new[0], f" of “{new[1]}”" if new[1] else ""
    what = "source" if name == "image" else "target"
    if old[2] != new[2]:
        yield f"{name} {what}{words} {old[2] or 'none'} → {new[2] or 'none'}"
    title = "description" if name == "image" else "title"
    if old[3] != new[3]:
        yield f"{name} {title}{words} “{old[3]}” → “{new[3]}”"


def _said(mark: _Seen, verb: str) -> str:
    name, words, target, title = mark
    about = f": “{words}”" if words else f": “{title}”" if title else ""
    return f"{name} {verb}{about}{f' → {target}' if target else ''}"
