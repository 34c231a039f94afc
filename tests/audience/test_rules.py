from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from gazette.audience import Action, LeftOut, Reason, rules_for
from gazette.audience.claims import addressed
from gazette.audience.rules import MISSING, UNKNOWN
from gazette.materiality import segments_of
from gazette.model.comparison import Change, ChangeKind
from gazette.model.document import Clause, ClauseKind
from gazette.model.policy import Segment
from gazette.model.verdict import Level

EVERYONE = (0, 1, 2, 3, 4, 5, 6, 7)


def cells(made: Any, history: Any, *labels: str) -> dict[tuple[str, int], Any]:
    known = made.policy(*(labels or tuple(history)))
    rules = rules_for(known, known.draft, made.verdicts(history))
    return {(cell.version, cell.members): cell for cell in rules.cells}


def test_every_version_and_membership_has_exactly_one_cell(made: Any) -> None:
    known = made.policy("1.0.0", "1.1.0", "2.0.0")
    rules = rules_for(known, known.draft, made.verdicts(made.histories["changes for some"]))
    expected = set(product((MISSING, UNKNOWN, "1.0.0", "1.1.0", "2.0.0"), EVERYONE))
    assert {(cell.version, cell.members) for cell in rules.cells} == expected
    assert len(rules.cells) == len(expected)


def test_a_membership_that_cannot_occur_has_no_cell(made: Any) -> None:
    # Plan and region are two columns; within one, only the empty cell counts for both segments.
    known = made.policy("1.0.0")
    narrow = [segment for segment in made.segments if segment.id != "eu"]
    other = type(narrow[0])("trial", "Trial", "plan", ("trial",), ("trial",))
    rules = rules_for(
        type(known)(
            **{
                name: getattr(known, name)
                for name in known.__dataclass_fields__
                if name != "segments"
            },
            segments=(*narrow, other),
        ),
        known.draft,
        made.verdicts({"1.0.0": []}),
    )
    assert {cell.members for cell in rules.cells} == {0b000, 0b001, 0b010, 0b100, 0b111}


def test_each_reader_is_judged_from_the_version_they_accepted(made: Any) -> None:
    found = cells(made, {"1.0.0": [(Level.MATERIAL, ())], "1.1.0": [(Level.MINOR, ())]})
    assert found["1.0.0", 0].reason is Reason.MATERIAL
    assert found["1.1.0", 0].reason is LeftOut.NOT_MATERIAL


def test_a_change_for_one_segment_concerns_its_members_only(made: Any) -> None:
    found = cells(made, {"1.0.0": [(Level.MATERIAL, ("saas",))]})
    assert found["1.0.0", 0b001].action is Action.NOTIFY
    assert found["1.0.0", 0b010].reason is LeftOut.NOT_CONCERNED
    assert found["1.0.0", 0b011].action is Action.NOTIFY


ADMINS = Segment("admins", "Administrators", "role", ("admin",), (), ("recipient-added",))


def test_what_a_segments_rules_find_concerns_its_members(made: Any) -> None:
    admins = ADMINS
    vendor = made.finding(Level.MATERIAL, (), "recipient-added")
    other = made.finding(Level.MATERIAL, (), "retention-lengthened")
    heard = addressed(made.verdict(vendor, other), (*made.segments, admins))
    assert [each.segments for each in heard.findings] == [("admins",), ()]
    known = replace(made.policy("1.0.0"), segments=(admins,))
    only = addressed(made.verdict(vendor), known.segments)
    rules = rules_for(known, known.draft, {"1.0.0": only})
    told = {cell.members: cell.reason for cell in rules.cells if cell.version == "1.0.0"}
    assert told == {0: LeftOut.NOT_CONCERNED, 1: Reason.MATERIAL}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We share data with Acme Inc.", ("admins",)),
        ("For SaaS customers, we share data with Acme Inc.", ("saas", "admins")),
        # Several named are everybody for any other rule; for a claimed one they stay named.
        ("For SaaS and Self-Hosted customers.", ("saas", "self-hosted", "admins")),
    ],
)
def test_whom_the_clause_names_is_told_beside_who_claims_the_rule(
    made: Any, text: str, told: tuple[str, ...]
) -> None:
    segments = (*made.segments, ADMINS)
    clause = Clause(id="sharing/p1", kind=ClauseKind.PARAGRAPH, text=text, line=1)
    change = Change("change-1", ChangeKind.ADDED, (), (clause,), ())
    spoken = segments_of(change, segments)
    vendor = replace(made.finding(Level.MATERIAL, spoken, "recipient-added"), change=change)
    (heard,) = addressed(made.verdict(vendor), segments).findings
    assert heard.segments == told


