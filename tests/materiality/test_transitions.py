"""Edits that say the same are recognised before any rule speaks; others never are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
SENTENCES = (
    "We collect your name and email address.",
    "We never sell your personal data to third parties.",
    "Data is deleted 30 days after termination.",
    "You may object to processing at any time.",
    "Our office is open on weekdays.",
    "We share data with Stripe for payments.",
)


def level(old: str, new: str) -> Level:
    return judge(compare(old, new), CATALOGUE).level


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("“Quoted” text – here…", '"Quoted" text - here...'),
        ("We honour your licence.", "We honor your license."),
        ("Deleted within thirty (30) days.", "Deleted within 30 days."),
        ("We don't track you.", "We do not track you."),
        ("Send us an e-mail.", "Send us an email."),
        ("## 1. Fees\n\nNone.", "## 2. Fees\n\nNone."),
        ("See [rules](https://example.org/a).", "See [rules](https://example.org/b)."),
        ("Last updated: 1 May 2024", "Last updated: June 3rd, 2025"),
        ("These terms, as of 1 May 2024, bind us.", "These terms, as of 3 June 2025, bind us."),
        ("Foxes sleep by day.\n\nOwls fly by night.", "Owls fly by night.\n\nFoxes sleep by day."),
        ("We use pixels and cookies.", "We use cookies and pixels."),
        ("We keep it. We guard it well.", "We keep it.\n\nWe guard it well."),
        ("This applys to you.", "This applies to you."),
        ("SECTION 2 - CONSENT\n\nYou agree to it.", "## 2. Consent\n\nYou agree to it."),
        ("## When we might share data\n\nNever.", "## When we share data\n\nNever."),
        ("## Changes to this notice\n\nSo.", "## Will this notice change?\n\nSo."),
        ("Home | Help\n\nSo be it.", "Home | Download | Help\n\nSo be it."),
        ("Last updated: [DATE]", "Last updated: 3 June 2025"),
        ("So be it.", "So be it.\n\n© 2025 Acme Inc. All rights reserved."),
        ("You may ask that you account be closed.", "You may ask that your account be closed."),
        ("The laws may differ than yours.", "The laws may differ from yours."),
        ("Guests see behavioral maps.", "Guests see behavioural maps."),
        ("Cancelation is free.", "Cancellation is free."),
        ("See Section 5 for oars.", "See Sec. 5 for oars."),
        ("Article 4 of the charter binds.", "Art. 4 of the charter binds."),
        ("This Privacy Policy tells of boats.", "This Policy tells of boats."),
        ("Write to _desk@quay.example_ now.", "Write to desk@quay.example now."),
        ("You may send private messages.", "You may send direct messages."),
        (
            "## Oars\n\nEach guest gets two of them.",
            "**Oars**\nEach guest gets two of them.",
        ),
        (
            "# A\n\nBoats rest at night.\n\nOars are oak.\n\nSails are linen.",
            "# A\n\nBoats rest at night.\n\n- Oars are oak.\n- Sails are linen.",
        ),
        (
            "# A\n\nBoats are not let at night.\n\n    Oars.\n\n    Sails are made of linen.",
            "# A\n\nBoats are not let at night.\n\n- Oars.\n\n- Sails are made of linen.",
        ),
        (
            "## Contents\n\n- Oars\n\n## Oars\n\nOak.\n\n## We do not lend\n\nA.",
            "## Contents\n\n- Oars\n- We do not lend\n\n## Oars\n\nOak.\n\n## We do not lend\n\nA.",
        ),
    ],
)
def test_saying_the_same_is_editorial(old: str, new: str) -> None:
    assert level(old, new) is Level.EDITORIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We may share it.", "We will share it."),
        ("We share data.", "We do not share data."),
        ("You may leave and pay.", "You may leave or pay."),
        ("Deleted within 30 days.", "Deleted within 60 days."),
        ("Reply in 5 days.", "Reply in 5 business days."),
        ("We update this with 30 days notice.", "We update this with 10 days notice."),
        ("Contact us within 30 days to cancel.", "Contact us within 10 days to cancel."),
        ("## We never sell data\n\nSo be it.", "## We sell data\n\nSo be it."),
        ("A.", "A. For more information: data is stored in India for 5 years."),
        (
            "We collect:\n\n- your full name\n\nWe never collect:\n\n- your racial origin",
            "We collect:\n\n- your full name\n- your racial origin\n\nWe never collect:\n\n- spam",
        ),
        ("From 1 May 2024 we sell data.", "From 1 June 2024 we sell data."),
        ("We share data with affiliates.", "We share data with advertisers."),
        ("Unless you object, we share data.", "If you object, we share data."),
        ("Data from third parties.", "Data without third parties."),
        ("You must be 16 years old.", "You must be 18 years old."),
        ("Article 4 of the charter binds.", "Article 4 months long binds."),
        ("Guests under the age of 12 swim.", "Guests over the age of 12 swim."),
        (
            "# A\n\nWe must not do this:\n\n- log visits.\n\n## B\n\nWe lend boats.",
            "# A\n\nWe must not do this:\n\n- log visits.\n- We lend boats.",
        ),
        (
            "# A\n\nWe never collect the following.\n\n- Faith\n\nHealth",
            "# A\n\nWe never collect the following.\n\n- Faith\n- Health",
        ),
        ("## We never lend oars\n\nSo be it.", "**We lend oars**\nSo be it."),
        ("We protect your data.", "We protected your neighbour's data in Paraguay."),
    ],
)
def test_a_changed_meaning_is_not_cleared(old: str, new: str) -> None:
    assert level(old, new) >= Level.REVIEW


@given(st.permutations(SENTENCES))
def test_paragraphs_in_another_order_are_editorial(order: list[str]) -> None:
    assert level("\n\n".join(SENTENCES), "\n\n".join(order)) is Level.EDITORIAL


@given(st.integers(min_value=1, max_value=5), st.integers(min_value=6, max_value=40))
def test_renumbering_alone_is_never_material(first: int, second: int) -> None:
    old = "\n\n".join(f"## {first + n}. Part {s}\n\n{s}" for n, s in enumerate(SENTENCES))
    new = "\n\n".join(f"## {second + n}. Part {s}\n\n{s}" for n, s in enumerate(SENTENCES))
    assert level(old, new) is Level.EDITORIAL


@given(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES))
def test_a_split_paragraph_is_editorial(one: str, other: str) -> None:
    assert level(f"{one} {other}", f"{one}\n\n{other}") is Level.EDITORIAL


def test_what_an_entry_drops_is_not_excused_by_another_that_says_it() -> None:
    old = "## Choices\n\n- You can opt out or ask for a review.\n- To opt out of mail, write to us."
    new = "## Choices\n\n- You can ask for a review.\n- To opt out of mail, write to us."
    assert level(old, new) >= Level.REVIEW
    assert level(new, old) >= Level.REVIEW


def test_lines_below_a_lead_that_become_its_entries_are_editorial() -> None:
    old = "We may log the following:\n\nthe day of your visit;\n\nthe pages you saw."
    new = "We may log the following:\n\n- the day of your visit;\n- the pages you saw."
    assert level(old, new) is Level.EDITORIAL
    assert level(new, old) is Level.EDITORIAL


def test_lines_that_become_entries_of_another_lead_are_not() -> None:
    old = "We may log the following:\n\nthe day of your visit;\nthe pages you saw."
    new = "We must not log the following:\n\n- the day of your visit;\n- the pages you saw."
    assert level(old, new) is Level.MATERIAL


def test_a_line_behind_a_list_is_none_of_its_entries() -> None:
    old = "We must not do this:\n\n- log visits\n\nlog the pages you saw"
    new = "We must not do this:\n\n- log visits\n- log the pages you saw"
    assert level(old, new) not in (Level.EDITORIAL, Level.MINOR)


def test_a_list_that_is_sent_is_no_place_to_read() -> None:
    page = "# Boats\n\nWe send to the harbour:\n\n- your name\n- the rope{}\n"
    old, new = page.format(""), page.format("\n- a list of lamps joined to the mast")
    assert judge(compare(old, new), CATALOGUE).level >= Level.REVIEW
    assert judge(compare(new, old), CATALOGUE).level >= Level.REVIEW


def test_an_entry_in_another_spelling_did_not_move() -> None:
    page = "# Boats\n\nWe do:\n\n- {}\n- painting\n"
    old, new = page.format("mast optimization"), page.format("mast optimisation")
    assert [f.rule for f in judge(compare(old, new), CATALOGUE).findings] == ["same-wording"]
