"""What a release changed in the text that prevails, and a translation's redline does not mark.

A word may change in English and not in German, or the translator may have
missed it. Then the page of changes says so, and leads to where it is marked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import shorten
from typing import TYPE_CHECKING

from gazette.model.comparison import ChangeKind
from gazette.model.verdict import Level
from gazette.publish.summary import SectionSummary, Unmarked, sections_in
from gazette.release.translations import key_in, says_otherwise

if TYPE_CHECKING:
    from collections.abc import Callable

    from gazette.model.comparison import Change, Comparison
    from gazette.model.document import Clause, Document
    from gazette.publish.timeline import Entry

_LONGEST = 60
"""Characters of a clause that are enough to know it by."""
_Found = dict[tuple[str, str, Level], dict[str, Unmarked]]


def with_unmarked(step: Entry, comparison: Comparison) -> tuple[SectionSummary, ...]:
    """The sections of the release `step`, each reason with what `comparison` marks nothing of.

    `comparison` is of the release's translation with an earlier one. Clauses
    correspond by their ids.
    """
    verdict = step.verdict
    if verdict is None:
        return step.sections
    marks = _Marks.of(comparison)
    key_of = tuple(map(key_in, (verdict.comparison.old, verdict.comparison.new)))
    section_of, _ = sections_in(verdict.comparison)
    found: _Found = {}
    for each in verdict.findings:
        change = each.change
        if each.decided is Level.EDITORIAL or marks.shows(change, key_of):
            continue
        place = f"{step.changes}#change-{change.id}{'-here' * (change.kind is ChangeKind.MOVED)}"
        told = Unmarked(
            words=shorten(change.clause.text, _LONGEST, placeholder=" …"),
            language=step.version.language,
            place=place,
            missing=not marks.has(change, key_of),
        )
        reason = (section_of(change).id, each.rule, each.decided)
        found.setdefault(reason, {})[change.id] = told
    return tuple(_pointed(section, found) for section in step.sections)


def _pointed(section: SectionSummary, found: _Found) -> SectionSummary:
    """A section whose reasons tell what of them is `found` to be unmarked."""
    reasons = (
        replace(
            each,
            unmarked=tuple(found.get((section.section.id, each.rule, each.level), {}).values()),
        )
        for each in section.reasons
    )
    return replace(section, reasons=tuple(reasons))


_Keys = tuple["Callable[[Clause], str]", ...]


@dataclass(frozen=True, slots=True)
class _Marks:
    """The clauses of two translations, the old one's and the new one's, and how they changed."""

    present: tuple[frozenset[str], ...]
    changed: tuple[dict[str, Change], ...]

    @classmethod
    def of(cls, comparison: Comparison) -> _Marks:
        """What the redline of two translations marks, by the keys of its clauses."""
        old, new = map(key_in, (comparison.old, comparison.new))
        return cls(
            present=(_keys(comparison.old, old), _keys(comparison.new, new)),
            changed=(
                {old(clause): each for each in comparison.changes for clause in each.old},
                {new(clause): each for each in comparison.changes for clause in each.new},
            ),
        )

    def shows(self, change: Change, key_of: _Keys) -> bool:
        """Whether a change of the source is one of the translations, too."""
        for clauses, key, changed in zip(
            (change.old, change.new), key_of, self.changed, strict=True
        ):
            theirs = (changed.get(key(clause)) for clause in clauses)
            if any(t and (says_otherwise(t) or t.kind is change.kind) for t in theirs):
                return True
        return False

    def has(self, change: Change, key_of: _Keys) -> bool:
        """Whether a translation has a clause that the change is of."""
        return any(
            key(clause) in present
            for clauses, key, present in zip(
                (change.old, change.new), key_of, self.present, strict=True
            )
            for clause in clauses
        )


def _keys(document: Document, key: Callable[[Clause], str]) -> frozenset[str]:
    return frozenset(map(key, document.clauses))
