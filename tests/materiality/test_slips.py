"""A slip of the pen is put right in silence; another word is another word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.materiality.slips import is_english, is_mistyped, is_respaced
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
SENTENCES = (
    "We collect the telephone number of every customer.",
    "Subscribers can unsubscribe from newsletters whenever they want.",
    "Information is shared with advertising partners and analytics providers.",
    "Nothing is disclosed without permission from the customer.",
)
LONG = [(s, w) for s in SENTENCES for w in s.strip(".").split() if len(w) > 6]


def level(old: str, new: str) -> Level:
    return judge(compare(old, new), CATALOGUE).level


@given(st.sampled_from(LONG), st.data())
def test_two_letters_exchanged_in_a_word_say_the_same(
    chosen: tuple[str, str], data: st.DataObject
) -> None:
    sentence, word = chosen
    at = data.draw(st.integers(1, len(word) - 3))
    slip = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if is_english(slip.casefold()):
        return
    mistyped = sentence.replace(word, slip)
    assert level(mistyped, sentence) is Level.EDITORIAL
    assert level(sentence, mistyped) is Level.EDITORIAL


@given(st.sampled_from(SENTENCES), st.data())
def test_a_lost_space_says_the_same(sentence: str, data: st.DataObject) -> None:
    spaces = [i for i, letter in enumerate(sentence) if letter == " "]
    at = data.draw(st.sampled_from(spaces))
    assert level(sentence[:at] + sentence[at + 1 :], sentence) is Level.EDITORIAL


@given(st.sampled_from(SENTENCES), st.data())
def test_a_word_said_twice_says_the_same(sentence: str, data: st.DataObject) -> None:
    words = sentence.strip(".").split()
    at = data.draw(st.integers(1, len(words) - 1))
    twice = [*words[:at], words[at], *words[at:]]
    assert level(" ".join(twice) + ".", sentence) is Level.EDITORIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We contract the customer.", "We contact the customer."),
        ("We ask for your content.", "We ask for your consent."),
        ("It is kept on internal servers.", "It is kept on internet servers."),
        ("The fee is 1.5 euro.", "The fee is 15 euro."),
        ("Lawful content is removed.", "Unlawful content is removed."),
        ("We deidentify your data.", "We identify your data."),
    ],
)
def test_another_word_is_no_slip(old: str, new: str) -> None:
    assert level(old, new) >= Level.REVIEW
    assert level(new, old) >= Level.REVIEW


@pytest.mark.parametrize(
    ("old", "new"),
    [("infomation", "information"), ("recieve", "receive"), ("thosa", "those")],
)
def test_a_slip_leaves_no_english_word(old: str, new: str) -> None:
    assert is_mistyped((old,), (new,))
    assert is_mistyped((new,), (old,))


def test_a_name_is_no_slip() -> None:
    assert not is_mistyped(("Acma",), ("Acme",))
    assert is_mistyped(("Infomation",), ("Information",))


def test_what_stands_between_digits_counts() -> None:
    assert is_respaced("Acme Inc.uses it", "Acme Inc. uses it")
    assert not is_respaced("1.5 days", "15 days")
    assert not is_respaced("5% of it", "5 of it")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Calm is a core tenant of ours.", "Calm is a core tenet of ours."),
        ("You may loose your boat.", "You may lose your boat."),
        ("We lend you're boat.", "We lend your boat."),
        ("It rests longer then a year.", "It rests longer than a year."),
        ("We get it form you.", "We get it from you."),
    ],
)
def test_a_word_that_makes_no_sense_there_is_a_slip(wrong: str, right: str) -> None:
    assert level(wrong, right) is Level.EDITORIAL
    assert level(right, wrong) is Level.EDITORIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We contact you.", "We contract you."),
        ("We ensure your boat.", "We insure your boat."),
        ("The complementary oar is yours.", "The complimentary oar is yours."),
        ("We send boats to you.", "We send boats from you."),
        ("We do not lend.", "We do not not lend."),
    ],
)
def test_a_word_that_makes_sense_there_is_read(old: str, new: str) -> None:
    assert level(old, new) not in (Level.EDITORIAL, Level.MINOR)
    assert level(new, old) not in (Level.EDITORIAL, Level.MINOR)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("The parts ot the boat.", "The parts of the boat."),
        ("We lend boats adn oars.", "We lend boats and oars."),
        ("Teh boats are lent.", "The boats are lent."),
        ("We do nto lend boats.", "We do not lend boats."),
    ],
)
def test_a_short_word_that_is_none_is_a_slip(wrong: str, right: str) -> None:
    assert level(wrong, right) is Level.EDITORIAL
    assert level(right, wrong) is Level.EDITORIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You pay ot leave.", "You pay or leave."),
        ("We lend boats on Monday.", "We lend boats no Monday."),
        ("You pay of leave.", "You pay if leave."),
    ],
)
def test_a_short_word_that_may_be_another_is_read(old: str, new: str) -> None:
    assert level(old, new) not in (Level.EDITORIAL, Level.MINOR)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("TThis Privacy Policy only tells of boats.", "This Privacy Policy only tells of boats."),
        ("We lend the boats in acordance with law.", "We lend the boats in accordance with law."),
    ],
)
def test_a_slip_within_a_phrase_is_one(old: str, new: str) -> None:
    assert level(old, new) is Level.EDITORIAL
    assert level(new, old) is Level.EDITORIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We may not lend the boat.", "We may now lend the boat."),
        ("We lend boats to Amos Ltd.", "We lend boats to Anos Ltd."),
    ],
)
def test_another_word_of_as_many_words_is_none(old: str, new: str) -> None:
    assert level(old, new) >= Level.REVIEW
