from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gazette.model.gate import Outcome
from gazette.model.verdict import Level

LONGER = ("30 days after the book", "90 days after the book")


def swap_settings(office: Any, old: str, new: str) -> None:
    path = office.folder / "policy.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_first_version_may_take_effect_at_once(office: Any) -> None:
    (office.folder / "1.0.0.md").unlink()
    (office.folder / "ledger.jsonl").unlink()
    office.write(effective=office.day)

    assert office.complaint("notice-period").outcome is Outcome.OPEN


@pytest.mark.parametrize(("days", "outcome"), [(29, Outcome.CLOSED), (30, Outcome.OPEN)])
def test_a_material_change_needs_the_notice_period(
    office: Any, days: int, outcome: Outcome
) -> None:
    office.edit(*LONGER)
    office.write(effective=office.day + timedelta(days=days))

    assert office.complaint("notice-period").outcome is outcome


def test_the_notice_gate_names_the_line_and_the_day_that_would_do(office: Any) -> None:
    office.edit(*LONGER)
    office.write(effective=office.day)

    found = office.complaint("notice-period")

    assert found.what == (
        "a material change takes effect 0 days after its publication, and 30 are needed"
    )
    assert (found.where.path, found.where.line) == (str(office.folder / "draft.md"), 5)
    assert f"effective: {office.day + timedelta(days=30)}" in found.remedy
    assert found.references


PERIOD = """
[notice.business]
title = "EU business users"
source = "Regulation (EU) 2019/1150 Art. 3(2)"
material = 45
minor = 15
"""


def with_periods(office: Any) -> None:
    path = office.folder / "policy.toml"
    path.write_text(path.read_text(encoding="utf-8") + PERIOD, encoding="utf-8")


@pytest.mark.parametrize(("days", "outcome"), [(44, Outcome.CLOSED), (45, Outcome.OPEN)])
def test_a_jurisdiction_may_ask_for_more_notice(office: Any, days: int, outcome: Outcome) -> None:
    with_periods(office)
    office.edit(*LONGER)
    office.write(effective=office.day + timedelta(days=days))

    assert office.complaint("notice-period").outcome is outcome


@pytest.mark.parametrize(("days", "outcome"), [(14, Outcome.CLOSED), (15, Outcome.OPEN)])
def test_and_for_notice_of_a_minor_change(office: Any, days: int, outcome: Outcome) -> None:
    with_periods(office)
    office.edit("Ask at the front desk.", "Ask at the quay.")
    office.decide()
    office.write(effective=office.day + timedelta(days=days))

    assert office.propose().level is Level.MINOR
    found = office.complaint("notice-period")
    assert found.outcome is outcome
    if outcome is Outcome.CLOSED:
        assert found.what == (
            "a minor change takes effect 14 days after its publication, and 15 are needed "
            "(EU business users: Regulation (EU) 2019/1150 Art. 3(2))"
        )


def test_a_reason_excuses_a_jurisdictions_notice_but_no_promise(office: Any) -> None:
    with_periods(office)
    office.edit(*LONGER)
    office.write(
        effective=office.day + timedelta(days=30), shorter_notice="The regulator asked for it"
    )
    assert office.complaint("notice-period").outcome is Outcome.WARNING


def test_a_reason_makes_the_notice_shorter_and_is_kept(office: Any) -> None:
    office.edit(*LONGER)
    office.write(effective=office.day, shorter_notice="A court ordered it")

    assert office.complaint("notice-period").outcome is Outcome.WARNING
    office.release()
    assert office.ledger.lines[-1].entry.shorter_notice == "A court ordered it"


def test_no_reason_breaks_the_policys_own_promise(office: Any) -> None:
    swap_settings(
        office, "notice_days", 'promises = ["We write to you 14 days in advance."]\nnotice_days'
    )
    office.edit(*LONGER)
    office.write(effective=office.day + timedelta(days=13), shorter_notice="Haste")
    assert office.complaint("notice-period").outcome is Outcome.CLOSED

    office.write(effective=office.day + timedelta(days=14), shorter_notice="Haste")
    assert office.complaint("notice-period").outcome is Outcome.WARNING


def test_a_promised_period_longer_than_the_settings_counts(office: Any) -> None:
    swap_settings(office, "notice_days", 'promises = ["We give two months’ notice."]\nnotice_days')
    swap_settings(office, "two months’ notice", "60 days notice")
    office.edit(*LONGER)

    assert "60 are needed" in office.complaint("notice-period").what


