"""What a matcher answers with, and the conditions on the context that all of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gazette.materiality.readings import Reading
    from gazette.materiality.statements import Statement

Table = Mapping[str, Any]
"""A rule's [match] table."""
_LONGEST_QUOTE = 160  # characters of a statement in a message; the evidence has all of it


@dataclass(frozen=True, slots=True)
class Hit:
    """That a rule spoke, and the old and new words for its message."""

    old: str = ""
    new: str = ""


def holds_in_context(table: Table, reading: Reading) -> bool:
    """Whether an edit stands where a table asks for it."""
    wanted = (
        set(table.get("needs", ())) <= reading.spoken
        and table.get("deals", False) <= reading.deals
        and table.get("reversal", reading.reversal) == reading.reversal
        and reading.edit.act in table.get("acts", (reading.edit.act,))
        and reading.setting in table.get("setting", (reading.setting,))
    )
    if not wanted:
        return False
    topics = table.get("topics")
    if not topics:
        return True
    if table.get("main"):
        return reading.topic in topics
    return bool(set(topics) & set(reading.topics))


def quote(statement: Statement) -> str:
    """The statement for a message: its first words, without the stop at its end."""
    text = " ".join(statement.text.split())
    if len(text) > _LONGEST_QUOTE:
        text = shorten(text, _LONGEST_QUOTE, placeholder=" …")
    return text.rstrip(" .:;")
