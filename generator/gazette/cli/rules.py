"""`gazette rules`: the rules that decide what is material."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from gazette.cli.output import page_width, wants_colour, write_result
from gazette.materiality import load_catalogue
from gazette.render.rules import render_rules, rules_json
from gazette.source import own_rules

if TYPE_CHECKING:
    from collections.abc import Callable


_OPTIONS = (
    click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
    ),
    click.option(
        "--rules",
        "extra",
        type=click.Path(path_type=Path, file_okay=False),
        help="Your own rules; the folder rules/ in --policy-dir unless given.",
    ),
    click.option(
        "--policy-dir",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("policy"),
        show_default=True,
    ),
)

Command = TypeVar("Command", bound="Callable[..., None]")


def catalogue_options(command: Command) -> Command:
    """Add what both commands about rules ask: the form, and whose rules."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@catalogue_options
def rules(form: str, extra: Path | None, policy_dir: Path) -> None:
    """List the rules that decide what is material."""
    catalogue = load_catalogue(extra or own_rules(policy_dir))
    if form == "json":
        write_result(rules_json(catalogue), None)
    else:
        write_result(render_rules(catalogue, width=page_width(), colour=wants_colour()), None)
