"""Whether a rewording keeps what a statement says: its facts, its modality, its conditions."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from gazette.materiality.arrangement import is_rearranged
from gazette.materiality.citations import find_citations
from gazette.materiality.edits import Act
from gazette.materiality.facts import negations, read_facts
from gazette.materiality.phrases import exchanges_bounds
from gazette.materiality.slips import is_english, is_misspelt, is_mistyped, is_respaced
from gazette.materiality.statements import bounds_number, canonical_forms, is_weightless
from gazette.materiality.words import norms

if TYPE_CHECKING:
    from gazette.materiality.edits import Edit
    from gazette.materiality.statements import Statement

_KEEPS_SENSE = frozenset(("modality", "condition", "duration", "age", "money", "percentage"))
_VALUES = frozenset(
    ("extent", "duration", "money", "percentage", "age", "date", "country", "phone")
)
_MODAL_WORDS = frozenset({"can", "may", "will", "must"})
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TURNING = frozenset(
    norms("not no never neither nor none without only solely exclusively unless except some")
)
_BINDING = _TURNING | frozenset(norms("or if until before after since may must will can should"))
_TWICE = frozenset({"not", "no", "never"})
"""Words that say another thing when they stand twice."""


def sense(text: str) -> list[tuple[str, str]]:
    """The facts that a mere rewording must leave alone."""
    return sorted(fact.key for fact in read_facts(text) if fact.kind in _KEEPS_SENSE)


def turns(edit: Edit) -> bool:
    """Whether what came or went turns or bounds a sentence: “not”, “only”, “you” for “we”.

    Whatever else an edit may be, such a word changes what stands around it.
    """
    if edit.act is not Act.REWORDED:
        return False
    gone, come = norms(edit.removed_text), norms(edit.added_text)
    counts = [Counter(word for word in words if word in _TURNING) for words in (gone, come)]
    weighty = [word for word in gone + come if not is_weightless((word,))]
    sides = [{"we", "you"} & {"we" if word == "us" else word for word in w} for w in (gone, come)]
    return (
        counts[0] != counts[1]
        or _cites_otherwise(edit)
        or (gone != come and _BINDING.issuperset(weighty))
        or (all(sides) and sides[0] != sides[1])
        or any(_is_reversed(old, new) for old in gone for new in come)
    )


def _cites_otherwise(edit: Edit) -> bool:
    """Whether an article is cited for what the other side says neither by number nor in words."""
    cited = {(c.kind, c.value) for side in edit.sides for c in find_citations(side.text) if c.kind}
    return bool(cited) and any(fact.key in cited for fact in edit.lost + edit.gained)


def _is_reversed(old: str, new: str) -> bool:
    """Whether one word is the other with a prefix that denies it: “unauthorized”."""
    shorter, longer = sorted((old, new), key=len)
    prefix = longer.removesuffix(shorter)
    return len(shorter) > len(prefix) and prefix in _DENYING


_DENYING = frozenset(("un", "in", "im", "ir", "il", "non", "dis", "de"))


def is_rewording(edit: Edit) -> bool:
    """Spelling, inflection, a word of no weight, an order of the same words, active for passive."""
    if edit.act is not Act.REWORDED or edit.old is None or edit.new is None:
        return False
    gone, come = canonical_forms(edit.removed_text), canonical_forms(edit.added_text)
    # “We do not now sell” leaves open what “we do not sell” rules out.
    lets = {*gone, *come} == {"now"} and negations(edit.old.text)
    if lets or _cites_otherwise(edit) or exchanges_bounds(edit.removed_text, edit.added_text):
        return False
    if any(map(bounds_number, edit.sides, (edit.removed, edit.added))):
        return False
    if set(gone) | set(come) <= {"will", "now"} or _is_spelling(edit.old, edit.new, edit):
        return True
    said = [(sense(side.text), negations(side.text)) for side in (edit.old, edit.new)]
    if said[0] != said[1]:
        return False
    # “You can” and “you are able to” are the same modality by the sense above.
    return (
        _same_values(edit)
        or is_rearranged(edit.old, edit.new)
        or (set(gone) | set(come) <= _MODAL_WORDS and _binds_alike(edit))
        or _joins_a_list(edit)
        or (_is_strange(edit) and is_misspelt(gone, come))
    )


def _is_spelling(old: Statement, new: Statement, edit: Edit) -> bool:
    """Whether the same was written in other letters, or a word that weighs nothing came or went."""
    gone, come = canonical_forms(edit.removed_text), canonical_forms(edit.added_text)
    return (
        "".join(gone) == "".join(come)
        or (
            "only" not in gone + come
            and is_weightless(norms(f"{edit.removed_text} {edit.added_text}"))
        )
        or is_respaced(old.text, new.text)
        or _said_once(old.text) == _said_once(new.text)
        or _is_slip(old, new, edit)
    )


def _is_slip(old: Statement, new: Statement, edit: Edit) -> bool:
    """Whether the written words at an edit are the same but for spaces or mistyped letters."""
    if len(old.words) == len(new.words) and _is_mistyped_there(old, new, edit):
        return True  # word by word, where a slip parted a phrase that the other side has
    gone, come = _stretch(old, edit.removed), _stretch(new, edit.added)
    while gone and come and gone[0] == come[0]:
        gone, come = gone[1:], come[1:]
    while gone and come and gone[-1] == come[-1]:
        gone, come = gone[:-1], come[:-1]
    return (
        is_respaced(" ".join(gone), " ".join(come))
        or is_mistyped(gone, come)
        or _inflects_pronoun(gone, come)
    )


def _is_mistyped_there(old: Statement, new: Statement, edit: Edit) -> bool:
    """Whether the words at an edit differ, one by one, in no more than mistyped letters."""
    spans = [span for span in (edit.removed, edit.added) if span[0] < span[1]]
    if not spans:
        return False
    at = slice(min(first for first, _ in spans), max(end for _, end in spans))
    gone, come = (tuple(word.text for word in side.words[at]) for side in (old, new))
    return gone != come and is_mistyped(gone, come)


def _inflects_pronoun(gone: tuple[str, ...], come: tuple[str, ...]) -> bool:
    """Whether each word is a pronoun of the same person as its counterpart: “you” for “your”."""
    return len(gone) == len(come) and all(
        any(old.casefold() in person and new.casefold() in person for person in _PERSONS)
        for old, new in zip(gone, come, strict=True)
    )


_PERSONS = (
    frozenset({"we", "us", "our", "ours"}),
    frozenset({"you", "your", "yours"}),
    frozenset({"they", "them", "their", "theirs"}),
)


def _said_once(text: str) -> list[str]:
    """The words of a text without one that only repeats the word before it."""
    words = norms(text)
    return [
        word
        for i, word in enumerate(words)
        if i == 0 or word != words[i - 1] or word in _TWICE or not word.isalpha()
    ]


def _is_strange(edit: Edit) -> bool:
    """Whether the words that changed hold one that is no English word."""
    texts = f"{edit.removed_text} {edit.added_text}".casefold()
    return not all(is_english(word) for word in _LETTERS.findall(texts))


def _stretch(statement: Statement, span: tuple[int, int]) -> tuple[str, ...]:
    """The words from the last that both sides share to the next, those without weight too."""
    first = max((t.last + 1 for t in statement.tokens if t.last < span[0]), default=0)
    ends = (t.first for t in statement.tokens if t.first >= span[1])
    end = min(ends, default=len(statement.words))
    # A contraction is several words that are written as one.
    written = {word.start: word.text for word in statement.words[first:end]}
    return tuple(written.values())


def _binds_alike(edit: Edit) -> bool:
    """Whether modal verbs of one sense bind alike: “you may not” as “you must not”.

    “We may not” leaves open what “we will not” rules out.
    """
    words = (norms(edit.removed_text), norms(edit.added_text))
    open_ended = [bool({"may", "might", "can", "could"}.intersection(side)) for side in words]
    before = edit.old.words[: edit.removed[0]][-1:] if edit.old else ()
    after = edit.old.words[edit.removed[1] :][:2] if edit.old else ()
    if any(word.norm == "be" for word in after):
        return open_ended[0] == open_ended[1]  # “you may not be able” forbids nothing
    return (
        open_ended[0] == open_ended[1]
        or any(word.norm == "you" for word in before)
        or not {"will", "must", "shall"}.intersection(words[0] + words[1])
    )


def _joins_a_list(edit: Edit) -> bool:
    """Only the word before a list's last item came or went: “a”, “b” is “a”, or “b”."""
    gone, come = norms(edit.removed_text), norms(edit.added_text)
    if {gone, come} not in ({(), ("or",)}, {(), ("and",)}):
        return False
    # A comma stood there in its stead: without one, “a or b” would be another thing.
    side, at = (edit.new, edit.added[0]) if come else (edit.old, edit.removed[0])
    other, there = (edit.old, edit.removed[0]) if come else (edit.new, edit.added[0])
    return all(
        statement is not None
        and 0 < place < len(statement.words)
        and "," in statement.text[statement.words[place - 1].end : statement.words[place].start]
        for statement, place in ((side, at), (other, there))
    )


def _same_values(edit: Edit) -> bool:
    """Whether only one value is written differently: “one year” and “12 months”."""
    values = [_values(edit.old, edit.removed), _values(edit.new, edit.added)]
    return values[0] is not None and values[0] == values[1]


def _values(statement: Statement | None, span: tuple[int, int]) -> set[tuple[str, str]] | None:
    """The values that a span touches; None where it has other words of weight too."""
    if statement is None:
        return None
    facts = [
        fact
        for fact in read_facts(statement.text)
        if fact.kind in _VALUES and fact.first < span[1] and fact.last >= span[0]
    ]
    covered = {i for fact in facts for i in range(fact.first, fact.last + 1)}
    carrying = {i for token in statement.tokens for i in range(token.first, token.last + 1)}
    inside = carrying.intersection(range(*span))
    return {fact.key for fact in facts} if facts and inside <= covered else None
