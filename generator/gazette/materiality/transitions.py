"""Edits recognised before any rule speaks.

Each function answers one question about an edit: is it only this? The first
that says yes names the edit's transition, and the transition's rule claims it,
so one edit has one finding. A question is answered yes only where the words
show it; in doubt the edit stays open for the rules and, last, for a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from gazette.materiality.abbreviations import is_abbreviation
from gazette.materiality.announcing import announces
from gazette.materiality.clarifying import (
    introduces_known,
    is_explanation,
    is_general,
    is_known_name,
    is_recital,
)
from gazette.materiality.contents import counts_entries, lists_headings
from gazette.materiality.context import Context
from gazette.materiality.dealings import speaks_of_someone
from gazette.materiality.details import invites, is_contact
from gazette.materiality.edits import Act, Edit
from gazette.materiality.examples import is_illustration, is_one_of_names
from gazette.materiality.facts import MODAL, read_facts
from gazette.materiality.former_names import is_former_name
from gazette.materiality.furniture import is_part_of_page
from gazette.materiality.phrases import exchanges_bounds
from gazette.materiality.readings import read_setting, read_topics
from gazette.materiality.references import is_reference, is_relabelled
from gazette.materiality.renames import is_misnamed, names_itself
from gazette.materiality.restating import is_said_again
from gazette.materiality.reversals import reversal
from gazette.materiality.speech import points_elsewhere
from gazette.materiality.stamps import is_date_stamp
from gazette.materiality.statements import is_weightless
from gazette.materiality.telling import is_about_text
from gazette.materiality.wording import is_rewording, sense, turns
from gazette.materiality.words import VARIABLE, holds_variable, norms
from gazette.model.comparison import ChangeKind
from gazette.model.document import ClauseKind

_LOG = re.compile(
    r"change\s?log|revision history|document history|version history|key changes|history of changes"
    r"|summary of changes|change history|version log|amendment history|past changes"
    r"|what.s changed|recent changes",
    re.IGNORECASE,
)


def transition_of(edit: Edit, context: Context) -> str:
    """The name of the transition that explains all of the edit, or an empty string."""
    turned = turns(edit) or bool(reversal(edit))
    found = (
        name
        for name, holds in TRANSITIONS.items()
        if not (turned and name in _KEEPS_ALL_ELSE) and holds(edit, context)
    )
    return next(found, "") or context.regrouped.transition(edit)


def _same(edit: Edit, context: Context) -> bool:
    return edit.act is Act.SAME and not edit.elsewhere and _same_lead(edit, context)


def _same_lead(edit: Edit, context: Context) -> bool:
    """Whether an entry stands under a lead of the same sense: “we collect” is not “we never do”."""
    if edit.old is None or edit.new is None or edit.new.clause.kind is not ClauseKind.ITEM:
        return True
    leads = [context.outline.lead_over(side.clause) for side in (edit.old, edit.new)]
    alone = edit.old.clause.kind is not ClauseKind.ITEM or not all(leads)
    if alone and not any(map(_ANNOUNCES.search, leads)):
        return True  # paragraphs that became a list, below one that announces none
    return sense(leads[0]) == sense(leads[1])


_ANNOUNCES = re.compile(r"\b(?:following|follows|these|such)\b|[^.!\s]\s*\Z", re.IGNORECASE)
"""A paragraph that announces a list: it says so, or does not end as a sentence does."""


def _restated(edit: Edit, context: Context) -> bool:
    return edit.elsewhere or (len(edit.sides) == 1 and context.reordered(edit.sides[0]))


def _formatting(edit: Edit, context: Context) -> bool:
    if edit.change.kind is ChangeKind.FORMATTING:
        return _same_lead(edit, context)  # what becomes an entry is said under its lead
    return edit.change.kind is ChangeKind.RENUMBERED


def _heading(edit: Edit, context: Context) -> bool:
    return announces(edit, context)


def _navigation(edit: Edit, context: Context) -> bool:
    """What the page has around its text: a table of contents, an entry of it, a menu, a button."""
    outline = context.outline
    return all(is_part_of_page(side, outline.headings) for side in edit.sides) or lists_headings(
        edit, outline
    )


def _change_log(edit: Edit, _: Context) -> bool:
    """A line of a history of changes came or went."""
    return edit.act is not Act.REWORDED and _in_log(edit)


def _log_corrected(edit: Edit, _: Context) -> bool:
    """A line of a history of changes was put in other words: what was done then stays done."""
    return edit.act is Act.REWORDED and _in_log(edit)


def _in_log(edit: Edit) -> bool:
    return all(any(map(_names_log, (s.clause.lead, *s.clause.headings))) for s in edit.sides)


@lru_cache(maxsize=1024)
def _names_log(text: str) -> bool:
    """Whether a heading or a lead names a history of changes."""
    return bool(_LOG.search(text))


def _variable(edit: Edit, _: Context) -> bool:
    """A template's variable stands for a name or a link's label, or the other way round."""
    texts = (edit.removed_text, edit.added_text)
    if not any(map(holds_variable, texts)):
        return False
    if any(fact.kind in _MEASURED for fact in edit.lost + edit.gained):
        return False  # what number stood there before, nobody can tell
    gone, come = norms(texts[0]), norms(texts[1])
    if VARIABLE not in gone + come or any(sense(text) for text in texts):
        return False
    return not gone or not come or VARIABLE in (gone[0], come[0])


_MEASURED = frozenset(("duration", "age", "money", "percentage"))


def _pointer(edit: Edit, _: Context) -> bool:
    """A sentence that came or went only tells where to read more; or one that did, reworded.

    Reworded, it may not tell of another party: “how we and our partners use it”.
    """
    parties = {"recipient", "company", "organisation"}
    told = any(f.kind in parties for f in edit.lost + edit.gained)
    if edit.act is Act.REWORDED and (told or is_one_of_names(edit)):
        return False
    # “We send: a list of your devices” names what is sent, and no place to read it.
    if any(s.clause.lead and _LIST_OF.match(s.text) for s in edit.sides):
        return False
    return all(points_elsewhere(s.text) for s in edit.sides)


_LIST_OF = re.compile(r"\W*(?:an?\s+|the\s+)?list\s+of\b", re.IGNORECASE)


def _example(edit: Edit, _: Context) -> bool:
    """An example that came or went, and names no data, recipient, purpose or amount.

    A whole sentence shows how things are; where somebody acts in it, it may tell of a practice.
    """
    if edit.act is Act.REWORDED:
        return is_illustration(edit)
    return all(
        _EXAMPLE.match(s.text)
        and not speaks_of_someone(s.text)
        and not {f.kind for f in read_facts(s.text)} & _TELLING
        for s in edit.sides
    )


_EXAMPLE = re.compile(r"\W*(?:for (?:example|instance)|as an example|e\.g\.)", re.IGNORECASE)
_TELLING = frozenset(
    (
        "data", "purpose", "recipient", "company", "organisation", "duration", "age", "money",
        "percentage", "sale", "automation", "children", "transfer", "right", "tracking", MODAL,
    )
)  # fmt: skip


def _about_text(edit: Edit, context: Context) -> bool:
    return is_about_text(edit, context.known)


def _contact(edit: Edit, _: Context) -> bool:
    if is_contact(edit):
        return True
    # Where rights are spoken of, whom to write to is how they are used.
    return (
        edit.act is not Act.REWORDED
        and read_setting(edit) != "rights"
        and all(invites(s.text) for s in edit.sides)
    )


def _reference(edit: Edit, _: Context) -> bool:
    return is_reference(edit) or is_relabelled(edit)


def _listed(edit: Edit, context: Context) -> bool:
    """An item parted from, or joined with, its neighbour in a list: “A or B” as “A” and “B”."""
    if edit.act is Act.REWORDED:
        texts = [t for t in (edit.removed_text, edit.added_text) if t]
        return len(texts) == 1 and context.in_list(texts[0], edit.sides[0])
    return all(context.in_list(s.text, s) for s in edit.sides)


def _date_stamp(edit: Edit, _: Context) -> bool:
    return is_date_stamp(edit)


def _wording(edit: Edit, context: Context) -> bool:
    return (
        is_rewording(edit)
        or is_abbreviation(edit)
        or is_misnamed(edit, context.known)
        or names_itself(edit)
        or counts_entries(edit, context.outline)
    )


def _reach(edit: Edit, _: Context) -> bool:
    """Only a small word that says whose, by whom or how much came, went, or was exchanged."""
    texts = (edit.removed_text, edit.added_text)
    return (
        edit.act is Act.REWORDED
        and is_weightless(norms(" ".join(texts)))
        and exchanges_bounds(*texts)
    )


def _renamed(edit: Edit, context: Context) -> bool:
    return context.renames.explains(edit) or is_former_name(edit)


def _explanation(edit: Edit, _: Context) -> bool:
    if edit.act is Act.REWORDED:
        return is_explanation(edit)
    return all(is_general(s.text) for s in edit.sides)


def _recital(edit: Edit, context: Context) -> bool:
    return is_recital(edit) or (
        edit.act is not Act.REWORDED
        and all(introduces_known(s.text, context.known) for s in edit.sides)
    )


def _known_name(edit: Edit, context: Context) -> bool:
    about = (read_setting(edit), *read_topics(edit)[:2])
    return not is_one_of_names(edit) and is_known_name(edit, context.known, about)


def _said_again(edit: Edit, context: Context) -> bool:
    """A statement came that the old text bears out, or went that the new one does."""
    if edit.act is Act.ADDED and edit.new:
        return is_said_again(edit.new, context.known[0])
    if edit.act is Act.REMOVED and edit.old:
        return is_said_again(edit.old, context.known[1])
    return False


TRANSITIONS: dict[str, Callable[[Edit, Context], bool]] = {
    "formatting": _formatting,
    "restated": _restated,
    "same": _same,
    "date-stamp": _date_stamp,
    "heading": _heading,
    "navigation": _navigation,
    "wording": _wording,
    "reach": _reach,
    "variable": _variable,
    "reference": _reference,
    "listed": _listed,
    "change-log": _change_log,
    "log-corrected": _log_corrected,
    "contact": _contact,
    "renamed": _renamed,
    "pointer": _pointer,
    "example": _example,
    "explanation": _explanation,
    "recital": _recital,
    "name-known": _known_name,
    "about-text": _about_text,
    "said-again": _said_again,
}
"""Each transition's name and its question, in the order in which they are asked."""

_KEEPS_ALL_ELSE = frozenset(
    (
        "variable", "reference", "listed", "contact", "renamed", "pointer", "example",
        "explanation", "recital", "name-known", "about-text",
    )
)  # fmt: skip
"""Transitions that look at the words that came and went, not at what they do to the others."""
