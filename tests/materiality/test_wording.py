"""What a mere rewording is, and what only looks like one."""

from collections import Counter

import pytest

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.materiality.data import load_data
from gazette.materiality.words import norms
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()


def level(old: str, new: str, heading: str = "Terms") -> Level:
    page = f"## {heading}\n\nHere is how it works.\n\n{{}}\n\n## End\n\nThank you."
    return judge(compare(page.format(old), page.format(new)), CATALOGUE).level


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The form is checked by us.", "We check the form."),
        ("Logs are deleted after one year.", "Logs are deleted after 12 months."),
        ("We answer within a month.", "We answer within one month."),
        ("Residents of the US may ask.", "Residents of the U.S. may ask."),
        ("You can object.", "You are able to object."),
        ("We may change this page.", "We reserve the right to change this page."),
        ("As sections 4 and 5 say, boards are free.", "As sections 6 and 7 say, boards are free."),
        ("Please contact us.", "Please do not hesitate to contact us."),
        ("The price is EUR 1,000 per seat.", "The price is €1000 per seat."),
        ("Logs are kept for about 30 days.", "Logs are kept for approximately 30 days."),
        ("The reasons are given below.", "The reasons are given."),
        ("We tell you by e-mail.", "We tell you via e-mail."),
        ("We look at the form when you send it.", "We view the form whenever you send it."),
        ("We delete it as soon as you leave.", "We delete it once you leave."),
    ],
)
def test_a_rewording_says_the_same(old: str, new: str) -> None:
    assert level(old, new) is Level.EDITORIAL
    assert level(new, old) is Level.EDITORIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Users may sue the company.", "The company may sue users."),
        ("You must pay us.", "We must pay you."),
        ("Acme may send parcels to us.", "We may send parcels to Acme."),
        ("Boards are shown to you.", "Boards are not shown to you."),
        ("We answer within a month.", "We answer within a year."),
        ("We may ask again.", "We must ask again."),
        ("Sections 4 and 5 survive.", "Sections 4, 5 and 6 survive."),
        # A word without weight that bounds a number, or tells another part in what is done.
        ("We keep data of users above 16.", "We keep data of users below 16."),
        ("We keep your data for about 30 days.", "We keep your data for 30 days."),
        ("Logs are kept for around 90 days.", "Logs are kept for 90 days."),
        ("Data collected by our partners is kept.", "Data collected for our partners is kept."),
        ("We share your data with our partners.", "We share your data through our partners."),
        ("We process data for our customers.", "We process data with our customers."),
        ("Information given by you is kept.", "Information given about you is kept."),
        # Words that are near each other and that counsel keeps apart.
        (
            "We tell you of changes by mailing the terms.",
            "We tell you of changes by posting the terms.",
        ),
        (
            "We scan your address book once you sign in.",
            "We scan your address book each time you sign in.",
        ),
        ("Our employees may read your messages.", "Our personnel may read your messages."),
        ("Our staff may view your messages.", "Our staff may check your messages."),
        ("We collect your reviews.", "We collect your views."),
        ("Each decision is reviewed by a person.", "Each decision is seen by a person."),
        ("We receive data from data brokers.", "We acquire data from data brokers."),
        ("We ensure that the service is up.", "We guarantee that the service is up."),
        ("Your sole remedy is a refund.", "Your sole repair is a refund."),
        ("We store your queries.", "We store your inquiries."),
        ("It means data about a natural person.", "It means data about a person."),
        ("We are audited by an independent firm.", "We are audited by a separate firm."),
        ("You must prevent access by others.", "You must avoid access by others."),
        ("You must verify your age.", "You must confirm your age."),
        ("We audit our vendors periodically.", "We audit our vendors occasionally."),
        ("You must not solicit other users.", "You must not ask other users."),
        ("We use your e-mail just for invoices.", "We use your e-mail for invoices."),
        # Words that narrow what they stand with.
        ("We have no actual knowledge of it.", "We have no knowledge of it."),
        ("We are liable for actual damages.", "We are liable for damages."),
        ("It does not apply to data already collected.", "It does not apply to data collected."),
        ("We use your data for our own purposes.", "We use your data for our purposes."),
        ("We ask for specific consent.", "We ask for consent."),
        ("We share data of current customers.", "We share data of customers."),
        ("We share whole phone numbers.", "We share phone numbers."),
        ("We share data with related companies.", "We share data with companies."),
        ("We share your address.", "We share your entire address."),
        ("We use data for any purpose.", "We use data for a purpose."),
        ("Minors need consent of both parents.", "Minors need consent of parents."),
        ("Users above the age of 16 may join.", "Users below the age of 16 may join."),
    ],
)
def test_what_only_looks_like_a_rewording_is_not_cleared(old: str, new: str) -> None:
    assert level(old, new) >= Level.REVIEW
    assert level(new, old) >= Level.REVIEW


def test_a_phrase_is_the_synonym_of_one_group_alone() -> None:
    groups = load_data("synonyms").content["groups"]
    said = Counter(phrase for group in groups for phrase in {norms(each) for each in group if each})
    assert [phrase for phrase, times in said.items() if times > 1] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We usually delete it.", "We rarely delete it."),
        ("We sometimes ask you.", "We often ask you."),
        ("We use best efforts to keep it safe.", "We use reasonable efforts to keep it safe."),
        ("We almost always ask.", "We partly always ask."),
        ("The law of England applies.", "The law of Scotland applies."),
        ("The law of Canada applies.", "The law of Quebec applies."),
        ("Data of European users is kept.", "Data of EU users is kept."),
    ],
)
def test_values_of_one_class_are_not_one_value(old: str, new: str) -> None:
    assert level(old, new) >= Level.REVIEW
    assert level(new, old) >= Level.REVIEW


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We mostly keep it.", "We mainly keep it."),
        ("The law of the UK applies.", "The law of the United Kingdom applies."),
    ],
)
def test_one_value_in_other_words_is_the_same(old: str, new: str) -> None:
    assert level(old, new) is Level.EDITORIAL
