"""Additions that say nothing new to weigh: an example, an explanation, a courtesy, a known name.

What is added is read for facts of every kind that rules weigh; one is enough
to leave the edit to the rules. Each test holds for any text: an example
illustrates what stands before it, a gloss explains the word before it, and a
recital tells of an attitude.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from gazette.materiality.data import load_data
from gazette.materiality.edits import Act
from gazette.materiality.facts import MODAL, Fact, read_facts
from gazette.materiality.lexicon import HINT
from gazette.materiality.names import is_distinctive
from gazette.materiality.phrases import says_any
from gazette.materiality.slips import is_english
from gazette.materiality.statements import is_weightless
from gazette.materiality.words import is_number, norms, read_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.materiality.edits import Edit
    from gazette.materiality.readings import Known
    from gazette.materiality.statements import Statement

NO_NEWS = frozenset(
    ("act", "bound", "name", "vague", "service", "institution", "count", "date", "url")
)
_PRAISE = ("commitment", "promise")
# Only after a comma, a dash or a bracket: “users who are twelve” says which users, and no more
# about them.
_EXPLAINS = re.compile(
    r"\s*[,;(–—-]\s*(?:(?:which|who)\s+(?:is|are|was|were|means?|stands?)|meaning|that\s+is"
    r"|namely|in\s+other\s+words|i\.e\.)(?!\w)",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"^\W*(?:(?!(?:we|you|our|your|they|who|if|when|where|unless|only)\b)[\w’'-]+\W+){1,4}?"
    r"(?:is|are)\s+"
    r"(?:an?|small|tiny|short|simple|little|the\s+(?:names?|programs?|software)|types?|kinds?|pieces?"
    r"|files?)\b",
    re.IGNORECASE,
)
"""The beginning of a sentence that says what a thing is: “Cookies are small …”."""
_SPEAKS = re.compile(r"\b(?:we|us|our|ours)\b", re.IGNORECASE)
_RECIPIENTS = frozenset(("sharing", "sale", "transfer", "scope", "controller", "tracking"))
_WE_MAY = re.compile(r"\bwe\s+(?:may|might|can|could|reserve)\b", re.IGNORECASE)
_GAP = 12  # characters: a quotation mark, an article


def weighed(text: str) -> list[Fact]:
    """The facts of `text` that a rule may weigh."""
    return [
        fact
        for fact in read_facts(text)
        if fact.kind not in NO_NEWS
        and not fact.kind.endswith(HINT)
        and fact.key not in (("data", "personal data"), _PRAISE)
    ]


def news(edit: Edit) -> list[Fact]:
    """What the changed words have to weigh, and the sentence does not say otherwise."""
    other = edit.old if edit.added_text else edit.new
    known = {fact.key for fact in read_facts(other.text)} if other else set()
    return [fact for fact in weighed(changed_words(edit)) if fact.key not in known]


def is_explanation(edit: Edit) -> bool:
    """Only a gloss came or went: words in brackets, or a clause that says what a word means."""
    side = one_sided(edit)
    if side is None or news(edit):
        return False
    statement, start, end = side
    counted = [word.norm for word in statement.words if word.end <= start][-1:]
    if any(map(is_number, counted)) and any(map(is_number, norms(changed_words(edit)))):
        return False  # “thirty (60) days” explains nothing
    return (
        fills_bracket(statement.text, start, end)
        or bool(_EXPLAINS.match(statement.text[after_token(statement, start) : end]))
        or bool(_DEFINES.match(statement.text[:start]) and not _SPEAKS.search(changed_words(edit)))
    )


def is_general(text: str) -> bool:
    """Whether a sentence tells how the world is, of nobody in particular: “Many sites use cookies”.

    Its subject is a technology, or the law, in general; it speaks for nobody, to
    nobody, of no party, and promises or denies nothing. What “is opened” or “is
    burnt” is done by somebody, whoever it is, and so no state of the world.
    """
    subject = _GENERAL.match(text) or _DEFINES.match(text)
    if not subject or not _is_worldly(subject[0]) or _IS_DONE.search(text[subject.start() :]):
        return False
    general = not _PERSONAL.search(text) and not _PARTICULAR.search(text)
    if not general and (not _DEFINES.match(text) or _SPEAKS.search(text)):
        return False
    words = [word.text for word in read_words(text)]
    named = not is_english(words[0].casefold()) or any(word[0].isupper() for word in words[1:])
    return not named and all(fact.kind in ("tracking", "security") for fact in weighed(text))


_GENERAL = re.compile(
    r"\W*(?:(?:many|most|some|an?|every|each|all)\s+)?(?:[\w’'-]+\s+){1,3}?"
    r"(?:is|are|use|uses|have|has|let|lets|differ|differs|vary|varies|help|helps)\b",
    re.IGNORECASE,
)
_IS_DONE = re.compile(
    r"\A[^,;:]*?\b(?:is|are)\s+(?:\w+ly\s+|also\s+|then\s+|never\s+|not\s+)?"
    r"(?!(?:called|named|known|termed|made|based|used|needed|supposed|meant|limited)\b)"
    r"(?:\w+ed|\w+[^e\W]en|burnt|sent|kept|held|sold|told|put|read|cut|lost|found|built|bought)\b",
    re.IGNORECASE,
)
"""The passive of a verb that does something."""


def _is_worldly(subject: str) -> bool:
    """Whether a sentence begins with a technology or with laws."""
    kinds = {fact.kind.removesuffix(HINT) for fact in read_facts(subject)}
    return bool(kinds & {"tracking", "security"}) or not _worldly().isdisjoint(norms(subject))


@cache
def _worldly() -> frozenset[str]:
    return frozenset(norms(" ".join(load_data("recital").list("technology"))))


_PARTICULAR = re.compile(r"\b(?:this|these|that|those|it|they|there|here|such)\b", re.IGNORECASE)


def fills_bracket(text: str, start: int, end: int) -> bool:
    """Whether the words fill a bracket, but for a word without weight at its ends."""
    before, after = text[:start].rpartition("("), text[end:].partition(")")
    gaps = (before[2], after[0])
    return bool(before[1] and after[1]) and all(
        len(gap) <= _GAP and not set("()") & set(gap) and is_weightless(norms(gap)) for gap in gaps
    )


def after_token(statement: Statement, start: int) -> int:
    """Where the last word of weight before `start` ends; a “which is” after it is the edit's."""
    words = statement.words
    ends = [words[token.last].end for token in statement.tokens if words[token.last].end <= start]
    return ends[-1] if ends else 0


