"""What several releases together change, as each of them was judged and decided.

A step over several versions is no release: nobody decided on it, and to judge
it anew could contradict what people decided on the releases it is made of. So
it is told by their findings, section by section, where the texts differ still.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from gazette.publish.outline import PREAMBLE, Section, outline, sections_by_clause
from gazette.publish.summary import Reason, SectionSummary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gazette.model.comparison import Comparison
    from gazette.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Told:
    """A release by its sections, and the new ids of those whose headings have others since."""

    sections: tuple[SectionSummary, ...]
    renamed: Mapping[str, str]

    @classmethod
    def of(cls, verdict: Verdict, sections: tuple[SectionSummary, ...]) -> Told:
        """What a release was judged to change, whose `sections` are the verdict's."""
        return cls(sections, _renamed(verdict.comparison))


def summarise_together(steps: Sequence[Told], comparison: Comparison) -> tuple[SectionSummary, ...]:
    """What `steps`, one after the other, change in the sections that `comparison` finds changed.

    `comparison` is of the first step's old text with the last one's new text.
    In reading order; what is not in the new text any more comes last.
    """
    found: dict[str, list[SectionSummary]] = {}
    for step in steps:
        found = _under_new_names(found, step.renamed) if step.renamed else found
        for each in step.sections:
            found.setdefault(each.section.id, []).append(each)
    present = {each.id: each for each in (PREAMBLE, *outline(comparison.new))}
    # What was changed and changed back is no difference between the two.
    differing = _differing(comparison)
    told = {key: parts for key, parts in found.items() if key not in present or key in differing}
    ordered = [key for key in present if key in told]
    ordered += [key for key in told if key not in present]
    return tuple(_joined(told[key], present.get(key)) for key in ordered)


def _renamed(comparison: Comparison) -> Mapping[str, str]:
    """The ids of sections' headings in the old text that have another one in the new."""
    old, new = ({s.id for s in outline(each)} for each in (comparison.old, comparison.new))
    names = {}
    for pair in comparison.pairs:
        before = pair.change.old if pair.change else pair.old
        for was, now in zip(before, pair.new, strict=False):
            if was.id != now.id and was.id in old and now.id in new:
                names[was.id] = now.id
    return names


def _under_new_names(
    found: Mapping[str, list[SectionSummary]], names: Mapping[str, str]
) -> dict[str, list[SectionSummary]]:
    """`found` under the ids that the sections have now."""
    renamed: dict[str, list[SectionSummary]] = {}
    for key, parts in found.items():
        renamed.setdefault(names.get(key, key), []).extend(parts)
    return renamed


def _differing(comparison: Comparison) -> set[str]:
    """The ids of the sections, as the new text has them, that a change lies in."""
    old, new = sections_by_clause(comparison.old), sections_by_clause(comparison.new)
    names = _renamed(comparison)
    ids = {new.get(each.id, PREAMBLE).id for c in comparison.changes for each in c.new}
    gone = {old.get(each.id, PREAMBLE).id for c in comparison.changes for each in c.old}
    return ids | {names.get(each, each) for each in gone}


def _joined(parts: Iterable[SectionSummary], section: Section | None) -> SectionSummary:
    """One section's summaries as one; `section` is the section as the new text has it."""
    parts = tuple(parts)
    reasons = sorted((r for each in parts for r in each.reasons), key=_rank)
    return replace(
        parts[-1],
        section=section or parts[-1].section,
        level=max(each.level for each in parts),
        reasons=tuple(_one(tuple(group)) for _, group in groupby(reasons, key=_rank)),
        small=sum(each.small for each in parts),
        renumbered=tuple(dict.fromkeys(r for each in parts for r in each.renumbered)),
        gone=section is None,
    )


def _rank(reason: Reason) -> tuple[int, str]:
    """What reasons are ordered and grouped by, as within a single release."""
    return -reason.level, reason.rule


def _one(reasons: tuple[Reason, ...]) -> Reason:
    """What one rule found in several releases."""
    return replace(
        reasons[0],
        words=tuple(dict.fromkeys(words for each in reasons for words in each.words)),
        decisions=tuple(dict.fromkeys(each for reason in reasons for each in reason.decisions)),
        unmarked=tuple(dict.fromkeys(each for reason in reasons for each in reason.unmarked)),
    )
