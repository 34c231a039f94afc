"""The catalogue and one of its rules, for the terminal and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.text import Text

from gazette.materiality.confidence import confidence_of
from gazette.model.verdict import Level
from gazette.render.memo import NARROW, Memo
from gazette.render.report import FAVOURS, MEANINGS, measured, plural
from gazette.render.text import LEVEL_STYLES

if TYPE_CHECKING:
    from gazette.materiality import Catalogue, Example, Rule


def render_rules(catalogue: Catalogue, *, width: int, colour: bool) -> str:
    """Every rule by level, the gravest first: its id and its title."""
    memo = Memo(width=width, colour=colour)
    memo.paragraph(plural(len(catalogue), "rule"), style="bold")
    longest = max((len(rule.id) for rule in catalogue), default=0)
    for level in sorted(Level, reverse=True):
        rules = [rule for rule in catalogue if rule.level is level]
        if not rules:
            continue
        memo.blank().row(
            str(level).upper(), MEANINGS[level], style=LEVEL_STYLES[level], bold=True
        ).blank()
        for rule in rules:
            name = Text(rule.id, "bold")
            if memo.width < NARROW:
                memo.paragraph(name).row("", rule.title)
            else:
                memo.hanging(name, rule.title, indent=longest + 2)
    return str(memo)


def render_rule(rule: Rule, *, width: int, colour: bool) -> str:
    """One rule: its reason, its sources, its question, and its examples."""
    memo = Memo(width=width, colour=colour)
    memo.paragraph(rule.id, style="bold").blank()
    favours = FAVOURS[rule.axes.direction]
    title = f"{rule.title} ({favours})" if favours else rule.title
    memo.row(str(rule.level).upper(), title, style=LEVEL_STYLES[rule.level], bold=True).blank()
    if rule.regraded:
        memo.row("Regraded", f"by your own rules: {rule.regraded}")
    memo.row("Why", rule.rationale)
    memo.row("Question", rule.question)
    for at, source in enumerate(rule.references):
        memo.row("" if at else "Law", source.cite).unbroken("", source.url)
    confidence = confidence_of(rule)
    if confidence:
        memo.row("Measured", measured(confidence, rule.level))
    memo.row("About", f"{rule.axes.topic}, {rule.axes.aspect}: {rule.axes.action}")
    owner = "yours" if rule.house else "Gazette’s"
    memo.row("Since", f"{rule.since}, {owner}")
    memo.blank().divider("Fires")
    for example in rule.fires:
        _example(memo, example)
    memo.blank().divider("Stays silent")
    for example in rule.silent:
        _example(memo, example)
    return str(memo)


def _example(memo: Memo, example: Example) -> None:
    if example.because:
        memo.row("Because", example.because)
    if example.heading:
        memo.row("Under", example.heading)
    if example.lead:
        memo.row("After", example.lead)
    memo.row("Old", example.old or "(nothing)")
    memo.row("New", example.new or "(nothing)").blank()


def rules_json(catalogue: Catalogue) -> str:
    """Every rule as JSON, in the order of their ids."""
    return _dumped({"schema": "gazette/rules/1", "rules": [_rule(rule) for rule in catalogue]})


def rule_json(rule: Rule) -> str:
    """One rule as JSON: an item of what `rules_json` lists."""
    return _dumped(_rule(rule))


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "title": rule.title,
        "level": str(rule.level),
        "since": rule.since,
        "topic": rule.axes.topic,
        "aspect": rule.axes.aspect,
        "action": rule.axes.action,
        "direction": str(rule.axes.direction),
        "rationale": rule.rationale,
        "references": [{"cite": source.cite, "url": source.url} for source in rule.references],
        "question": rule.question,
        "fires": [_texts(example) for example in rule.fires],
        "silent": [_texts(example) for example in rule.silent],
        "house": rule.house,
        "regraded": rule.regraded,
    }


def _texts(example: Example) -> dict[str, str]:
    given = {"because": example.because, "heading": example.heading, "lead": example.lead}
    return {
        **{key: text for key, text in given.items() if text},
        "old": example.old,
        "new": example.new,
    }
