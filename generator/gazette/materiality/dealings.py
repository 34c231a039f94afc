"""Whether a sentence tells how someone is dealt with: what is done to you, to yours, or with data.

A policy is a list of such sentences, and no list of words holds all that may be
done. So what is told here is the form: the sentence speaks to you, or of the
people that the text is for, or of data, or it says what we do; and it is none
of the kinds that do nothing: a question, a definition, an attitude (“we are
proud of …”), a report of what once was, a remark on what was said before
(“this helps us …”).

Such a sentence is news where it stands alone. In a section that also lost
sentences, what came may be what went, in other words; and in a summary it says
again what stands elsewhere. There a person reads it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from gazette.materiality.data import load_data
from gazette.materiality.details import invites
from gazette.materiality.edits import Act
from gazette.materiality.facts import DEFINITION, read_facts
from gazette.materiality.summaries import Summary
from gazette.materiality.words import norms, read_words
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.materiality.edits import Edit
    from gazette.materiality.rewriting import Rewriting
    from gazette.materiality.statements import Statement
    from gazette.materiality.words import Word
    from gazette.model.comparison import Comparison

_SHORTEST = 4  # words
_ONE_SIDED = frozenset((Act.ADDED, Act.REMOVED))
_ADVERBS = frozenset(norms("not never always also all only still now really truly very deeply do"))
_REMARK = re.compile(
    r"\W*(?:this|that|these|those|it|which)\s+(?:is|are|was|were|may|can|will|does|do|has|have"
    r"|[a-z]+s)\b",
    re.IGNORECASE,
)
"""The beginning of a sentence about the one before it."""
_AGAIN = re.compile(
    r"\W*(?:(?:in|to\s+put\s+it\s+in)\s+(?:short|brief|sum|summary|a\s+nutshell|other\s+words"
    r"|(?:plain|simple|simpler|everyday)\s+(?:words|terms|language|english))"
    r"|to\s+sum\s+up|put\s+simply|simply\s+put|that\s+is|i\.e\."
    r"|for\s+(?:example|instance)|as\s+an\s+example|e\.g\.)(?!\w)",
    re.IGNORECASE,
)
"""The beginning of a sentence that says the one before it again, or gives an example of it."""
_ONCE = re.compile(
    r"\b(?:was|were|had|did)\b|\bha(?:ve|s)\s+never\b|\bsince\s+\d{4}\b|\bused\s+to\s+be\b",
    re.IGNORECASE,
)
"""What once was, and no more is."""
_NAMES = re.compile(
    r"\W*(?!(?:you|your|we|our|they|if)\b)(?:[\w’'-]+\s+){1,4}?(?:means?|(?:is|are)\s+defined\s+as)"
    r"\s+(?:any|all|an?|the|every)\b(?!.*\b(?:you|your|we|us|our)\b)"
    r"|\W*we\s+(?:call|refer\s+to)\s+(?:this|that|these|it|them)\s+(?:as\s+)?[“\"‘'][^”\"’']*[”\"’']\W*$",
    re.IGNORECASE,
)
"""A sentence that says what a word stands for, of nobody in particular."""
_WORLD = re.compile(
    r"\W*(?:most|many)\s+(?:\w+\s+)?(?:browsers|websites|sites|devices|phones|computers|programs|apps)\s"
    r"(?!.*\b(?:we|us|our)\b)",
    re.IGNORECASE,
)
"""The beginning of a sentence on what others' things can do for you."""
_DONE = re.compile(r"(?:ed|ing)\Z|\A(?:able|free|bound|liable|entitled|responsible)\Z")
"""What follows “we are” where it is no mere state."""


class Dealings:
    """The sentences of a comparison that came, or went, and tell how someone is dealt with."""

    def __init__(self, edits: Iterable[Edit], comparison: Comparison, rewriting: Rewriting) -> None:
        self._rewriting = rewriting
        self._summaries = (Summary(comparison.old), Summary(comparison.new))
        self._changed = {
            (edit.act, self._section(edit)) for edit in edits if edit.act in _ONE_SIDED
        }

    def tells(self, edit: Edit) -> bool:
        """Whether an edit brought or took such a sentence, and nothing came in its stead."""
        if edit.act not in _ONE_SIDED or not _is_sentence(edit.sides[0]):
            return False
        other = Act.REMOVED if edit.act is Act.ADDED else Act.ADDED
        if (other, self._section(edit)) in self._changed:
            return False
        if self._summaries[edit.act is Act.ADDED].holds(edit.sides[0]):
            return False
        return deals(edit.sides[0].text)

    def _section(self, edit: Edit) -> str:
        return self._rewriting.section(edit.sides[0], old=edit.act is Act.REMOVED)


def _is_sentence(statement: Statement) -> bool:
    """A sentence of a paragraph, or of an entry that is written as one: an entry may be a word."""
    kind = statement.clause.kind
    ended = statement.text.rstrip("”\"'’)* ").endswith((".", "!"))
    return kind is ClauseKind.PARAGRAPH or (kind is ClauseKind.ITEM and ended)


@lru_cache(maxsize=4096)
def deals(text: str) -> bool:
    """Whether a sentence tells what is done to someone or with data, by its form alone."""
    words = read_words(text)
    if len(words) < _SHORTEST or text.rstrip().endswith(("?", ":")):
        return False
    if _ONCE.search(text) or _is_attitude(words) or any(kind.match(text) for kind in _NO_DEALING):
        return False
    kinds = {fact.kind for fact in read_facts(text)}
    if DEFINITION in kinds or invites(text):
        return False
    return "data" in kinds or speaks_of_someone(text)


_NO_DEALING = (_REMARK, _AGAIN, _NAMES, _WORLD)


def people_in(text: str) -> frozenset[str]:
    """The words of a text, as norms, that name people of some kind, or us, or you."""
    return _people().intersection(norms(text))


def speaks_of_someone(text: str) -> bool:
    """Whether we, you, or people of any kind stand in a sentence."""
    return bool(people_in(text))


def _is_attitude(words: tuple[Word, ...]) -> bool:
    """Whether “we” only feel, think or are something: “we are proud”, “we truly value”."""
    speaking = [at for at, word in enumerate(words) if word.norm == "we"]
    if not speaking:
        return False
    after = [word for word in words[speaking[0] + 1 :] if word.norm not in _ADVERBS]
    if after[:1] and after[0].norm == "be":
        return not (after[1:] and _DONE.search(after[1].text))
    return bool(after) and after[0].norm in _attitudes()


@cache
def _people() -> frozenset[str]:
    people = load_data("people").list("words")
    return frozenset(norms(" ".join(people)) + norms("we us our you your yours yourself"))


@cache
def _attitudes() -> frozenset[str]:
    return frozenset(norms(" ".join(load_data("people").list("attitudes"))))
