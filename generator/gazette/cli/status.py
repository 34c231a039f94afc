"""`gazette status`: where each policy stands, and what is to come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.cli.desk import (
    at_option,
    chosen,
    policy_dir_option,
    policy_option,
    proposal_of,
    rules_option,
)
from gazette.cli.output import page_width, wants_colour, write_result
from gazette.release.standing import standing_of
from gazette.release.timetable import next_turn
from gazette.render.standing import instant_text, render_standings, standings_json

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@policy_option
@policy_dir_option
@rules_option
@at_option("The instant to look at.")
@click.option(
    "--next-change",
    is_flag=True,
    help="Print only when the site must next be built; nothing where it need not be.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def status(  # noqa: PLR0913 - one parameter an option
    *,
    policy_id: str | None,
    policy_dir: Path,
    rules: Path | None,
    at: datetime,
    next_change: bool,
    form: str,
) -> None:
    """Show each version's state, what is pending, and when to build next.

    A version comes into force on a date, not on a push: whatever is built is
    true until the instant that --next-change prints (in UTC), for a scheduler.
    """
    policies = chosen(policy_dir, policy_id)
    turn = next_turn(policies, at)
    if next_change:
        write_result(f"{instant_text(turn.at)}\n" if turn else "", None)
        return
    standings = tuple(standing_of(proposal_of(policy, at=at, rules=rules)) for policy in policies)
    if form == "json":
        write_result(standings_json(standings, turn, at=at), None)
    else:
        text = render_standings(standings, turn, width=page_width(), colour=wants_colour())
        write_result(text, None)
