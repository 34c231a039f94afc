"""Which segments a finding concerns, where a segment claims it by its rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gazette.materiality import named_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazette.model.policy import Segment
    from gazette.model.verdict import Finding, Verdict


def addressed(verdict: Verdict, segments: Sequence[Segment]) -> Verdict:
    """`verdict` with each finding made to concern the segments that claim its rule, if any do.

    Segments that its clause names stay concerned, however many they are: a
    clause about SaaS customers and a new vendor is told to both readerships.
    """
    claims: dict[str, list[str]] = {}
    for segment in segments:
        for rule in segment.rules:
            claims.setdefault(rule, []).append(segment.id)
    if not claims:
        return verdict

    def heard(finding: Finding) -> Finding:
        if finding.rule not in claims:
            return finding
        concerned = {
            *claims[finding.rule],
            *finding.segments,
            *named_in(finding.change, tuple(segments)),
        }
        ids = tuple(segment.id for segment in segments if segment.id in concerned)
        return replace(finding, segments=ids)

    return replace(verdict, findings=tuple(map(heard, verdict.findings)))
