"""A release as a question: judged from every version before it, and who is told by that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.audience import AudienceRules, rules_for
from gazette.audience.claims import addressed
from gazette.cli.asked import cancelled_before
from gazette.errors import Location, SourceError
from gazette.materiality import judge_step, load_catalogue
from gazette.materiality.decisions import unmatched
from gazette.model.verdict import Level
from gazette.source import own_rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gazette.materiality import Catalogue
    from gazette.model.policy import Policy, Version
    from gazette.model.verdict import Decision, Verdict

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Question:
    """A release of a policy, judged from each version before it."""

    policy: Policy
    release: Version
    verdicts: Mapping[str, Verdict]
    rules: AudienceRules


def choose_release(policy: Policy, label: str | None) -> Version:
    """The version called `label`; unless given, the draft, else the newest version."""
    known = {version.label: version for version in policy.versions}
    if policy.draft is not None:
        known[DRAFT] = policy.draft
    if not known:
        raise SourceError(
            "this policy has no version yet",
            where=Location(policy.path),
            remedy="Write a draft.md in this folder.",
        )
    wanted = label or next(reversed(known))
    if wanted not in known:
        raise click.UsageError(f"there is no version {wanted!r}; there is {', '.join(known)}")
    return known[wanted]


def pose(
    policy: Policy, release: Version, *, decisions: tuple[Decision, ...], as_of: date | None
) -> Question:
    """Judge `release` from every version before it, with what was decided on it.

    `decisions` come on top: a reader who skipped a version may meet a finding
    that the release did not have. DecisionError for one that fits no finding.
    """
    labels = [version.label for version in policy.versions]
    place = len(labels) if release.is_draft else labels.index(release.label)
    catalogue = load_catalogue(own_rules(Path(policy.path).parent))
    refuse_unknown_rules(policy, catalogue)
    decided = replace(release, decisions=(*release.decisions, *decisions))
    verdicts = {
        earlier.label: addressed(judge_step(policy, earlier, decided, catalogue), policy.segments)
        for earlier in policy.versions[:place]
    }
    refuse_stray((*(release.decisions if release.is_draft else ()), *decisions), verdicts)
    cutoff = cancelled_before(
        policy.retention_days, as_of or release.published, time_zone=policy.time_zone
    )
    rules = rules_for(policy, release, verdicts, cancelled_before=cutoff)
    return Question(policy, release, verdicts, rules)


def found_in(verdict: Verdict) -> str:
    """A verdict in a line: its level, and how many findings there are of each."""
    counts = [(level, len(verdict.at(level))) for level in reversed(Level)]
    said = ", ".join(f"{count} {level}" for level, count in counts if count) or "no findings"
    return f"{verdict.level} ({said})"


def refuse_unknown_rules(policy: Policy, catalogue: Catalogue) -> None:
    """SourceError where the policy names a rule that there is none of."""
    known = {rule.id for rule in catalogue.rules}
    named = [("consent", rule) for rule in policy.consent]
    named += [
        (f"segments.{each.id}.rules", rule) for each in policy.segments for rule in each.rules
    ]
    for key, rule in named:
        if rule not in known:
            raise SourceError(
                f"`{key}` names {rule!r}, and no rule is called so",
                where=Location(str(Path(policy.path) / "policy.toml")),
                remedy="See what there is: gazette rules",
            )


def refuse_stray(decisions: tuple[Decision, ...], verdicts: Mapping[str, Verdict]) -> None:
    """DecisionError for a decision that fits no finding from any version."""
    found = {each.fingerprint for verdict in verdicts.values() for each in verdict.findings}
    for decision in decisions:
        if decision.fingerprint not in found:
            raise unmatched(decision)
