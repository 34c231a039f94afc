from __future__ import annotations

import json
from pathlib import Path

import pytest

from gazette.errors import Location
from gazette.model.gate import Gate, Outcome
from gazette.model.verdict import Reference
from gazette.release.gates import about_gates
from gazette.render.checks import Checked, Form, render_checks

LAW = (Reference("GDPR Art. 12(1)", "https://example.com/gdpr"),)
GATES = (
    Gate("dates", Outcome.OPEN, "the dates follow each other"),
    Gate(
        "undecided",
        Outcome.CLOSED,
        "“we may” → “we will”, 100%",
        Location("policy/a b/draft.md", 12),
        "Decide:\nnow.",
        LAW,
    ),
    Gate("history", Outcome.WARNING, "no git: here", None, "Clone it."),
)
CHECKED = (Checked("privacy", "draft after 1.0.0", GATES),)


def shown(form: Form, checked: tuple[Checked, ...] = CHECKED) -> str:
    return render_checks(checked, form, width=72, colour=False)


@pytest.mark.parametrize("form", Form)
def test_every_format_names_what_is_wrong_and_its_remedy(form: Form) -> None:
    text = shown(form)

    assert "we may" in text
    assert "Clone it." in text
    assert text.endswith("\n")
    assert render_checks((), form, width=72, colour=False) is not None


def test_text_tells_the_gravest_first_and_counts() -> None:
    text = shown(Form.TEXT)

    assert text.startswith("privacy: draft after 1.0.0 ─")
    assert text.index("CLOSED") < text.index("WARNING") < text.index("open ")
    assert "policy/a b/draft.md:12 (undecided)" in text
    assert "GDPR Art. 12(1)" in text
    assert text.endswith("1 closed, 1 warning, 1 open.\n")
    assert all(len(line) <= 72 for line in text.splitlines())


def test_a_proof_holds_or_is_broken() -> None:
    text = shown(Form.TEXT, (Checked("privacy", "2 releases", GATES * 2, proof=True),))

    assert "BROKEN" in text
    assert text.endswith("2 broken, 2 unproven, 2 hold.\n")


def test_text_is_coloured_only_when_asked() -> None:
    assert "\x1b[" not in shown(Form.TEXT)
    assert "\x1b[" in render_checks(CHECKED, Form.TEXT, width=72, colour=True)


def test_json_repeats_the_outcome() -> None:
    value = json.loads(shown(Form.JSON))

    assert (value["schema"], value["outcome"], value["exit_code"]) == (
        "gazette/check/1",
        "closed",
        1,
    )
    (policy,) = value["policies"]
    assert [gate["outcome"] for gate in policy["gates"]] == ["open", "closed", "warning"]
    assert policy["gates"][1] | {"references": []} == {
        "gate": "undecided",
        "outcome": "closed",
        "what": "“we may” → “we will”, 100%",
        "path": "policy/a b/draft.md",
        "line": 12,
        "remedy": "Decide:\nnow.",
        "references": [],
    }


def test_json_of_warnings_alone_passes() -> None:
    value = json.loads(shown(Form.JSON, (Checked("privacy", "", GATES[2:]),)))

    assert (value["outcome"], value["exit_code"]) == ("warning", 0)


def test_sarif_places_each_result_in_its_file() -> None:
    value = json.loads(shown(Form.SARIF))

    assert value["version"] == "2.1.0"
    (run,) = value["runs"]
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert known == set(about_gates())
    closed, warning = run["results"]
    assert (closed["ruleId"], closed["level"]) == ("undecided", "error")
    assert closed["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "policy/a%20b/draft.md"},
        "region": {"startLine": 12},
    }
    assert closed["ruleId"] in known
    assert (warning["level"], warning["locations"]) == ("warning", [])


def test_sarif_names_a_file_elsewhere_by_its_address(tmp_path: Path) -> None:
    gate = Gate("ledger", Outcome.CLOSED, "x", Location(str(tmp_path / "é.md")), "Mend it.")

    (result,) = json.loads(shown(Form.SARIF, (Checked("p", "", (gate,)),)))["runs"][0]["results"]

    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == (tmp_path / "é.md").as_uri()
    assert place["region"]["startLine"] == 1


def test_github_annotations_escape_what_would_end_them() -> None:
    closed, warning = shown(Form.GITHUB).splitlines()

    assert closed == (
        "::error file=policy/a b/draft.md,line=12,title=undecided::"
        "“we may” → “we will”, 100%25.%0ADecide:%0Anow."
    )
    assert warning == "::warning title=history::No git: here.%0AClone it."
