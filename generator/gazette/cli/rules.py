"""`gazette rules`: the rules that decide what is material."""

from __future__ import annotations

from pathlib import Path

import click

from gazette.cli.output import page_width, wants_colour, write_result
from gazette.materiality import load_catalogue
from gazette.render.rules import render_rules, rules_json


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option(
    "--rules",
    "extra",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder of rules of your own, beside Gazette's.",
)
def rules(form: str, extra: Path | None) -> None:
    """List the rules that decide what is material."""
    catalogue = load_catalogue(extra)
    if form == "json":
        write_result(rules_json(catalogue), None)
    else:
        write_result(render_rules(catalogue, width=page_width(), colour=wants_colour()), None)
