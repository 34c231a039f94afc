"""What the commands about releases share: what they are asked about, and what is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gazette.cli.choice import chosen as chosen  # noqa: PLC0414  # handed on
from gazette.cli.choice import only as only  # noqa: PLC0414  # handed on
from gazette.materiality import load_catalogue
from gazette.release.proposal import Proposal, propose
from gazette.render.checks import Form
from gazette.source import own_rules
from gazette.source.decisions import DECISIONS, load_decisions
from gazette.source.ledger import read_ledger
from gazette.source.notice_runs import read_notice_runs

if TYPE_CHECKING:
    from gazette.materiality import Catalogue
    from gazette.model.policy import Policy
    from gazette.model.verdict import Decision

FOLDER = click.Path(path_type=Path, file_okay=False)

policy_option = click.option("--policy", "policy_id", metavar="ID", help="Only this one.")
policy_dir_option = click.option(
    "--policy-dir", type=FOLDER, default=Path("policy"), show_default=True
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(Form, case_sensitive=False),
    default=Form.TEXT,
    show_default=True,
)
rules_option = click.option(
    "--rules", type=FOLDER, help="Your own rules; the folder rules/ in --policy-dir unless given."
)


class Instant(click.ParamType[datetime]):
    """A day, which begins in UTC, or an instant with its offset, as ISO 8601 spells them."""

    name = "instant"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:  # noqa: ANN401 - click's own
        """The instant that `value` spells."""
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(
                f"{value} is no instant, such as 2026-12-15T09:00:00Z or 2026-12-15", param, ctx
            )
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def at_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option `--as-of`, which is now unless given."""
    return click.option(
        "--as-of",
        "at",
        type=Instant(),
        default=lambda: datetime.now(UTC),
        show_default="now",
        metavar="INSTANT",
        help=help_text,
    )


@cache
def catalogue_of(rules: Path | None, policy_dir: Path) -> Catalogue:
    """The rules to judge by, `rules` or those in `policy_dir`; read once for all policies."""
    return load_catalogue(rules or own_rules(policy_dir))


def decisions_of(policy: Policy) -> tuple[Decision, ...]:
    """What was decided about the policy's draft."""
    path = Path(policy.path) / DECISIONS
    return load_decisions(path) if path.exists() else ()


def proposal_of(policy: Policy, *, at: datetime, rules: Path | None) -> Proposal:
    """What would be released of `policy` at the instant `at`."""
    # Imported here: asking git takes longer than all the rest of a short command.
    from gazette.adapters.witness import history_of  # noqa: PLC0415

    folder = Path(policy.path)
    return propose(
        policy,
        read_ledger(folder),
        catalogue=catalogue_of(rules, folder.parent),
        decisions=decisions_of(policy),
        at=at,
        history=history_of(folder),
        runs=read_notice_runs(folder),
    )


def tool() -> str:
    """What judges and renders, with the versions that its output depends on."""
    from importlib.metadata import version  # noqa: PLC0415 - slow, and rarely asked for

    names = {"gazette": "policy-gazette", "markdown": "markdown", "nh3": "nh3", "lxml": "lxml"}
    return ", ".join(f"{name} {version(package)}" for name, package in names.items())


def subject_of(proposal: Proposal) -> str:
    """What a check looks at, in half a sentence."""
    draft, last = proposal.draft, proposal.last
    if draft is None:
        return f"{last.label}, with no draft" if last else "no version"
    after = f"after {last.label}, {proposal.level}" if last else "the first version"
    return f"draft {after}, to be {proposal.label}"
