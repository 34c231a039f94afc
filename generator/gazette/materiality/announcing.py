"""Headings, labels and leads: what only announces what stands below it.

What stands below is judged on its own, so a heading may be reworded, come or
go. Not so where it speaks itself, as one that promises or denies does, or
where only a list or a table stands below it, whose entries say nothing without it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazette.materiality.clarifying import weighed
from gazette.materiality.context import LONGEST_HEADING, Context
from gazette.materiality.edits import Act, Edit
from gazette.materiality.facts import read_facts
from gazette.materiality.speech import asks
from gazette.materiality.statements import canonical_forms
from gazette.materiality.wording import sense
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from gazette.materiality.statements import Statement

_LONGEST_LABEL = 3
_HEAD_CELL = re.compile(r"t\d+r1c\d+$")
_NUMBER = re.compile(
    r"(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})\)|(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})\.)"
)
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,5}|[A-Z])[.)]\s+[A-Z][^.;:,!]*[^.;:,!?\s]$")


def announces(edit: Edit, context: Context) -> bool:
    """Whether an edit is of a heading, a label or a lead, and of nothing that it says itself."""
    if _runs_in(edit, context):
        return True
    only = all(
        (s.clause.kind is ClauseKind.HEADING and len(s.words) <= LONGEST_HEADING)
        or (s.text.rstrip().endswith(":") and len(s.words) <= _LONGEST_LABEL)
        or _titles(s)
        or _only_numbers(s)
        or context.heads(s)
        or (edit.act is not Act.REWORDED and _opens_list(s, context))
        for s in edit.sides
    )
    # A heading that promises or denies is a statement; one that asks answers nothing.
    return (
        only
        and not any(sense(s.text) and not asks(s.text) for s in edit.sides)
        and not _governs_otherwise(edit, context)
    )


def _runs_in(edit: Edit, context: Context) -> bool:
    """Whether a heading only became the first words of the paragraph below it, or the reverse."""
    if edit.act is not Act.REWORDED or (edit.removed_text and edit.added_text):
        return False
    words = edit.added_text or edit.removed_text
    at = edit.added[0] if edit.added_text else edit.removed[0]
    starts = all(side.start == 0 for side in edit.sides)
    said = canonical_forms(words)
    return bool(starts and at == 0 and said in context.outline.headings and not sense(words))


def _governs_otherwise(edit: Edit, context: Context) -> bool:
    """Whether entries or cells stand below it, and it says now that something else is done.

    “Used for” at the head of a column that is “Shared for” now changes every cell.
    """
    sides = (edit.change.old, edit.change.new)
    if not all(sides) or not all(any(map(context.outline.governs, side)) for side in sides):
        return False
    done = [
        {f.key for clause in side for f in read_facts(clause.text) if f.kind == "act"}
        for side in sides
    ]
    return done[0] != done[1]


def _opens_list(statement: Statement, context: Context) -> bool:
    """A lead that only says what is listed anew below it: “The legal bases are:”."""
    clause = statement.clause
    if statement.text.strip() != clause.text.strip() or not context.outline.begins(clause):
        return False
    facts = [
        fact for fact in read_facts(statement.text) if fact.key != ("legal_basis", "legal basis")
    ]
    return not any(fact.kind == "act" or fact in weighed(statement.text) for fact in facts)


def _only_numbers(statement: Statement) -> bool:
    """A paragraph that is a section's number and nothing more."""
    clause = statement.clause
    return clause.kind is ClauseKind.PARAGRAPH and bool(_NUMBER.fullmatch(clause.text.strip()))


def _titles(statement: Statement) -> bool:
    """The cell at the head of a column; or a line with a section's number and no stop."""
    clause = statement.clause
    text = clause.text.strip()
    if len(text.split()) > LONGEST_HEADING:
        return False
    if clause.kind is ClauseKind.CELL:
        return not clause.lead and bool(_HEAD_CELL.search(clause.id))
    return clause.kind is ClauseKind.PARAGRAPH and bool(_NUMBERED.match(text))
