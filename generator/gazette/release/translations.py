"""Whether a translation says what its source says: by the ids of the clauses and their figures.

Words of two languages cannot be compared, but ids and figures can. The clauses
of a translation have the ids of their source where its headings state them
(`## Rechte {#rights}`), because a clause's id is its heading's and its place
below it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from gazette.errors import Location
from gazette.model.comparison import ChangeKind
from gazette.model.document import ClauseKind
from gazette.redline import compare_documents
from gazette.release.complaints import closed, warning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from gazette.model.comparison import Change
    from gazette.model.document import Clause, Document
    from gazette.model.gate import Gate
    from gazette.model.policy import Language, Translation, Version
    from gazette.release.proposal import Proposal

_NUMBER = re.compile(r"\d+(?:[.,’' \u00a0\u202f]\d{3})*(?!\d)")
_WORDLESS = frozenset({ChangeKind.FORMATTING, ChangeKind.RENUMBERED, ChangeKind.MOVED})


class LagKind(StrEnum):
    """How a clause of a translation is behind its source."""

    MISSING = "missing"
    """The source has it, the translation has not."""
    LEFT_OVER = "left over"
    """The translation has it, the source has not."""
    CHANGED = "changed"
    """The source changed since it was translated."""
    FIGURES = "other figures"
    """The two name different numbers."""


@dataclass(frozen=True, slots=True)
class Lag:
    """One clause by its id in the source, the heading above it there, and what is wrong."""

    clause: str
    heading: str
    kind: LagKind


def lags_of(translation: Translation, current: Version, base: Version) -> tuple[Lag, ...]:
    """Where `translation`, made of the version `base`, is behind `current`, in reading order.

    Empty when it is in step. The two versions may be the same.
    """
    own = _by_id(translation.document)
    then, now = _by_id(base.document), _by_id(current.document)
    unlike = dict(_unlike(then, own))
    if base.sha256 != current.sha256 or base.label != current.label:
        unlike |= _changed(base, current)
    lags = [
        Lag(each.id, each.heading, _kind_now(unlike[key]))
        for key, each in now.items()
        if key in unlike
    ]
    gone = {**then, **own}
    lags += [
        Lag(gone[key].id, gone[key].heading, LagKind.LEFT_OVER)
        for key in unlike
        if key not in now and key in own
    ]
    return tuple(lags)


def _unlike(then: Mapping[str, Clause], own: Mapping[str, Clause]) -> Iterator[tuple[str, LagKind]]:
    """Where the translation differs from the version that it says it translates."""
    for key, clause in then.items():
        if key not in own:
            yield key, LagKind.MISSING
        elif _figures(clause.text) != _figures(own[key].text):
            yield key, LagKind.FIGURES
    for key in own:
        if key not in then:
            yield key, LagKind.LEFT_OVER


def _changed(base: Version, current: Version) -> dict[str, LagKind]:
    """What the source has changed since, by the clauses' keys."""
    changes = compare_documents(base.document, current.document).changes
    old, new = key_in(base.document), key_in(current.document)
    said = [change for change in changes if says_otherwise(change)]
    gone = {old(each): LagKind.LEFT_OVER for change in said for each in change.old}
    come = {
        new(each): LagKind.CHANGED if change.old else LagKind.MISSING
        for change in said
        for each in change.new
    }
    return gone | come


def _kind_now(kind: LagKind) -> LagKind:
    """How a clause lags that the source has: an id that went to another clause now says that."""
    return LagKind.CHANGED if kind is LagKind.LEFT_OVER else kind


def says_otherwise(change: Change) -> bool:
    """Whether the words changed, not just their place, number or mark-up."""
    return change.kind not in _WORDLESS or change.old_text.split() != change.new_text.split()


def _by_id(document: Document) -> dict[str, Clause]:
    """The clauses that have words, by their ids."""
    key = key_in(document)
    return {key(each): each for each in document.clauses if each.text}


def key_in(document: Document) -> Callable[[Clause], str]:
    """What tells to which clause of a document one of its translation corresponds: its id.

    The id of the document's own title, which may be made of its words, is left out.
    """
    title = _title_id(document)

    def key(clause: Clause) -> str:
        if title and (clause.id == title or clause.id.startswith(f"{title}/")):
            return clause.id.removeprefix(title)
        return clause.id

    return key


def _title_id(document: Document) -> str:
    """The id of the document's own title, which may be made of its words; empty without one."""
    first = next(iter(document.clauses), None)
    return first.id if first and first.kind is ClauseKind.HEADING and first.level == 1 else ""


def _figures(text: str) -> list[int]:
    """The whole numbers in `text`, however their thousands are set apart, in any script."""
    found = (re.sub(r"\D", "", each) for each in _NUMBER.findall(text))
    return sorted(int("".join(str(unicodedata.digit(one)) for one in each)) for each in found)


def check_translations(proposal: Proposal) -> Iterator[Gate]:
    """Each translation is in step with the text it translates."""
    text = proposal.text
    if text is None:
        return
    for language in proposal.policy.languages:
        yield from _check_language(proposal, text, language)


def _check_language(proposal: Proposal, text: Version, language: Language) -> Iterator[Gate]:
    policy = proposal.policy
    folder, name = Location(proposal.file(language.tag).path), f"{text.label}.md"
    found = policy.translation(language.tag, text.label)
    if text.label != "draft" and policy.translation(language.tag, "draft"):
        yield warning(
            f"{language.tag}/draft.md translates a draft that is there no more",
            where=folder,
            remedy=f"Name it {name} and write `version: {text.label}` in it, then: gazette release "
            "--translations; or remove it.",
        )
    if found is None:
        yield warning(
            f"there is no translation of {text.label} into {language.title}",
            where=folder,
            remedy=f"Write {language.tag}/{name}; until then its page says which clauses lag.",
        )
        return
    for lag in lags_of(found, text, text):
        # What is released already stands as it is; what is to be released can wait.
        tell = closed if text.is_draft and lag.kind is not LagKind.FIGURES else warning
        yield tell(
            f"{_what(lag)} in the translation into {language.title}: {lag.clause}",
            where=Location(found.path, _line(found, lag)),
            remedy="Bring the two in step; give its headings the ids of the source’s, {#id}.",
        )


def _what(lag: Lag) -> str:
    if lag.kind is LagKind.FIGURES:
        return "a clause names other figures"
    return f"a clause is {lag.kind}"


def _line(translation: Translation, lag: Lag) -> int | None:
    """The line of the clause in the translation, where it is there."""
    lines = (each.line for each in translation.document.clauses if each.id == lag.clause)
    return next(lines, None)
