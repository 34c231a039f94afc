from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from gazette.cli.group import gazette
from gazette.errors import RuleError
from gazette.materiality import load_catalogue
from gazette.render.rules import render_rule

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str) -> str:
    done = CliRunner().invoke(gazette, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    assert done.stderr == ""
    return done.stdout


def test_rules_lists_the_whole_catalogue() -> None:
    text = run("rules")
    assert all(rule.id in text for rule in load_catalogue())


def test_rules_as_json_lists_the_same() -> None:
    listed = json.loads(run("rules", "--format", "json"))
    assert [rule["id"] for rule in listed["rules"]] == [rule.id for rule in load_catalogue()]


def test_explain_shows_one_rule() -> None:
    assert json.loads(run("explain", "unclassified-change", "--format", "json"))["id"] == (
        "unclassified-change"
    )
    assert run("explain", "unclassified-change").startswith("unclassified-change\n")


def test_every_rule_can_be_explained() -> None:
    for rule in load_catalogue():
        text = " ".join(render_rule(rule, width=80, colour=False).split())
        assert rule.title in text
        assert all(example.because in text for example in rule.silent)


def test_an_unknown_rule_suggests_the_nearest() -> None:
    with pytest.raises(RuleError, match="no rule “unclasified-change”") as caught:
        run("explain", "unclasified-change")
    assert "Did you mean unclassified-change" in caught.value.remedy
    assert "gazette rules" in caught.value.remedy


def test_rules_of_ones_own_must_exist(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="does not exist"):
        run("rules", "--rules", str(tmp_path / "none"))