def is_recital(edit: Edit) -> bool:
    """What came or went tells of an attitude, or is a courtesy, and weighs nothing."""
    texts = [text for text in (edit.removed_text, edit.added_text) if text]
    return bool(texts) and all(_recites(text) for text in texts)


def _recites(text: str) -> bool:
    """Whether words are a courtesy throughout: each is one that courtesies are made of.

    That a sentence begins as one proves nothing: “we believe in openness, so we publish …”.
    """
    if not says_any(text, "recital") or _WE_MAY.search(text):
        return False
    plain = all(is_courteous(word.norm) or word.text[0].isupper() for word in read_words(text))
    gives = any(fact.key == ("act", "sharing") for fact in read_facts(text))
    facts = [fact for fact in weighed(text) if fact.kind != "extent"]  # “we strive to”
    return plain and not gives and all(fact.key in _MILD for fact in facts)


_MILD = frozenset({(MODAL, "may"), (MODAL, "would"), ("purpose", "customer support")})
"""What courtesies say that binds nobody: “we would love to hear from you”."""


def is_courteous(norm: str) -> bool:
    """Whether a word is one of those that courtesies are made of, or weighs nothing."""
    return norm in _courteous() or is_weightless((norm,))


@cache
def _courteous() -> frozenset[str]:
    recital = load_data("recital")
    return frozenset(norms(" ".join((*recital.list("words"), *recital.list("phrases")))))


