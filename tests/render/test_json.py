from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from gazette.render.json import comparison_json, comparison_value, schema_text

if TYPE_CHECKING:
    from gazette.render.report import Report


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json.loads(schema_text())


@pytest.mark.parametrize("name", ["report", "unchanged", "crowded"])
def test_output_follows_the_published_schema(
    schema: dict[str, Any], name: str, request: pytest.FixtureRequest
) -> None:
    Draft202012Validator.check_schema(schema)
    output = json.loads(comparison_json(request.getfixturevalue(name)))
    Draft202012Validator(schema).validate(output)


def test_the_schema_describes_every_key_that_is_written(report: Report) -> None:
    # Extra keys are allowed to those who read it, so that a later release may
    # add one; but none may be written and not described.
    closed = json.loads(
        schema_text().replace('"type": "object"', '"type": "object", "additionalProperties": false')
    )
    Draft202012Validator(closed).validate(comparison_value(report))


def test_the_keys_stand_in_the_order_of_the_contract(report: Report) -> None:
    value: Any = comparison_value(report)
    assert list(value) == ["schema", "old", "new", "level", "outcome", "changes", "redline"]
    assert list(value["changes"][0]) == [
        "id",
        "kind",
        "clause",
        "clauses",
        "heading",
        "old",
        "new",
        "redline",
        "notes",
        "level",
        "findings",
    ]


def test_a_change_says_what_the_contract_says(report: Report) -> None:
    value: Any = comparison_value(report)
    assert value["schema"] == "gazette/comparison/1"
    assert value["level"] == "material"
    changed = value["changes"][0]
    assert changed["kind"] == "edited"
    assert changed["clause"] == {"old": "c10", "new": "c11"}
    assert changed["heading"] == "4. Data Retention"
    assert changed["redline"] == [
        ["=", "Deleted "],
        ["-", "30"],
        ["+", "60"],
        ["=", " days after termination."],
    ]
    assert changed["findings"][0]["references"] == [
        {"cite": "GDPR Art. 13(2)(a)", "url": "https://example.com/gdpr/13"}
    ]


def test_an_addition_has_no_old_clause(report: Report) -> None:
    value: Any = comparison_value(report)
    assert value["changes"][1]["clause"] == {"old": None, "new": "c21"}
    assert value["changes"][1]["old"] == ""


def test_a_decision_is_told_beside_the_rules_own_level(report: Report) -> None:
    value: Any = comparison_value(report)
    found = value["changes"][2]["findings"][0]
    assert (found["level"], found["decided"]["level"]) == ("material", "minor")
    assert found["decided"]["reason"] == "The promise now stands in section 2."
    assert value["changes"][2]["level"] == "minor"


def test_letters_are_not_escaped_and_the_text_ends_its_line(report: Report) -> None:
    text = comparison_json(report)
    assert "隐私政策" in text
    assert text.endswith("}\n")
