from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from gazette.materiality import Axes, Catalogue, Example, Rule
from gazette.model.verdict import Direction, Level, Reference
from gazette.render.rules import render_rule, render_rules, rule_json, rules_json


def rule(rule_id: str, level: Level) -> Rule:
    return Rule(
        id=rule_id,
        title=f"What {rule_id} finds",
        level=level,
        since="0.1",
        axes=Axes("retention", "duration", "increase", Direction.ADVERSE),
        rationale="A reader who relied on deletion no longer gets it.",
        references=(Reference("GDPR Art. 13(2)(a)", "https://example.com/gdpr/13"),),
        question="How long do you keep my data?",
        message="{clause}: kept for {new}, was {old}",
        match={"kind": "fact-changed"},
        fires=(Example("deleted after 30 days", "deleted after 90 days", heading="4. Retention"),),
        silent=(
            Example("30 days", "thirty (30) days", because="the same period in other words"),
            Example("90 days", "30 days", because="shorter"),
        ),
    )


KEPT = rule("retention-lengthened", Level.MATERIAL)
SPELT = rule("spelling", Level.EDITORIAL)
CATALOGUE = Catalogue((KEPT, SPELT))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_list_names_every_rule_the_gravest_first(width: int) -> None:
    text = render_rules(CATALOGUE, width=width, colour=False)
    assert text.index("retention-lengthened") < text.index("spelling")
    assert text.index("MATERIAL") < text.index("EDITORIAL")
    assert all(cell_len(line) <= width for line in text.splitlines())


def test_an_explanation_gives_reason_law_question_and_examples() -> None:
    text = render_rule(KEPT, width=80, colour=False)
    for part in (
        "MATERIAL   What retention-lengthened finds (adverse to the reader)",
        "Why        A reader who relied on deletion no longer gets it.",
        "Question   How long do you keep my data?",
        "Law        GDPR Art. 13(2)(a)",
        "https://example.com/gdpr/13",
        "Under      4. Retention",
        "Old        deleted after 30 days",
        "New        deleted after 90 days",
        "Because    the same period in other words",
    ):
        assert part in text
    assert text.index("Fires ─") < text.index("Stays silent ─")


def test_json_lists_rules_as_it_explains_them() -> None:
    listed = json.loads(rules_json(CATALOGUE))
    assert listed["schema"] == "gazette/rules/1"
    assert listed["rules"][0] == json.loads(rule_json(KEPT))
    assert listed["rules"][0]["fires"] == [
        {"heading": "4. Retention", "old": "deleted after 30 days", "new": "deleted after 90 days"}
    ]
