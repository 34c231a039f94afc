"""A rewrite that keeps every fact alarms nobody; a small word that matters is never cleared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
DATA = (
    "your name", "your nationality", "your gender", "your email address", "your phone number",
    "your IP address", "your date of birth", "your postal address",
)  # fmt: skip
VERBS = ("collect", "store", "share with our partners", "use for advertising")
LISTS = st.lists(st.sampled_from(DATA), min_size=4, max_size=6, unique=True)


def level(old: str, new: str) -> Level:
    page = "## Your data\n\nHere is what we do.\n\n{}\n\n## Later\n\nThank you."
    return judge(compare(page.format(old), page.format(new)), CATALOGUE).level


def prose(items: list[str]) -> str:
    return f"{', '.join(items[:-1])} and {items[-1]}"


def listed(items: list[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


@given(LISTS, st.sampled_from(VERBS))
def test_a_sentence_as_a_list_alarms_nobody(items: list[str], verb: str) -> None:
    old = f"We {verb} some data of yours. This includes {prose(items)}."
    new = f"We {verb} some data of yours:\n\n{listed(items)}"
    assert level(old, new) < Level.MATERIAL
    assert level(new, old) < Level.MATERIAL


@given(LISTS, st.sampled_from(VERBS), st.data())
def test_an_entry_dropped_on_the_way_is_told(
    items: list[str], verb: str, data: st.DataObject
) -> None:
    dropped = data.draw(st.sampled_from(items))
    kept = [item for item in items if item != dropped]
    old = f"We {verb} some data of yours. This includes {prose(items)}."
    new = f"We {verb} some data of yours:\n\n{listed(kept)}"
    assert level(old, new) is Level.MATERIAL


@given(LISTS, st.sampled_from(VERBS), st.data())
def test_an_entry_dropped_from_a_sentence_is_told(
    items: list[str], verb: str, data: st.DataObject
) -> None:
    dropped = data.draw(st.sampled_from(items))
    kept = [item for item in items if item != dropped]
    # The text names it elsewhere, which is no excuse.
    rest = f"\n\nNever send us {dropped} by post."
    old, new = (f"We {verb} {prose(some)}.{rest}" for some in (items, kept))
    assert level(old, new) is Level.MATERIAL
    assert level(new, old) is Level.MATERIAL


MOULDS = st.sampled_from(
    (
        "We {} your data with advertisers.",
        "We {} delete your account within 30 days.",
        "We {} tell you of a breach.",
        "Our partners {} read your messages.",
    )
)
TURNS = st.sampled_from(
    (("will", "may"), ("may", "will"), ("will", "will not"), ("may", "may not"))
)


@given(MOULDS, TURNS)
def test_another_modality_is_never_cleared(mould: str, turn: tuple[str, str]) -> None:
    assert level(mould.format(turn[0]), mould.format(turn[1])) >= Level.REVIEW


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We only share your name with our couriers.", "We share your name with our couriers."),
        ("We share your data if you agree.", "We share your data unless you object."),
        ("We encrypt your data.", "We mostly encrypt your data."),
        ("Your profile is off by default.", "Your profile is on by default."),
        ("You must agree and sign.", "You must agree or sign."),
        ("You may leave at any time.", "You may leave at any time, except in the first year."),
        ("You grant us an irrevocable licence.", "You grant us a licence."),
        ("We tell you before we share data.", "We tell you after we share data."),
    ],
)
def test_a_small_word_that_matters_is_never_cleared(old: str, new: str) -> None:
    assert level(old, new) >= Level.REVIEW
    assert level(new, old) >= Level.REVIEW


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "We do not share your email address. We share your name with our partners.",
            "We share your email address with our partners. We do not share your name.",
        ),
        (
            "We keep invoices for 10 years. We keep your messages for 2 years.",
            "We keep invoices for 2 years. We keep your messages for 10 years.",
        ),
        (
            "We collect your date of birth. Our partners see nothing.",
            "Our partners see your date of birth. We collect nothing.",
        ),
    ],
)
def test_facts_that_change_places_are_not_carried_over(old: str, new: str) -> None:
    assert level(old, new) >= Level.REVIEW


def test_what_the_organisation_is_weighs_nothing_but_what_a_newcomer_is_may() -> None:
    page = "# Privacy\n\nAcme Otters respects your privacy.\n\nWe log visits. {}"
    old = page.format("")
    own = page.format("Acme Otters is a charity that rescues otters.")
    other = page.format("Zeta Parcel is a courier that rescues parcels.")
    assert judge(compare(old, own), CATALOGUE).level is Level.MINOR
    assert judge(compare(old, other), CATALOGUE).level >= Level.REVIEW
