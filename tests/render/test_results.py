"""A verdict as code hosts and build servers read it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, FormatChecker
from junitparser import Failure, JUnitXml
from lxml import etree

from gazette.errors import Location
from gazette.render.formats import Format, render
from gazette.render.results import About, Gravity, Result
from gazette.render.sarif import sarif
from gazette.render.workflow import workflow_commands

if TYPE_CHECKING:
    from gazette.render.report import Report

REPORTS = ("report", "unchanged", "crowded")
TEXTS = st.text(max_size=40)
PLACES = st.none() | st.builds(
    Location,
    st.from_regex(r"[a-zé ,:%]{1,12}(/[a-z]{1,5}){0,2}\.md", fullmatch=True),
    st.none() | st.integers(1, 10**6),
)
RESULTS = st.builds(
    Result,
    rule=st.from_regex(r"[a-z]{1,9}(-[a-z]{1,9})?", fullmatch=True),
    gravity=st.sampled_from(Gravity),
    message=TEXTS.filter(str.strip),
    where=PLACES,
    fingerprint=st.sampled_from(("", "0f3a")),
    former=PLACES,
    accepted=st.sampled_from(("", "It says the same.")),
)


@pytest.fixture(scope="module")
def sarif_schema() -> Draft4Validator:
    file = Path(__file__).parents[1] / "data" / "schemas" / "sarif-2.1.0-rtm.4.json"
    return Draft4Validator(json.loads(file.read_text("utf-8")), format_checker=FormatChecker())


@pytest.mark.parametrize("name", REPORTS)
def test_sarif_follows_the_standards_schema(
    name: str, sarif_schema: Draft4Validator, request: pytest.FixtureRequest
) -> None:
    value = json.loads(render(request.getfixturevalue(name), Format.SARIF))
    sarif_schema.validate(value)
    (run,) = value["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} == rules


@settings(max_examples=20)  # the schema is large
@given(results=st.lists(RESULTS, max_size=4))
def test_any_result_is_valid_sarif(results: list[Result], sarif_schema: Draft4Validator) -> None:
    rules = {result.rule: About(result.rule, "Title", "Why.") for result in results}
    sarif_schema.validate(json.loads(sarif(results, rules.values())))


def test_the_schema_would_notice(report: Report, sarif_schema: Draft4Validator) -> None:
    value: Any = json.loads(render(report, Format.SARIF))
    value["runs"][0]["results"][0]["level"] = "grave"
    assert not sarif_schema.is_valid(value)


def test_sarif_has_the_level_after_decision_and_says_why(report: Report) -> None:
    (run,) = json.loads(render(report, Format.SARIF))["runs"]
    levels = [result["level"] for result in run["results"]]
    assert levels == ["error", "error", "warning", "note", "note", "none", "none"]
    (decided,) = [each for each in run["results"] if "suppressions" in each]
    assert decided["ruleId"] == "promise-removed"
    assert decided["suppressions"][0]["justification"] == "The promise now stands in section 2."
    assert "Dana Counsel" in decided["message"]["text"]
    assert decided["partialFingerprints"] == {"gazette/1": "promise-removed-change-30"}


def test_sarif_places_a_finding_in_both_texts(report: Report) -> None:
    (run,) = json.loads(render(report, Format.SARIF))["runs"]
    first = run["results"][0]
    (new,), (old,) = first["locations"], first["relatedLocations"]
    assert new["physicalLocation"]["artifactLocation"]["uri"] == "new.md"
    assert new["physicalLocation"]["region"] == {"startLine": 5}
    assert old["physicalLocation"]["artifactLocation"]["uri"] == "old.md"


def parsed(commands: str) -> list[tuple[str, dict[str, str], str]]:
    """Workflow commands as GitHub's runner reads them (actions/runner, ActionCommand.cs)."""
    found = []
    for line in commands.split("\n")[:-1]:
        command, properties, message = re.fullmatch(
            r"::(\w+) (.*?)::(.*)", line, re.DOTALL
        ).groups()  # type: ignore[union-attr]  # a None fails the test
        pairs = (each.partition("=") for each in properties.split(","))
        found.append((command, {key: runner(v) for key, _, v in pairs}, runner(message)))
    return found


def runner(text: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


@given(results=st.lists(RESULTS, max_size=4))
def test_the_runner_reads_every_annotation_as_it_was_meant(results: list[Result]) -> None:
    shown = [result for result in results if result.gravity is not Gravity.NONE]
    commands = parsed(workflow_commands(results))
    assert [(title["title"], message) for _, title, message in commands] == [
        (result.rule, result.message) for result in shown
    ]
    for result, (command, properties, _) in zip(shown, commands, strict=True):
        assert command == {"note": "notice"}.get(result.gravity, str(result.gravity))
        assert properties.get("file", "") == (result.where.path if result.where else "")


def test_annotations_leave_out_what_says_the_same(report: Report) -> None:
    commands = [command for command, _, _ in parsed(render(report, Format.GITHUB))]
    assert commands == ["error", "error", "warning", "notice", "notice"]


@pytest.mark.parametrize("name", REPORTS)
def test_a_build_servers_parser_reads_the_junit_report(
    name: str, request: pytest.FixtureRequest
) -> None:
    report: Report = request.getfixturevalue(name)
    text = render(report, Format.JUNIT)
    read = JUnitXml.fromstring(text.encode())
    changes = report.verdict.comparison.changes
    assert (read.tests, read.errors) == (len(changes), 0)
    cases = [case for suite in read for case in suite]
    assert len(cases) == len({(case.classname, case.name) for case in cases}) == len(changes)
    failed = [case for case in cases if any(isinstance(r, Failure) for r in case.result)]
    assert read.failures == len(failed)


def test_junit_fails_what_must_be_told_or_read(report: Report) -> None:
    root = etree.fromstring(render(report, Format.JUNIT).encode())
    failures = root.findall(".//failure")
    assert [each.get("type") for each in failures] == ["material", "material"]
    told = failures[0].text or ""
    assert "Message of retention-lengthened" in told
    assert "Message of number-changed" in told
    passed = "".join(each.text or "" for each in root.findall(".//system-out"))
    assert "Decided by Dana Counsel, material before" in passed


def test_junit_holds_no_character_that_xml_cannot(crowded: Report, report: Report) -> None:
    for each in (report, crowded):
        text = render(each, Format.JUNIT)
        assert "\x1b" not in text
        etree.parse(io.BytesIO(text.encode()))
