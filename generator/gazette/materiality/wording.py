"""Whether a rewording keeps what a statement says: its facts, its modality, its conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.materiality.edits import Act
from gazette.materiality.facts import read_facts
from gazette.materiality.slips import is_misspelt
from gazette.materiality.statements import canonical_forms
from gazette.materiality.words import norms

if TYPE_CHECKING:
    from gazette.materiality.edits import Edit
    from gazette.materiality.statements import Statement

_KEEPS_SENSE = frozenset(("modality", "condition", "duration", "age", "money", "percentage"))
_MODAL_WORDS = frozenset({"can", "may", "will"})
_SPEAKER = frozenset({"we", "us"})


def sense(text: str) -> list[tuple[str, str]]:
    """The facts that a mere rewording must leave alone."""
    return sorted(fact.key for fact in read_facts(text) if fact.kind in _KEEPS_SENSE)


def is_rewording(edit: Edit) -> bool:
    """Spelling, inflection, a word of no weight, an order of the same words, active for passive."""
    if edit.act is not Act.REWORDED or edit.old is None or edit.new is None:
        return False
    gone, come = canonical_forms(edit.removed_text), canonical_forms(edit.added_text)
    if set(gone) | set(come) <= {"will"} or "".join(gone) == "".join(come):
        return True
    if sense(edit.old.text) != sense(edit.new.text):
        return False
    if _same_words(edit.old, edit.new):
        return True
    if set(gone) | set(come) <= _MODAL_WORDS:
        return True  # “you can” and “you are able to”: the same modality by the sense above
    return is_misspelt(gone, come)


def _same_words(old: Statement, new: Statement) -> bool:
    """The same words in another order, and the same doer: “is collected by us” is “we collect”."""
    if _bag(old) != _bag(new):
        return False
    doers = (_doers(old.text), _doers(new.text))
    passive = [side for side, named in zip((old, new), doers, strict=True) if not named]
    return doers[0] == doers[1] or any("be" in norms(side.text) for side in passive)


def _bag(statement: Statement) -> list[str]:
    return sorted(form for form in statement.forms if form not in _SPEAKER)


def _doers(text: str) -> list[str]:
    """How the speaker stands in a sentence; “by us” is “we”, “to us” is not."""
    words = norms(text)
    return sorted(
        "we" if word == "us" and words[i - 1 : i] == ("by",) else word
        for i, word in enumerate(words)
        if word in _SPEAKER
    )
