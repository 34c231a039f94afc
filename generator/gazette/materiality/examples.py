"""Rows of examples and of names, and what one entry more or fewer says.

An example illustrates what stands before it; where the examples are data, or
parties, one more is data, or a party, as well, whatever its name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazette.materiality.clarifying import after_token, news, one_sided
from gazette.materiality.facts import read_facts
from gazette.materiality.words import norms

if TYPE_CHECKING:
    from gazette.materiality.edits import Edit
    from gazette.materiality.statements import Statement

PARTIES = frozenset(("name", "organisation", "company"))
_EXAMPLE = re.compile(
    r"\b(?:for\s+(?:example|instance)|such\s+as|e\.g\.|as\s+an\s+example|like\s+(?:a|an|the)\b)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[;)]")


def is_illustration(edit: Edit) -> bool:
    """Only an example within a sentence came or went, or one more beside an example."""
    side = one_sided(edit)
    if side is None or news(edit):
        return False
    statement, start, end = side
    before, changed = statement.text[:start], statement.text[start:end]
    if changed.count("(") != changed.count(")"):
        return False  # it reaches out of the brackets that hold the example
    markers = list(_EXAMPLE.finditer(statement.text[:end]))
    if not markers or _ENDS.search(before[markers[-1].end() :]):
        return False
    if markers[-1].start() >= start:  # the whole example, not one of a row
        return bool(_ROW.match(statement.text[end:])) and not names_data(statement.text[start:end])
    if not _is_entry(statement, start, end, markers[-1]):
        return False
    # Where the examples are data, one more or fewer is data as well, whatever its name; and so it
    # is with recipients, purposes, and names of whoever they are.
    beside = f"{before[markers[-1].end() :]} {statement.text[end:]}"
    named = any(fact.kind == "name" for fact in edit.lost + edit.gained)
    kinds = {fact.kind for fact in read_facts(f"of {beside}")}
    about = _CLAUSES.split(statement.text[: markers[-1].start()])[-1]
    acts = {fact.value for fact in read_facts(about) if fact.kind == "act"}
    if _DATA_HEADS.intersection(norms(about)) or acts & {"collection", "sharing", "sale"}:
        kinds.add("data")  # “information on your visits, such as”, “you may share content, such as”
    return kinds.isdisjoint(_ALIKE | PARTIES if named else _ALIKE)


def _is_entry(statement: Statement, start: int, end: int, marker: re.Match[str]) -> bool:
    """Whether words fill a place in a row of examples, and bind it by no condition."""
    text = statement.text
    changed = text[start:end]
    if _CONDITIONS.search(changed):
        return False
    first = max(after_token(statement, start), min(start, marker.end()))
    opened = marker.start() >= first or _ROW.search(text[first:start]) or _ROW.match(changed)
    closed = _ROW.match(text[end:]) or not text[end:].strip() or _ROW.search(changed)
    return bool(opened and closed)


_DATA_HEADS = frozenset(norms("information data details records"))
_CLAUSES = re.compile(r"[;:.()]")
_ALIKE = frozenset(("data", "purpose", "recipient", "right", "tracking", "automation"))
_CONDITIONS = re.compile(r"\b(?:if|when|where|unless|until|while|provided)\b", re.IGNORECASE)
_ROW = re.compile(r"[\s\"”’]*(?:\Z|[,;.()–—:]|(?:and|or)\b)", re.IGNORECASE)
"""What parts examples from one another."""


def names_data(text: str) -> bool:
    """Whether a text names data, of whatever category."""
    return any(fact.kind == "data" for fact in read_facts(text))


def is_one_of_names(edit: Edit) -> bool:
    """Whether a name came to, or left, a row of names: one more product, or one party fewer."""
    side = one_sided(edit)
    if side is None or all(fact.kind not in PARTIES for fact in edit.lost + edit.gained):
        return False
    text, start, end = side[0].text, side[1], side[2]
    before, after = (_CLAUSES.split(text[:start])[-1], _CLAUSES.split(text[end:])[0])
    others = [fact for fact in read_facts(f"of {before} , {after}") if fact.kind in PARTIES]
    return len(others) > 1 and bool(_ROW.match(after) or _ROW.search(text[start:end]))
