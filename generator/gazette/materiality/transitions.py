"""Edits recognised before any rule speaks.

Each function answers one question about an edit: is it only this? The first
that says yes names the edit's transition, and the transition's rule claims it,
so one edit has one finding. A question is answered yes only where the words
show it; in doubt the edit stays open for the rules and, last, for a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import DamerauLevenshtein

from gazette.materiality.data import load_data
from gazette.materiality.edits import Act, Edit
from gazette.materiality.facts import read_facts
from gazette.materiality.renames import Renames
from gazette.materiality.statements import canonical_forms
from gazette.materiality.words import is_number, norms
from gazette.model.comparison import ChangeKind
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from gazette.model.comparison import Comparison

_STAMP = re.compile(
    r"\b(?:updat\w+|revis\w+|modif\w+|effective|version|dated?|published|as of|in force"
    r"|applies from|posted|copyright)\b|©",
    re.IGNORECASE,
)
_LONGEST_STAMP = 16
_LONGEST_HEADING = 14
_KEEPS_SENSE = frozenset({"modality", "condition", "duration", "age", "money", "percentage"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a transition may have to know of the whole comparison."""

    comparison: Comparison
    renames: Renames


def transition_of(edit: Edit, context: Context) -> str:
    """The name of the transition that explains all of the edit, or an empty string."""
    return next((name for name, holds in TRANSITIONS.items() if holds(edit, context)), "")


def _same(edit: Edit, _: Context) -> bool:
    return edit.act is Act.SAME and not edit.elsewhere


def _restated(edit: Edit, _: Context) -> bool:
    return edit.elsewhere


def _formatting(edit: Edit, _: Context) -> bool:
    return edit.change.kind in (ChangeKind.FORMATTING, ChangeKind.RENUMBERED)


def _heading(edit: Edit, _: Context) -> bool:
    """A heading announces; what stands below it is judged on its own."""
    sides = [s for s in (edit.old, edit.new) if s]
    return all(
        s.clause.kind is ClauseKind.HEADING and len(s.words) <= _LONGEST_HEADING for s in sides
    )


def _date_stamp(edit: Edit, _: Context) -> bool:
    """The line that says when the text was last changed."""
    sides = [s for s in (edit.old, edit.new) if s]
    if not any(_STAMP.search(s.text) or _STAMP.search(s.clause.lead) for s in sides):
        return False
    return all(_only_dates(text) for text in (edit.removed_text, edit.added_text)) or all(
        len(s.words) <= _LONGEST_STAMP and _is_stamp(s.text) for s in sides
    )


def _only_dates(text: str) -> bool:
    months = load_data("stamps").list("words")
    return all(is_number(norm) or norm in months for norm in norms(text))


def _is_stamp(text: str) -> bool:
    """Nothing but a date and the words of a stamp."""
    if not any(fact.kind in {"date", "count"} for fact in read_facts(text)):
        return False
    words = load_data("stamps").list("words")
    left = [n for n in norms(text) if n not in words and not is_number(n)]
    return len(left) <= 2  # noqa: PLR2004 - a name or a place may sign the line


def _wording(edit: Edit, _: Context) -> bool:
    """Spelling, inflection, a word of no weight, an order of the same words."""
    if edit.act is not Act.REWORDED or edit.old is None or edit.new is None:
        return False
    gone, come = canonical_forms(edit.removed_text), canonical_forms(edit.added_text)
    if set(gone) | set(come) <= {"will"} or "".join(gone) == "".join(come):
        return True
    if _sense(edit.old.text) != _sense(edit.new.text):
        return False
    if sorted(edit.old.forms) == sorted(edit.new.forms):
        return True  # a list in another order
    return _misspelt(gone, come)


def _sense(text: str) -> list[tuple[str, str]]:
    """The facts that a mere rewording must leave alone."""
    return sorted(fact.key for fact in read_facts(text) if fact.kind in _KEEPS_SENSE)


def _misspelt(gone: tuple[str, ...], come: tuple[str, ...]) -> bool:
    """Each word is a slip of the pen away from its counterpart."""
    if len(gone) != len(come):
        return False
    return all(_slip(old, new) for old, new in zip(gone, come, strict=True))


def _slip(old: str, new: str) -> bool:
    if old == new:
        return True
    if is_number(old) or is_number(new) or _terms(old) != _terms(new):
        return False
    distance = DamerauLevenshtein.distance(old, new)
    shorter = min(len(old), len(new))
    return distance <= (1 if shorter < 6 else 2) and (shorter >= 4 or shorter == 1)  # noqa: PLR2004 - letters


def _terms(word: str) -> set[tuple[str, str]]:
    return {fact.key for fact in read_facts(word)}


def _reference(edit: Edit, _: Context) -> bool:
    """Only the number of a section, or the address of a page, differs."""
    sides = (edit.removed_text, edit.added_text)
    return all(_only(text, {"url", "section"}) for text in sides) and any(sides)


def _only(text: str, kinds: set[str]) -> bool:
    facts = read_facts(text)
    covered = {i for f in facts if f.kind in kinds for i in range(f.first, f.last + 1)}
    words = norms(text)
    return all(i in covered or word in _SECTION for i, word in enumerate(words))


_SECTION = frozenset(
    {"section", "claus", "articl", "paragraph", "page", "link", "click", "here", "", "#"}
)


def _renamed(edit: Edit, context: Context) -> bool:
    return context.renames.explains(edit)


TRANSITIONS: dict[str, Callable[[Edit, Context], bool]] = {
    "formatting": _formatting,
    "restated": _restated,
    "same": _same,
    "date-stamp": _date_stamp,
    "heading": _heading,
    "wording": _wording,
    "reference": _reference,
    "renamed": _renamed,
}
"""Each transition's name and its question, in the order in which they are asked."""
