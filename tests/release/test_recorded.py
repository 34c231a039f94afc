"""What the site and the audience are given: what was released, with what was decided on it."""

from __future__ import annotations

from typing import Any

import pytest

from gazette.errors import SourceError
from gazette.materiality import judge_step, load_catalogue
from gazette.model.policy import Policy
from gazette.model.verdict import Level
from gazette.release.recorded import as_recorded

CATALOGUE = load_catalogue()
OPEN_QUESTION = "Ask at the front desk, or as appropriate."


def recorded(office: Any) -> Policy:
    return as_recorded(office.policy, office.ledger)


def level(policy: Policy) -> Level:
    """What the newest step is judged to be, the draft's where there is one."""
    *_, old, new = (*policy.versions, *([policy.draft] if policy.draft else []))
    return judge_step(policy, old, new, CATALOGUE).level


def test_a_decision_counts_in_the_draft_and_after_its_release(office: Any) -> None:
    office.edit("Ask at the front desk.", OPEN_QUESTION)
    assert level(recorded(office)) is Level.REVIEW
    office.decide(Level.MINOR)
    assert level(recorded(office)) is Level.MINOR
    office.release()
    assert not (office.folder / "decisions.toml").exists()
    assert level(recorded(office)) is Level.MINOR


def test_a_decision_lapses_when_the_text_changes(office: Any) -> None:
    office.edit("Ask at the front desk.", OPEN_QUESTION)
    office.decide(Level.MINOR)
    office.edit("as appropriate", "where appropriate")
    assert level(recorded(office)) is Level.REVIEW


def test_an_altered_version_is_not_published(office: Any) -> None:
    file = office.folder / "1.0.0.md"
    file.write_text(file.read_text(encoding="utf-8").replace("30 days", "90 days"))
    with pytest.raises(SourceError, match=r"1\.0\.0 was altered after its release"):
        recorded(office)


def test_a_version_that_nobody_released_is_not_published(office: Any) -> None:
    text = (office.folder / "1.0.0.md").read_text(encoding="utf-8")
    text = text.replace("version: 1.0.0", "version: 2.0.0")
    (office.folder / "2.0.0.md").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"2\.0\.0 was never released"):
        recorded(office)


def test_a_policy_without_a_ledger_is_taken_as_it_is(office: Any) -> None:
    (office.folder / "ledger.jsonl").unlink()
    assert recorded(office) == office.policy
