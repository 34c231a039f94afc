from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.errors import DecisionError
from gazette.model.verdict import Decision, Level
from gazette.release.deciding import decision_text, find_finding
from gazette.source.decisions import load_decisions

said = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(
    st.lists(
        st.builds(
            Decision,
            fingerprint=said,
            rule=said,
            level=st.sampled_from(Level),
            reason=said,
            decided_by=said,
            decided_on=st.dates(),
            approved_by=said | st.just(""),
        ),
        max_size=3,
    )
)
def test_what_is_written_is_read(tmp_path_factory: Any, decisions: list[Decision]) -> None:
    path: Path = tmp_path_factory.mktemp("decided") / "decisions.toml"
    path.write_text("# ours\n" + "\n".join(map(decision_text, decisions)), encoding="utf-8")

    assert load_decisions(path) == tuple(decisions)


def test_a_decision_without_approval_has_no_line_for_it() -> None:
    text = decision_text(Decision("f", "r", Level.MINOR, "Why", "Dana", date(2030, 1, 1)))

    assert text.startswith("[[decision]]\n")
    assert "approved_by" not in text


def test_a_finding_is_found_by_the_beginning_of_its_fingerprint(office: Any) -> None:
    office.edit("30 days", "90 days")
    office.edit("Ask at the front desk.", "Ask at the quay.")
    findings = office.propose().verdict.findings

    for finding in findings:
        assert find_finding(findings, finding.fingerprint[:9]) is finding


@pytest.mark.parametrize(("given", "what"), [("", "is no"), ("zz", "is no finding’s")])
def test_what_names_no_finding_is_refused(office: Any, given: str, what: str) -> None:
    office.edit("30 days", "90 days")

    with pytest.raises(DecisionError, match=what):
        find_finding((), given)
