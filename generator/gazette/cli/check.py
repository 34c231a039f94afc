"""`gazette check`: all that can be known before a release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.cli.desk import (
    at_option,
    chosen,
    format_option,
    policy_dir_option,
    policy_option,
    proposal_of,
    rules_option,
    subject_of,
)
from gazette.cli.output import PLAIN_WIDTH, page_width, wants_colour, write_result
from gazette.errors import GazetteError
from gazette.model.gate import is_closed
from gazette.release import gates
from gazette.render.checks import Checked, Form, render_checks

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@policy_option
@policy_dir_option
@rules_option
@at_option("As if it were released then.")
@format_option
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write here instead of to the terminal.",
)
@click.option(
    "--exit-zero",
    is_flag=True,
    help="Tell only: end with 0 though a gate is closed, as for a draft under work.",
)
@click.pass_context
def check(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context,
    *,
    policy_id: str | None,
    policy_dir: Path,
    rules: Path | None,
    at: datetime,
    form: Form,
    output: Path | None,
    exit_zero: bool,
) -> None:
    """Ask every gate that stands before a release.

    Looks at each policy's draft, or where there is none at its last version:
    the ledger, the dates and the notice period, decisions, promises, links and
    ids, the yearly review, and what the law asks a privacy policy to say. Each
    complaint has its place, its reason and what to do.

    \b
    Formats:    text; json; sarif (2.1.0, for code hosts); github (annotations).
    Exit codes: 0 no gate is closed (warnings may stand), 1 one is, 2 wrong use.
    """  # noqa: D301 - the character itself is Click's mark for lines to keep
    checked = _checked(policy_dir, policy_id, at=at, rules=rules)
    width, colour = (PLAIN_WIDTH, False) if output else (page_width(), wants_colour())
    write_result(render_checks(checked, form, width=width, colour=colour), output)
    ctx.exit(int(not exit_zero and any(is_closed(each.gates) for each in checked)))


def _checked(
    policy_dir: Path, policy_id: str | None, *, at: datetime, rules: Path | None
) -> tuple[Checked, ...]:
    """What the gates of each policy find; a file that cannot be read is a closed gate."""
    try:
        policies = chosen(policy_dir, policy_id)
    except GazetteError as error:
        return (Checked("", "the policies cannot be read", gates.unreadable(error)),)
    checked = []
    for policy in policies:
        try:
            proposal = proposal_of(policy, at=at, rules=rules)
            found = Checked(policy.id, subject_of(proposal), gates.check(proposal))
        except GazetteError as error:
            found = Checked(policy.id, "cannot be read", gates.unreadable(error))
        checked.append(found)
    return tuple(checked)
