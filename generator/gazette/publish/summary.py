"""A verdict as a reader takes it in: section by section, the grave before the small."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from gazette.model.verdict import Finding, Level, Verdict, gathered, highest
from gazette.publish.outline import PREAMBLE, Section, sections_by_clause
from gazette.redline.cascades import fold_cascades

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gazette.model.comparison import Change, Comparison
    from gazette.model.note import Note
    from gazette.model.verdict import Decision, Reference


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A change of the text that prevails, of which a translation marks nothing.

    `words` are the clause's first ones, in `language`; `place` is the path to
    where they are marked. `missing` says that the translation lacks the clause.
    """

    words: str
    language: str
    place: str
    missing: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule, by its id, with all that it found in a section.

    `words` say what each finding is about; `decisions` are those that people
    have taken on them. `unmarked` are the changes that a translation's own
    redline does not show.
    """

    rule: str
    title: str
    level: Level
    rationale: str
    references: tuple[Reference, ...]
    words: tuple[str, ...]
    decisions: tuple[Decision, ...]
    unmarked: tuple[Unmarked, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """What a version changes in one section.

    `reasons` are those above editorial, the gravest first; `small` counts the
    changes that are editorial only. `renumbered` tells of each cascade of
    renumberings that begins here, which is counted nowhere else. `gone` says
    that the section is not in the new version any more, so nothing there can
    be linked to.
    """

    section: Section
    level: Level
    reasons: tuple[Reason, ...]
    small: int
    renumbered: tuple[Note, ...] = ()
    gone: bool = False


def summarise(verdict: Verdict) -> tuple[SectionSummary, ...]:
    """The sections that changed, in reading order."""
    comparison = verdict.comparison
    section_of, present = sections_in(comparison)
    folded = fold_cascades(comparison.changes)
    grouped: dict[Section, list[Change]] = {}
    for change in comparison.changes:
        if folded.get(change.id, change) is None and _is_small(verdict.of(change)):
            continue
        grouped.setdefault(section_of(change), []).append(change)
    return tuple(
        _summary(section, changes, verdict, folded, gone=section.id not in present)
        for section, changes in grouped.items()
    )


def sections_in(comparison: Comparison) -> tuple[Callable[[Change], Section], frozenset[str]]:
    """Which section a change lies in, and the ids of those that are there still."""
    new, old = sections_by_clause(comparison.new), sections_by_clause(comparison.old)
    # A clause taken out of a section that lives on, perhaps under another
    # title, belongs to that section.
    present = {section.id: section for section in new.values()}

    def section_of(change: Change) -> Section:
        place = (new if change.new else old).get(change.clause.id, PREAMBLE)
        return present.get(place.id, place)

    return section_of, frozenset(present)


def _summary(
    section: Section,
    changes: list[Change],
    verdict: Verdict,
    folded: Mapping[str, Change | None],
    *,
    gone: bool,
) -> SectionSummary:
    """One section's findings, those of a rule together."""
    by_change = [verdict.of(change) for change in changes]
    renumbered = [told for c in changes if (told := folded.get(c.id)) and _is_small(verdict.of(c))]
    findings = [each for found in by_change for each in found]
    telling = [each for each in findings if each.decided > Level.EDITORIAL]
    ranked = sorted(telling, key=_rank)
    return SectionSummary(
        section=section,
        level=highest(findings),
        reasons=tuple(_reason(tuple(group)) for _, group in groupby(ranked, key=_rank)),
        small=sum(map(_is_small, by_change)) - len(renumbered),
        renumbered=tuple(note for told in renumbered for note in told.notes),
        gone=gone,
    )


def _is_small(findings: tuple[Finding, ...]) -> bool:
    """Whether a change is editorial only."""
    return highest(findings) is Level.EDITORIAL


def _rank(finding: Finding) -> tuple[int, str]:
    """What findings are ordered and grouped by: the gravest first, then by rule."""
    return -finding.decided, finding.rule


def _reason(findings: tuple[Finding, ...]) -> Reason:
    """One rule's findings as one reason."""
    first = findings[0]
    return Reason(
        rule=first.rule,
        title=first.title,
        level=first.decided,
        rationale=first.rationale,
        references=first.references,
        words=gathered(findings),
        decisions=tuple(dict.fromkeys(each.decision for each in findings if each.decision)),
    )
