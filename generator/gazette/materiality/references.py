"""Edits of a reference: the number or name of a section or a law, a menu, a link's label."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from gazette.materiality.clarifying import weighed
from gazette.materiality.edits import Act
from gazette.materiality.quantities import find_quantities
from gazette.materiality.speech import points_elsewhere
from gazette.materiality.words import norms, read_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.materiality.edits import Edit
    from gazette.materiality.statements import Statement


def is_reference(edit: Edit) -> bool:
    """Only the number or name of a section or a law, a menu, or the address of a page, differs."""
    sides = [text for text in (edit.removed_text, edit.added_text) if text]
    if _cites_paragraph(edit) or (_is_in_menu(edit) and not any(map(weighed, sides))):
        return True
    menu = any(_MENU.match(text) for text in sides)
    return bool(sides) and all(
        _is_reference(_CITATION.sub(" ", text)) or (menu and _is_menu(text)) for text in sides
    )


def _cites_paragraph(edit: Edit) -> bool:
    """Only the number of a paragraph came or went in a citation: “Art. 6 (1) lit. b”."""
    if edit.old is None or edit.new is None or (edit.removed_text and edit.added_text):
        return False
    statement, span = (edit.old, edit.removed) if edit.removed_text else (edit.new, edit.added)
    first, last = (statement.words[at] for at in (span[0], span[1] - 1))
    return any(
        cited.span("paragraph") == (first.start, last.end)
        for cited in _PARAGRAPH.finditer(statement.text)
    )


_PARAGRAPH = re.compile(
    r"\bart(?:icle|\.)?\s*\d+\s*\(?(?P<paragraph>\d)\)?\s*(?:\(?[a-z]\)|lit\.?)", re.IGNORECASE
)
_CITATION = re.compile(
    r"(?:\b(?:regulation|directive|decision)\s+)?\((?:EU|EC|EEC)\)\s*(?:no\.?\s*)?\d+/\d+"
    r"|\b(?:regulation|directive|decision)\s+(?:no\.?\s*)?\d+/\d+(?:/(?:EU|EC|EEC))?"
    r"|\b\d+\s+(?:U\.?S\.?C\.?|C\.?F\.?R\.?)\s*(?:§+\s*)?\d[\d.]*(?:\s+et\s+seq\.?)?"
    r"|§+\s*\d[\d.]*(?:\s+et\s+seq\.?)?",
    re.IGNORECASE,
)
"""A law by its number, as lawyers cite it."""
_ARROWS = ">→›»"
_MENU = re.compile(r"^[^>→›»]+(?:\s[>→›»]\s[^>→›»]+)+$")


def _is_in_menu(edit: Edit) -> bool:
    """Whether an arrow of a menu stands right before or after the words that changed."""
    sides = ((edit.old, edit.removed), (edit.new, edit.added))
    spans = [(side.text, side.words[a:b]) for side, (a, b) in sides if side and a < b]
    return bool(spans) and all(
        text[: words[0].start].rstrip()[-1:] in {*_ARROWS}
        or text[words[-1].end :].lstrip()[:1] in {*_ARROWS}
        for text, words in spans
    )


def _is_menu(text: str) -> bool:
    """Whether words only name entries of a menu, one below the other: Settings > Account."""
    return not weighed(text) and all(
        word.text[:1].isupper() or word.norm in _POINTING for word in read_words(text)
    )


def _is_reference(text: str) -> bool:
    words = read_words(text)
    named = any(word.norm in _SECTIONS for word in words)
    titles = [found.span() for found in _QUOTED.finditer(text)] if named else []
    other = [
        i
        for i, word in enumerate(words)
        if word.norm not in _POINTING
        and not (named and word.text[:1].isupper())
        and not any(start < word.start < end for start, end in titles)
    ]
    if not other:
        return True
    covered = {
        i for q in find_quantities(text) if q.kind == "url" for i in range(q.first, q.last + 1)
    }
    return covered.issuperset(other)


_SECTIONS = frozenset(norms("section clause article paragraph page annex appendix"))
_POINTING = _SECTIONS | frozenset(
    norms("see the in at via our your of as set out above below under here click link and refer to")
)


def is_relabelled(edit: Edit) -> bool:
    """Only the label of a link, or a title in quotation marks, differs where more can be read.

    The sentence points elsewhere before and after, and tells nothing itself.
    """
    if edit.act is not Act.REWORDED or not all(points_elsewhere(side.text) for side in edit.sides):
        return False
    spans = ((edit.old, edit.removed), (edit.new, edit.added))
    return all(side is not None and _is_title(side, span) for side, span in spans)


def _is_title(statement: Statement, span: tuple[int, int]) -> bool:
    """Whether words stand in a link's label, or between quotation marks."""
    if span[0] == span[1]:
        return False
    first, last = statement.words[span[0]], statement.words[span[1] - 1]
    return any(
        start <= first.start and last.end <= end
        for start, end in chain(_labels(statement), _quoted(statement.text))
    )


def _labels(statement: Statement) -> Iterator[tuple[int, int]]:
    """Where the labels of links stand in a statement."""
    for mark in statement.clause.marks:
        if mark.tag == "a":
            yield mark.start - statement.start, mark.end - statement.start


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    for quoted in _QUOTED.finditer(text):
        yield quoted.span()


_QUOTED = re.compile(r"[“\"‘][^“”\"‘’]+[”\"’]")
