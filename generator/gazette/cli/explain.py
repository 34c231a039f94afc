"""`gazette explain`: one rule, why it exists and when it fires."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from gazette.cli.output import page_width, wants_colour, write_result
from gazette.cli.rules import catalogue_options
from gazette.errors import RuleError
from gazette.materiality import load_catalogue
from gazette.render.rules import render_rule, rule_json
from gazette.source import own_rules

if TYPE_CHECKING:
    from pathlib import Path

    from gazette.materiality import Catalogue, Rule


@click.command()
@click.argument("rule")
@catalogue_options
def explain(rule: str, form: str, extra: Path | None, policy_dir: Path) -> None:
    """Explain one RULE: its reason, its sources, and examples that fire or stay silent."""
    found = find_rule(rule, load_catalogue(extra or own_rules(policy_dir)))
    if form == "json":
        write_result(rule_json(found), None)
    else:
        write_result(render_rule(found, width=page_width(), colour=wants_colour()), None)


def find_rule(rule_id: str, catalogue: Catalogue) -> Rule:
    """The rule of that id; RuleError with the nearest ids for an unknown one."""
    by_id = {rule.id: rule for rule in catalogue}
    if rule_id in by_id:
        return by_id[rule_id]
    near = get_close_matches(rule_id, by_id, n=3, cutoff=0.4)
    suggestion = f"Did you mean {' or '.join(near)}? " if near else ""
    raise RuleError(
        f"there is no rule “{rule_id}”", remedy=f"{suggestion}All of them: gazette rules"
    )