def introduces_known(text: str, known: tuple[Known, Known]) -> bool:
    """Whether a sentence says what someone is whom both versions name: “Acme is a charity …”.

    It speaks to no reader, for no one who speaks, and of nothing that a rule weighs.
    """
    subject = _INTRODUCES.match(text)
    if subject is None or _PERSONAL.search(text) or weighed(text):
        return False
    words = [word for word in norms(subject[1]) if is_distinctive(word)]
    return bool(words) and all(side.uses(word) for word in words for side in known)


_INTRODUCES = re.compile(
    r"\W*((?:[A-Z][\w’'.&-]*\s+){1,4})(?:is|was)\s+(?:an?|the|one\s+of|founded|established)\b"
)
_PERSONAL = re.compile(r"\b(?:you|your|yours|users?|we|us|our|data|information)\b", re.IGNORECASE)


def is_known_name(edit: Edit, known: tuple[Known, Known], topics: Iterable[str]) -> bool:
    """Only a name came or went that both versions use elsewhere, and not as a recipient's."""
    if edit.act is not Act.REWORDED or not _RECIPIENTS.isdisjoint(topics):
        return False
    facts = edit.lost + edit.gained
    if any(fact.kind not in ("name", "url") for fact in facts):
        return False
    return all(_names_alone(text, known) for text in (edit.removed_text, edit.added_text))


def _names_alone(text: str, known: tuple[Known, Known]) -> bool:
    if not text:
        return True
    names = [fact for fact in read_facts(f"of {text}") if fact.kind == "name"]
    capitals = all(word[:1].isupper() for word in re.findall(r"[^\W\d_]+", text))
    words = [word for name in names for word in norms(name.value) if is_distinctive(word)]
    return bool(words) and capitals and all(side.uses(word) for word in words for side in known)


def changed_words(edit: Edit) -> str:
    """The words that came, or those that went where none came."""
    return edit.added_text or edit.removed_text


def one_sided(edit: Edit) -> tuple[Statement, int, int] | None:
    """The statement with what came or went within it, and where; None for anything else."""
    if edit.act is not Act.REWORDED or bool(edit.removed_text) == bool(edit.added_text):
        return None
    statement, span = (edit.new, edit.added) if edit.added_text else (edit.old, edit.removed)
    if statement is None:
        return None
    words = statement.words
    return statement, words[span[0]].start, words[span[1] - 1].end


def describes_itself(text: str) -> bool:
    """Whether a sentence tells of the document's languages, style or parts, and of nothing else."""
    # A language is read as a country's; what is only hinted at may be weighed too.
    kinds = {fact.kind for fact in read_facts(text)} - NO_NEWS - {"country"}
    return bool(_ITSELF.search(text)) and not kinds


_DOCUMENT = (
    r"(?:policy|policies|notice|statement|document|text|page|sections?|chapters?|terms|agreement)"
)
_ITSELF = re.compile(
    rf"\b(?:this|these|our|the)\s+(?:privacy\s+|cookie\s+)?{_DOCUMENT}\s+(?:is|are)\s+(?:also\s+)?"
    r"(?:available\s+in|(?:written|drafted|worded|translated)\s+(?:in|into)|divided|structured|arranged)\b"
    rf"|\bsummar(?:y|ies)\b.*\b(?:top|beginning|start|end|head)\s+of\s+(?:\w+\s+){{1,2}}?{_DOCUMENT}\b"
    rf"|\b(?:we|who)\s+(?:wrote|drafted|worded|arranged|structured)\s+this\s+{_DOCUMENT}\b",
    re.IGNORECASE,
)
"""A document as the subject: its languages, its style, its parts; not what it covers."""