def test_a_finding_nobody_decided_is_read_as_if_it_stood(made: Any) -> None:
    found = cells(made, {"1.0.0": [(Level.REVIEW, ()), (Level.MATERIAL, ("saas",))]})
    assert found["1.0.0", 0].reason is Reason.REVIEW
    assert found["1.0.0", 0].rules == ("rule-review",)
    assert found["1.0.0", 1].reason is Reason.MATERIAL
    assert found["1.0.0", 1].rules == ("rule-material",)
    assert found["1.0.0", 1].strength > found["1.0.0", 0].strength > 0


@pytest.mark.parametrize(
    ("version", "reason"), [(MISSING, Reason.MISSING_VERSION), (UNKNOWN, Reason.UNKNOWN_VERSION)]
)
def test_a_poor_record_is_told_whatever_changed(made: Any, version: str, reason: Reason) -> None:
    for history in made.histories.values():
        found = cells(made, history)
        assert {found[version, members].reason for members in EVERYONE} == {reason}
        assert {found[version, members].action for members in EVERYONE} == {Action.NOTIFY}


def test_who_accepted_the_release_or_a_later_one_is_told_nothing(made: Any) -> None:
    known = made.policy("1.0.0", "1.1.0", "2.0.0")
    rules = rules_for(known, known.versions[1], made.verdicts({"1.0.0": [(Level.MATERIAL, ())]}))
    reasons = {cell.version: cell.reason for cell in rules.cells}
    assert reasons["1.0.0"] is Reason.MATERIAL
    assert reasons["1.1.0"] is reasons["2.0.0"] is LeftOut.ACCEPTED


def test_a_version_without_a_verdict_is_not_guessed(made: Any) -> None:
    known = made.policy("1.0.0", "1.1.0")
    with pytest.raises(KeyError):
        rules_for(known, known.draft, made.verdicts({"1.0.0": []}))


def test_undecided_findings_are_counted_per_version(made: Any) -> None:
    known = made.policy("1.0.0", "1.1.0")
    history = {"1.0.0": [(Level.REVIEW, ()), (Level.REVIEW, ("eu",))], "1.1.0": []}
    assert rules_for(known, known.draft, made.verdicts(history)).undecided == (("1.0.0", 2),)


def test_consent_is_asked_where_the_policy_says_that_a_change_needs_it(made: Any) -> None:
    history = {
        "1.0.0": [(Level.MATERIAL, ("saas",)), (Level.REVIEW, ())],
        "1.1.0": [(Level.MINOR, ())],
    }
    known = replace(made.policy("1.0.0", "1.1.0"), consent=("rule-material", "rule-review"))
    rules = rules_for(known, known.draft, made.verdicts(history))
    found = {(cell.version, cell.members): cell for cell in rules.cells}
    assert found["1.0.0", 0b001].action is Action.CONSENT
    assert found["1.0.0", 0b001].reason is Reason.MATERIAL
    assert found["1.0.0", 0b001].strength > max(found[MISSING, each].strength for each in EVERYONE)
    # What nobody has decided asks for nothing yet, and what is minor never does.
    assert found["1.0.0", 0b000].action is Action.NOTIFY
    assert found["1.1.0", 0b001].action is Action.NONE
    # Without a record the notice compares with the version before, which asks for nothing.
    assert found[MISSING, 0b001].action is Action.NOTIFY
