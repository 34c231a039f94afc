from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gazette.model.document import Document
from gazette.model.gate import Outcome
from gazette.model.policy import Contact, Policy, State, Version
from gazette.model.verdict import Level
from gazette.release.standing import standing_of
from gazette.release.timetable import next_turn

days = st.dates(date(2030, 1, 1), date(2030, 3, 1))


def policy_of(dates: list[tuple[date, date]]) -> Policy:
    versions = tuple(
        Version("privacy", f"1.{number}.0", "Notice", Document(()), published, effective)
        for number, (published, effective) in enumerate(dates)
    )
    return Policy(
        "privacy", "Notice", "Library", Contact("Desk", "d@e"), "Asia/Tokyo", 30, versions
    )


def test_the_day_begins_where_the_policy_is_at_home() -> None:
    policy = policy_of([(date(2030, 1, 1), date(2030, 2, 1))])

    turn = next_turn([policy], datetime(2030, 1, 5, tzinfo=UTC))

    assert turn is not None
    assert turn.at == datetime(2030, 1, 31, 15, tzinfo=UTC)
    assert (turn.version, turn.state) == ("1.0.0", State.IN_FORCE)


def test_nothing_is_to_come_after_the_last_turn() -> None:
    policy = policy_of([(date(2030, 1, 1), date(2030, 2, 1))])

    assert next_turn([policy], datetime(2030, 2, 1, tzinfo=UTC)) is None
    assert next_turn([], datetime(2030, 2, 1, tzinfo=UTC)) is None


def test_a_draft_does_not_count(office: Any) -> None:
    office.edit("30 days", "90 days")
    office.write(effective=office.day + timedelta(days=60))

    assert next_turn([office.policy], office.now) is None


@given(st.lists(st.tuples(days, days).map(sorted), min_size=1, max_size=4).map(sorted), days)
def test_between_turns_no_state_changes(dates: list[list[date]], day: date) -> None:
    policy = policy_of([(published, effective) for published, effective in dates])
    at = datetime.combine(day, datetime.min.time(), UTC)
    before = [policy.state(version, at) for version in policy.versions]
    turn = next_turn([policy], at)
    end = turn.at if turn else at + timedelta(days=99)

    just_before = end - timedelta(microseconds=1)
    assert [policy.state(version, just_before) for version in policy.versions] == before
    if turn:
        (turned,) = [each for each in policy.versions if each.label == turn.version]
        assert policy.state(turned, turn.at) is turn.state


def test_a_standing_has_the_newest_version_first_and_what_blocks_the_draft(office: Any) -> None:
    office.edit("30 days", "90 days")
    office.release()
    office.edit("Ask at the front desk.", "Ask at the quay.")

    standing = standing_of(office.propose())

    assert [row.version.label for row in standing.rows] == ["2.0.0", "1.0.0"]
    assert [row.state for row in standing.rows] == [State.IN_FORCE, State.SUPERSEDED]
    assert standing.rows[0].entry.level is Level.MATERIAL
    assert standing.pending.level is Level.REVIEW
    assert [gate.id for gate in standing.pending.closed] == ["undecided"]
    assert {gate.outcome for gate in standing.pending.closed} == {Outcome.CLOSED}


def test_without_a_draft_nothing_is_pending(office: Any) -> None:
    assert standing_of(office.propose()).pending is None
