from __future__ import annotations

from typing import Any

import pytest

from gazette.model.gate import Outcome
from gazette.model.verdict import Level

LONGER = ("30 days after", "90 days after")


def test_an_honest_draft_is_ready(office: Any) -> None:
    office.edit(*LONGER)

    assert not [gate for gate in office.check() if gate.outcome is Outcome.CLOSED]


def test_a_new_date_on_the_same_wording_is_no_version(office: Any) -> None:
    office.write()

    found = office.complaint("wording")

    assert found.outcome is Outcome.CLOSED
    assert found.what == "the draft’s wording is that of 1.0.0"


def test_a_new_wording_under_the_old_date_is_told(office: Any) -> None:
    office.edit(*LONGER)
    office.day = office.policy.versions[-1].published
    office.write()

    assert office.complaint("wording").outcome is Outcome.WARNING


def test_what_no_rule_decides_waits_for_a_person(office: Any) -> None:
    office.edit("Ask at the front desk.", "Ask at the quay.")
    (found,) = office.found("undecided")
    assert found.outcome is Outcome.CLOSED
    assert found.where.line == 19
    assert "gazette decide" in found.remedy

    office.decide()

    assert office.complaint("undecided").outcome is Outcome.OPEN
    assert office.propose().level is Level.MINOR
    assert office.propose().label == "1.1.0"


def test_a_decision_lapses_with_its_words(office: Any) -> None:
    office.edit("Ask at the front desk.", "Ask at the quay.")
    office.decide()
    office.edit("Ask at the quay.", "Ask at the pier.")

    found = office.complaint("decisions")

    assert found.outcome is Outcome.CLOSED
    assert found.where.path.endswith("decisions.toml")
    # The finding it was about is open again.
    assert office.complaint("undecided").outcome is Outcome.CLOSED


def test_decisions_without_a_draft_are_told(office: Any) -> None:
    office.edit("Ask at the front desk.", "Ask at the quay.")
    office.decide()
    (office.folder / "draft.md").unlink()

    assert office.complaint("decisions").outcome is Outcome.CLOSED


@pytest.mark.parametrize(
    ("new", "outcome"), [("90 days after", Outcome.CLOSED), ("thirty days after", Outcome.OPEN)]
)
def test_only_a_material_change_must_be_summed_up(office: Any, new: str, outcome: Outcome) -> None:
    office.edit("30 days after", new)
    office.write(summary=None)

    assert office.complaint("summary").outcome is outcome


def test_a_link_must_lead_somewhere(office: Any) -> None:
    office.edit("Ask at", "See [how long](#retention), [this](#top) and [that](#nowhere). Ask at")

    found = office.complaint("dead-link")

    assert found.what == "the link to #nowhere leads nowhere"
    assert found.where.line == 19


@pytest.mark.parametrize("target", ["retention", "ret%65ntion", "mark", "name"])
def test_a_link_may_lead_to_any_id(office: Any, target: str) -> None:
    office.edit("Ask at", f'<a name="name"></a><span id="mark"></span>See [it](#{target}). Ask at')

    assert office.complaint("dead-link").outcome is Outcome.OPEN


def test_the_second_of_two_equal_ids_is_told(office: Any) -> None:
    office.edit("## Questions {#questions}", "## Questions {#retention}")

    found = office.complaint("duplicate-id")

    assert found.outcome is Outcome.CLOSED
    assert (found.what, found.where.line) == (
        "the id #retention stands twice, here for the second time",
        17,
    )


def test_headings_without_ids_may_read_alike(office: Any) -> None:
    office.edit("## Questions {#questions}", "## More\n\nWords.\n\n## More\n\nWords.")

    assert office.complaint("duplicate-id").outcome is Outcome.OPEN


def test_a_lost_id_is_told_where_it_was(office: Any) -> None:
    office.edit("{#questions}", "{#ask-us}")

    found = office.complaint("lost-id")

    assert found.outcome is Outcome.WARNING
    assert (found.where.path, found.where.line) == (str(office.folder / "1.0.0.md"), 17)


def test_a_heading_may_be_reworded_under_its_id(office: Any) -> None:
    office.edit("## Questions {", "## Ask us {")

    assert office.complaint("lost-id").outcome is Outcome.OPEN


def test_a_promise_stands_in_the_text_that_people_rely_on(office: Any) -> None:
    settings = office.folder / "policy.toml"
    text = settings.read_text(encoding="utf-8")
    made = 'promises = ["The Library  lends books."]\n'
    settings.write_text(made + text, encoding="utf-8")
    assert office.complaint("promise").outcome is Outcome.OPEN

    settings.write_text(made.replace("lends", "gives away") + text, encoding="utf-8")
    found = office.complaint("promise")

    assert found.outcome is Outcome.WARNING
    assert "“The Library  gives away books.”" in found.what
