"""Confidence: measured shares, drawn towards their kind, in coarse bands."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.materiality.confidence import Count, band, confidence_of, estimate, family
from gazette.model.verdict import Band

CATALOGUE = load_catalogue()
COUNTS = st.integers(0, 500).flatmap(
    lambda seen: st.integers(0, seen).map(lambda right: Count(right, seen))
)


@given(COUNTS, COUNTS)
def test_a_share_lies_between_what_the_rule_and_its_kind_were_measured_at(
    own: Count, kin: Count
) -> None:
    found = estimate(own, kin)
    assert 0 <= found.share <= 1
    assert found.seen == own.seen
    kin_share = (kin.right + 2.5) / (kin.seen + 5)
    own_share = own.right / own.seen if own.seen else kin_share
    low, high = sorted((own_share, kin_share))
    assert low - 0.006 <= found.share <= high + 0.006


@given(COUNTS, COUNTS)
def test_one_more_right_finding_never_lowers_the_share(own: Count, kin: Count) -> None:
    more = own + Count(1, 1)
    assert estimate(more, kin).share >= estimate(own, kin).share


def test_a_rule_never_met_has_the_share_of_its_kind() -> None:
    assert estimate(Count(0, 0), Count(45, 45)).share == 0.95
    assert estimate(Count(0, 0), Count(0, 0), Count(45, 45)).share == 0.95


def test_bands_are_coarse() -> None:
    assert [band(share) for share in (0.95, 0.9, 0.89, 0.7, 0.69)] == [
        Band.HIGH, Band.HIGH, Band.FAIR, Band.FAIR, Band.LOW,
    ]  # fmt: skip


def test_every_own_rule_has_a_confidence_and_every_measured_rule_exists() -> None:
    for rule in CATALOGUE:
        found = confidence_of(rule)
        assert found is not None
        assert found.seen >= 0
    assert family(CATALOGUE.rule("retention-lengthened")) == "material quantity"


def test_nothing_is_claimed_of_an_organisations_rules() -> None:
    rule = CATALOGUE.rule("retention-lengthened")
    assert confidence_of(replace(rule, house=True)) is None
    assert confidence_of(replace(rule, regraded="our choice")) is None


def test_a_finding_carries_it() -> None:
    old, new = ("## Retention\n\nWe keep it for %d days." % days for days in (30, 90))  # noqa: UP031 - one pattern twice
    (finding,) = judge(compare(old, new), CATALOGUE).findings
    assert finding.confidence == confidence_of(CATALOGUE.rule("retention-lengthened"))
