"""What is said again elsewhere is no news; what is said again wrongly never passes for the same."""

import pytest

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
POLICY = """
## What we collect

We collect your name, your email address and your phone number when you open an account.
We never collect your date of birth.

## Why we use it

We use your data to run your account and to prevent fraud.

## Who receives it

We share your email address with our payment providers.
We do not sell your data and do not share it with advertisers.

## How long we keep it

We delete your data within 90 days after you close your account, unless the law requires us to
keep it.

## Your rights

You have the right to access your data, to correct your data and to object to our use
of it.
We reply to your request within 30 days.
"""
HEAD = "# Privacy\n"
SUMMARY = "\n## At a glance\n\n{}\n"


def level(old: str, new: str) -> Level:
    return judge(compare(old, new), CATALOGUE).level


def with_summary(*entries: str) -> str:
    return HEAD + SUMMARY.format("\n".join(f"- {entry}" for entry in entries)) + POLICY


@pytest.mark.parametrize(
    "entry",
    [
        "We delete your data within 90 days after you close your account.",
        "You have rights: you can correct your data, and object to our use of it.",
        "We collect your name, email address and phone number.",
        "We do not sell your data and share nothing with advertisers.",
    ],
)
def test_a_summary_of_what_the_text_says_raises_no_alarm(entry: str) -> None:
    assert level(HEAD + POLICY, with_summary(entry)) <= Level.REVIEW
    assert level(with_summary(entry), HEAD + POLICY) <= Level.REVIEW


@pytest.mark.parametrize(
    "entry",
    [
        "We delete your data within 30 days.",  # which the text gives for a reply
        "We collect your date of birth.",  # which the text says it never does
        "We share your phone number with advertisers.",
        "We share your data with advertisers.",
        "We sell your data.",
        "We use your data to train machine learning models.",
        "We share your data with Acme Analytics Inc.",
        "You can ask us to delete your data.",
    ],
)
def test_a_summary_that_says_something_else_is_told(entry: str) -> None:
    assert level(HEAD + POLICY, with_summary(entry)) is Level.MATERIAL


@pytest.mark.parametrize(
    "entry",
    [
        "We delete your data within 90 days.",  # the exception is lost
        "We may not sell your data.",
        "We share your email address with providers.",  # with which is lost
        "SaaS customers: we delete your data within 90 days after you close your account.",
    ],
)
def test_a_summary_that_shifts_a_little_goes_to_a_person(entry: str) -> None:
    assert level(HEAD + POLICY, with_summary(entry)) >= Level.REVIEW


BOXED = "# Terms\n\n{}\n\n## Data\n\n{}We keep your data for 60 days after you leave.\n"
BOX = "> *Your data stays with us 60 days. Do not resell the service. We charge 5% more.*\n\n"


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ("The grey boxes sum up each section and are not part of the terms.", Level.REVIEW),
        ("The grey boxes sum up each section.", Level.MATERIAL),
    ],
)
def test_a_summary_that_binds_nobody_goes_to_a_person(says: str, expected: Level) -> None:
    plain = BOXED.format(says, "")
    assert level(plain, BOXED.format(says, BOX)) is expected
    assert level(BOXED.format("Welcome.", ""), BOXED.format(says, BOX)) is expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # collected, and now shared
        ("and your phone number when", "when"),
        # one right fewer
        (
            ", to correct your data and to object to our use\nof it",
            " and to object to our use of it",
        ),
        # one purpose more
        ("and to prevent fraud", "to prevent fraud and for advertising"),
        # an exception lost
        (", unless the law requires us to\nkeep it", ""),
        # a period that stands elsewhere for another thing
        ("within 90 days", "within 30 days"),
        ("We never collect your date of birth.", "We collect your date of birth."),
    ],
)
def test_what_is_lost_or_turned_on_the_way_is_told(old: str, new: str) -> None:
    summed = with_summary("We delete your data within 90 days after you close your account.")
    assert level(HEAD + POLICY, summed.replace(old, new)) is Level.MATERIAL


def test_an_entry_of_a_list_is_news_though_the_text_names_it_elsewhere() -> None:
    old = HEAD + "## Rights\n\nYou can:\n\n- correct your data\n- object to our use\n" + POLICY
    new = old.replace("- object to our use\n", "")
    assert level(old, new) is Level.MATERIAL
    assert level(new, old) is Level.MATERIAL


def test_a_right_of_some_is_not_the_right_of_others() -> None:
    right = "You have the right to access your data and to correct it."
    old = HEAD + "## People in France\n\n" + right + "\n\n## People elsewhere\n\nHello to you.\n"
    new = old.replace("Hello to you.", "Hello to you. " + right.replace("right to", "right now to"))
    assert level(old, new) is Level.MATERIAL


ANSWERS = {
    "What do you collect about me?": "When you open an account, we collect your name, your email "
    "address and your phone number. We never collect your date of birth.",
    "What do you use it for?": "To run your account and to prevent fraud, we use your data.",
    "Who gets it?": "We share your email address with our payment providers. We do not sell your "
    "data and do not share it with advertisers.",
    "How long do you keep it?": "Within 90 days after you close your account, we delete your data, "
    "unless the law requires us to keep it.",
    "What rights do I have?": "You have the right to access your data, to correct your data and to "
    "object to our use of it. Within 30 days, we reply to your request.",
}


def recast(old: str = "", new: str = "") -> str:
    """The policy as questions and answers, with one thing said otherwise."""
    sections = "\n".join(f"\n## {asked}\n\n{said}" for asked, said in ANSWERS.items())
    assert old in sections
    return HEAD + sections.replace(old, new) + "\n"


def test_a_recast_as_questions_and_answers_raises_no_alarm() -> None:
    assert level(HEAD + POLICY, recast()) <= Level.REVIEW
    assert level(recast(), HEAD + POLICY) <= Level.REVIEW


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (", to correct your data and to object", " and to object"),
        ("to prevent fraud", "for advertising"),
        ("to prevent fraud", "to prevent fraud and to train machine learning models"),
        ("your email address with our payment", "your phone number with our payment"),
        ("payment providers", "payment providers and advertisers"),
        ("do not sell", "may sell"),
        ("We never collect your", "We collect your"),
        (", unless the law requires us to keep it", ""),
        ("90 days", "30 days"),
        ("Within 30 days", "Within 90 days"),
        (" Within 30 days, we reply to your request.", ""),
    ],
)
def test_a_recast_that_quietly_says_something_else_is_told(old: str, new: str) -> None:
    assert level(HEAD + POLICY, recast(old, new)) is Level.MATERIAL
    assert level(recast(old, new), HEAD + POLICY) is Level.MATERIAL
