"""`gazette decide`: what a named person made of a finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from gazette.adapters.lock import locked
from gazette.cli.desk import (
    decisions_of,
    only,
    policy_dir_option,
    policy_option,
    proposal_of,
    rules_option,
)
from gazette.cli.output import write_result
from gazette.errors import ConfigurationError, Location
from gazette.materiality.decisions import apply_decisions
from gazette.model.verdict import Decision, Level
from gazette.release.deciding import decision_text, find_finding
from gazette.source.decisions import DECISIONS
from gazette.source.files import read_bytes

if TYPE_CHECKING:
    from gazette.model.policy import Policy
    from gazette.model.verdict import Finding, Verdict

DECIDED = [str(level) for level in Level if level is not Level.REVIEW]


@click.command()
@click.argument("fingerprint", required=False)
@click.option("--level", type=click.Choice(DECIDED), help="What the finding is found to be.")
@click.option("--reason", help="Why; becomes part of the public record.")
@click.option("--by", metavar="NAME", help="Who decides.")
@click.option(
    "--approved-by", metavar="NAME", default="", help="Needed to lower a material finding."
)
@policy_option
@policy_dir_option
@rules_option
def decide(  # noqa: PLR0913 - one parameter an option
    *,
    fingerprint: str | None,
    level: str | None,
    reason: str | None,
    by: str | None,
    approved_by: str,
    policy_id: str | None,
    policy_dir: Path,
    rules: Path | None,
) -> None:
    """Record what a person made of the finding FINGERPRINT of the draft.

    Without FINGERPRINT, list the findings that are `review` or `material`. The
    beginning of a fingerprint will do where it is the only one. The decision
    is written into decisions.toml, bound to the words it is about: it lapses
    when they change. With the release it moves into the ledger, names and
    reasons included.
    """
    policy = only(policy_dir, policy_id)
    now = datetime.now(UTC)
    proposal = proposal_of(policy, at=now, rules=rules)
    if proposal.refused:
        raise proposal.refused
    if proposal.verdict is None:
        raise ConfigurationError(
            "there is no draft to decide about, or nothing to compare it with",
            where=Location(policy.path),
            remedy="Write draft.md beside the version in force.",
        )
    if fingerprint is None:
        _list(proposal.verdict)
        return
    if level is None or not (reason or "").strip() or not (by or "").strip():
        raise click.UsageError("a decision needs --level, --reason and --by")
    finding = find_finding(proposal.verdict.findings, fingerprint)
    decision = Decision(
        fingerprint=finding.fingerprint,
        rule=finding.rule,
        level=Level.parse(level),
        reason=" ".join((reason or "").split()),
        decided_by=" ".join((by or "").split()),
        decided_on=now.astimezone(ZoneInfo(policy.time_zone)).date(),
        approved_by=" ".join(approved_by.split()),
    )
    _write(policy, proposal.verdict, decision)
    click.echo(f"{policy.id}: {decision.rule} decided to be {decision.level}")


def _list(verdict: Verdict) -> None:
    """The findings that a person may want to decide, in reading order."""
    grave = [finding for finding in verdict.findings if finding.level >= Level.REVIEW]
    if not grave:
        click.echo("nothing waits for a decision", err=True)
    for finding in grave:
        click.echo(f"{finding.fingerprint}  {_standing(finding)}  {finding.message}")


def _standing(finding: Finding) -> str:
    if finding.decision is None:
        return f"{finding.level} ({finding.rule})"
    return f"{finding.level}, decided {finding.decided} ({finding.rule})"


def _write(policy: Policy, verdict: Verdict, decision: Decision) -> None:
    """Add `decision` to the file, once it is sure to stand beside the others."""
    path = Path(policy.path) / DECISIONS
    with locked(path.parent, work="decision"):
        undecided = tuple(replace(finding, decision=None) for finding in verdict.findings)
        apply_decisions(undecided, (*decisions_of(policy), decision))
        before = read_bytes(path) if path.exists() else b""
        gap = b"\n" if before else b""
        write_result(before + gap + decision_text(decision).encode(), path)
