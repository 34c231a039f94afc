"""Initials, and the words that they stand for: “ISP” and “internet service provider (ISP)”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazette.materiality.clarifying import changed_words, fills_bracket, one_sided
from gazette.materiality.edits import Act

if TYPE_CHECKING:
    from gazette.materiality.edits import Edit

_INITIALS = re.compile(r"([A-Z]{2,})s?")
_IN_BRACKETS = re.compile(r"\s*\([“\"'‘]?([A-Z]{2,})s?[”\"'’]?\)")
_BEFORE = re.compile(r"\s*\(?[“\"'‘]?([A-Z]{2,})s?\b")
_LETTERS = re.compile(r"[^\W\d_]+")
_JOINING = frozenset({"of", "and", "the", "for", "to", "in", "on", "a", "an"})
"""Words that initials leave out."""


def is_abbreviation(edit: Edit) -> bool:
    """Only initials, or the words they stand for, came or went, or each for the other.

    That they are the initials of those very words is all that is asked: “DPA”
    is spelt by “Data Processing Agreement”, and not by “Data Sharing Agreement”.
    """
    if any(fact.kind == "country" for fact in edit.lost + edit.gained):
        return False  # two countries may have the same initials
    if edit.act is Act.REWORDED and edit.removed_text and edit.added_text:
        return _is_exchange(edit.removed_text, edit.added_text) or _is_exchange(
            edit.added_text, edit.removed_text
        )
    side = one_sided(edit)
    if side is None:
        return False
    statement, start, end = side
    words, after = changed_words(edit), statement.text[end:]
    if any(_spells(words, found) for found in (_IN_BRACKETS.match(after), _BEFORE.match(after))):
        return True
    initials = re.sub(r"[^A-Za-z]|s$", "", words)
    before = " ".join(word.text for word in statement.words if word.end < start)
    return (
        len(initials) > 1
        and initials.isupper()
        and _ends_with(before, initials)
        and fills_bracket(statement.text, start, end)
    )


def _is_exchange(initials: str, words: str) -> bool:
    """Whether words, perhaps with their initials after them, took the place of the initials."""
    found = _INITIALS.fullmatch(initials)
    spelt = _IN_BRACKETS.sub("", words)
    return found is not None and _spells(spelt, found)


def _spells(words: str, found: re.Match[str] | None) -> bool:
    """Whether words have the initials that were found, each of them."""
    return bool(found) and _initials(words) == (found[1] if found else "")


def _initials(text: str) -> str:
    """The initials of a text's words, without those that initials leave out."""
    words = _LETTERS.findall(text)
    return "".join(word[0].upper() for word in words if word not in _JOINING)


def _ends_with(text: str, initials: str) -> bool:
    """Whether the last words of a text have the initials."""
    return _initials(text).endswith(initials)
