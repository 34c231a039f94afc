"""A sentence is read by its form: what is done to someone, whatever the verb, is never cleared."""

import pytest

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.materiality.dealings import deals
from gazette.materiality.headings import announced
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
PAGE = "## {}\n\nWe send what you order.\n"


def verdict(heading: str, sentence: str) -> Level:
    """The verdict where a sentence comes to a section."""
    old = PAGE.format(heading)
    return judge(compare(old, old.rstrip() + f" {sentence}\n"), CATALOGUE).level


DEALS = (
    ("Who receives it", "Our neighbours hear about your orders."),
    ("Who receives it", "Sponsors are told which customers came to the fair."),
    ("Security", "We lock what you send us away overnight."),
    ("Transfers", "Night shifts abroad look after your parcels."),
    ("Your choices", "You move the slider and we stop."),
    ("Changes", "Small corrections reach you without a word from us."),
    ("What we do with it", "Your letters teach our clerks to write."),
)
CLEARED = (
    ("Your choices", "You will find the slider at the top of this page."),
    ("Security", "We are proud of our team, and your trust matters to us."),
    ("What we do with it", "Thank you for reading."),
    ("Who receives it", "The next section says who else is involved."),
)
NEITHER = (
    "It helps us a good deal.",
    "We had a cellar for you once.",
    "In short, you pay for it.",
    "For example, we may ring at your door.",
    "What do we do with your letters?",
    "Neighbours live next door to the mill.",
)


@pytest.mark.parametrize(("heading", "sentence"), DEALS)
def test_what_is_done_to_someone_is_material(heading: str, sentence: str) -> None:
    assert verdict(heading, sentence) is Level.MATERIAL


@pytest.mark.parametrize(("heading", "sentence"), CLEARED)
def test_a_pointer_or_a_courtesy_is_minor(heading: str, sentence: str) -> None:
    assert verdict(heading, sentence) <= Level.MINOR


@pytest.mark.parametrize("sentence", NEITHER)
def test_a_remark_a_report_and_an_example_deal_with_no_one(sentence: str) -> None:
    assert not deals(sentence)


GOES_ON = (
    "What you write to us may end up in our handbook.",
    "Letters are read by Quillbase before they reach us.",
    "Ideas you send us are ours to use.",
    "The link tells us where you come from.",
    "To know you better, our site rates you.",
    "You can see at any time what we hold about you.",
    "Every parcel is opened for inspection.",
    "Calls to us are opened to our neighbours.",
)


@pytest.mark.parametrize("sentence", GOES_ON)
def test_no_sentence_is_cleared_for_the_words_of_a_pointer_or_an_invitation(sentence: str) -> None:
    assert verdict("Your choices", sentence) >= Level.REVIEW


INVITES = (
    "Should you have a question, write to desk@mill.example.",
    "Our office can be reached at desk@mill.example.",
    "Please get in touch with us with any concern.",
    "Questions? Call us.",
)


@pytest.mark.parametrize("sentence", INVITES)
def test_an_invitation_is_minor(sentence: str) -> None:
    assert verdict("Contact", sentence) <= Level.MINOR


SPEECH = (
    ("We will answer.", "We intend to answer."),
    ("We will answer.", "We hope to answer."),
    ("Our staff sign for it.", "Our staff ought to sign for it."),
    ("Our staff sign for it.", "Our staff are free to sign for it."),
    ("You may ask us for a copy.", "You have to ask us for a copy."),
    ("We write at least a week before.", "We write up to a week before."),
    ("Our staff see it.", "Our staff hardly ever see it."),
)


@pytest.mark.parametrize(("old", "new"), SPEECH)
def test_what_must_may_and_ought_to_be_is_heard_in_other_words(old: str, new: str) -> None:
    for before, after in ((old, new), (new, old)):
        told = [f"## Your rights\n\nBats sleep. {text}\n" for text in (before, after)]
        assert judge(compare(*told), CATALOGUE).level is Level.MATERIAL


BEGINNINGS = (
    "We believe in openness, so {}.",
    "It is important that {}.",
    "Thank you for knowing that {}.",
    "Our goal is that {}.",
    "For example, {}.",
    "Welcome: {}.",
)
ACTS = (
    "the neighbours hear about your orders",
    "our drivers take parcels home",
    "buyers are shown in the window",
)


@pytest.mark.parametrize("beginning", BEGINNINGS)
@pytest.mark.parametrize("act", ACTS)
def test_a_courteous_beginning_clears_nothing(beginning: str, act: str) -> None:
    assert verdict("Who receives it", beginning.format(act)) >= Level.REVIEW


def test_in_a_section_that_lost_a_sentence_a_person_reads_it() -> None:
    old = "## Sharing\n\nWe ring your bell. Parcels wait for you with the porter.\n"
    new = "## Sharing\n\nWe ring your bell. The porter will mind what is yours.\n"
    assert judge(compare(old, new), CATALOGUE).level is Level.REVIEW


def test_a_sentence_under_a_heading_that_says_summary_is_for_a_person() -> None:
    assert verdict("In short", "Neighbours hear about your orders.") is Level.REVIEW


def test_a_heading_in_one_word_tells_its_matter() -> None:
    assert announced("Security") == {"security"}
    assert announced("Changes") == {"change-of-policy"}
    assert announced("Where we keep it") == {"transfer"}
    assert announced("An invitation to all friends of stationery and ink in town") == frozenset()