def test_an_editorial_change_needs_no_notice(office: Any) -> None:
    office.edit("lends books", "lends  books, and lends them")
    office.decide()
    office.write(effective=office.day)

    assert office.complaint("notice-period").outcome is Outcome.OPEN


def test_a_draft_without_dates_is_told_which_would_do(office: Any) -> None:
    office.edit(*LONGER)
    office.write(published=None, effective=None)

    published, effective = office.found("dates")

    assert published.outcome is effective.outcome is Outcome.CLOSED
    assert f"published: {office.day}" in published.remedy
    assert f"effective: {office.day + timedelta(days=30)}" in effective.remedy


def test_a_release_is_never_backdated(office: Any) -> None:
    office.edit(*LONGER)
    office.write(published=office.day - timedelta(days=1))

    assert "not backdated" in office.complaint("dates").what


def test_today_is_the_day_where_the_policy_is_at_home(office: Any) -> None:
    # 23:30 in UTC is already tomorrow in Bratislava.
    office.edit(*LONGER)
    proposal = office.propose()
    late = datetime.combine(office.day, datetime.max.time(), UTC)

    from dataclasses import replace  # noqa: PLC0415 - this test's alone

    from gazette.release.dates import check_dates  # noqa: PLC0415

    assert not list(check_dates(proposal))
    (found,) = check_dates(replace(proposal, at=late))
    assert "not backdated" in found.what


def test_a_version_takes_no_effect_before_the_one_it_follows(office: Any) -> None:
    office.edit(*LONGER)
    office.write(published=office.day, effective=office.day + timedelta(days=100))
    office.release()
    office.edit("90 days", "99 days")

    assert "before version 2.0.0" in office.complaint("dates").what


def test_a_year_without_review_closes_the_gate(office: Any) -> None:
    published = office.policy.versions[-1].published
    office.day = published + timedelta(days=364)
    assert office.complaint("yearly-review").outcome is Outcome.OPEN

    office.day = published + timedelta(days=365)
    assert office.complaint("yearly-review").outcome is Outcome.CLOSED


def test_a_review_that_changed_nothing_counts(office: Any) -> None:
    office.day += timedelta(days=400)
    swap_settings(
        office, "notice_days", f"reviewed = {office.day - timedelta(days=10)}\nnotice_days"
    )

    assert office.complaint("yearly-review").outcome is Outcome.OPEN


def test_releasing_an_overdue_text_is_its_review(office: Any) -> None:
    office.day += timedelta(days=400)
    office.edit(*LONGER)

    assert office.complaint("yearly-review").outcome is Outcome.WARNING


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("Last updated: {published:%d %B %Y}", Outcome.OPEN),
        ("Last updated: {published:%B %d, %Y}", Outcome.OPEN),
        ("Last updated: {published:%B %Y}", Outcome.OPEN),
        ("Last updated: {published:%d/%m/%Y}", Outcome.OPEN),
        ("Last updated: {published:%m/%d/%Y}", Outcome.OPEN),
        ("Effective date: {effective}", Outcome.OPEN),
        ("Last updated: 3 March 2019", Outcome.CLOSED),
        ("Effective 2019-03-03", Outcome.CLOSED),
        ("Effective: {published}", Outcome.CLOSED),
        # In running text it may be the date of something else.
        (
            "This notice took the place of the one that was effective from 3 March 2019.",
            Outcome.WARNING,
        ),
        ("We opened on 3 March 2019.", Outcome.OPEN),
    ],
)
def test_a_date_in_the_text_agrees_with_the_front_matter(
    office: Any, sentence: str, outcome: Outcome
) -> None:
    dates = {"published": office.day, "effective": office.day + timedelta(days=30)}
    office.edit("The library lends books.", sentence.format(**dates))

    assert office.complaint("prose-date").outcome is outcome


def test_a_date_under_a_heading_that_says_what_it_is(office: Any) -> None:
    office.edit(
        "## Retention {#retention}", "## Last updated {#updated}\n\n3 March 2019\n\n## R {#r}"
    )

    found = office.complaint("prose-date")

    assert found.outcome is Outcome.CLOSED
    assert found.where.line == 15
