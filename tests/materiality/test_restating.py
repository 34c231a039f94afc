"""What the text says in the same words elsewhere is minor; whatever differs is not cleared."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
SENTENCES = (
    "We share your name, your email address and your phone number with our payment providers.",
    "We do not sell your information to other companies for their own marketing.",
    "We may keep your data for 90 days after you close your account.",
    "We will delete your data within 30 days, unless the law requires us to keep it.",
    "We share your data with advertisers only if you agree to it.",
    "You have the right to access your data and to object to our use of it.",
    "You must not share your password with other people.",
    "We send your data to our partners and our partners never send their data to us.",
    "Our partners will tell you before we change the price by more than 5% a year.",
)
TURNS = (
    (r"\bnot ", ""),
    (r"\bnever ", ""),
    (r"\bmust not\b", "need not"),
    (r"\bmay\b", "will"),
    (r"\bwill\b", "may"),
    (r"\bwill (?!not)", "will not "),
    (r"\bonly ", ""),
    (r",? unless [^.]*", ""),
    (r" only if [^.]*", ""),
    (r" if [^.]*", ""),
    (r"\bafter\b", "before"),
    (r"\bwithin\b", "after"),
    (r"\b\d+\b", "60"),
    (r" days", " months"),
    (r" your name,", " your health records,"),
    (r"\bpayment providers\b", "advertisers"),
    (r"\bother companies\b", "our partners"),
    (r" to other companies for their own marketing", ""),
    (r" with our payment providers", ""),
    (r" after you close your account", ""),
    (r" by more than", " by less than"),
    (r"\bWe (share|send|keep)\b", r"You \1"),
    (r"^(\w+) (\w+) (\w+) your (\w+)", r"\1 \2 \3 the \4 of children"),
    (r"\bOur partners\b", "We"),
    (r"\bmore than\b", ""),
)
TURNED = sorted(
    {
        (sentence, turned)
        for sentence in SENTENCES
        for pattern, turn in TURNS
        if (turned := re.sub(pattern, turn, sentence, count=1)) != sentence
    }
)
SETTINGS = (
    ("Welcome to this page of ours.{}\n", "## Details\n\n{}\n"),
    ("## At a glance\n\nThis is what matters.{}\n", "## Details\n\nHere it is. {} Thank you.\n"),
    ("## At a glance\n\n- Welcome.{}\n", "## Details\n\n- {}\n- And so on.\n"),
)


def pages(setting: tuple[str, str], sentence: str, text: str) -> tuple[str, str]:
    """A page that says `sentence` in its text, and the same with `text` in front of it."""
    front, details = setting
    body = "\n" + details.format(sentence)
    return "# Privacy\n\n" + front.format("") + body, "# Privacy\n\n" + front.format(
        " " + text
    ) + body


def level(old: str, new: str) -> Level:
    return judge(compare(old, new), CATALOGUE).level


@pytest.mark.parametrize("setting", SETTINGS)
@given(pair=st.sampled_from(TURNED))
def test_a_restatement_that_differs_is_never_cleared(
    setting: tuple[str, str], pair: tuple[str, str]
) -> None:
    old, new = pages(setting, *pair)
    assert level(old, new) >= Level.REVIEW
    assert level(new, old) >= Level.REVIEW


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_restatement_clears_nothing_that_the_text_said_otherwise(
    setting: tuple[str, str], sentence: str
) -> None:
    old, new = pages(setting, sentence, sentence)
    assert level(old, new) < Level.REVIEW


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (SENTENCES[0], "We share your email address and your phone number with payment providers."),
        (SENTENCES[1], "We do not sell it to other companies for their own marketing."),
        (SENTENCES[2], "We may keep it for 90 days after you close your account."),
        (SENTENCES[2], "We may keep your data for ninety (90) days after you close the account."),
    ],
)
def test_what_the_text_says_in_these_words_alarms_nobody(sentence: str, said: str) -> None:
    for setting in SETTINGS[:2]:
        old, new = pages(setting, sentence, said)
        assert level(old, new) < Level.REVIEW
        assert level(new, old) < Level.REVIEW


@pytest.mark.parametrize(
    ("details", "said"),
    [
        # for some only
        (
            "## SaaS customers\n\nWe delete your data within 30 days.",
            "We delete it within 30 days.",
        ),
        ("## If you live in France\n\nWe delete your data soon.", "We delete it soon."),
        # under a lead, or with an exception beside it
        ("We never do this:\n\n- We sell your data to others.", "We sell your data to others."),
        (
            "We never sell your data to others. This does not apply to partners.",
            "We never sell it to others.",
        ),
        (
            "We never sell your data to others. However, partners get it.",
            "We never sell it to others.",
        ),
        # a thing that the text says of another
        ("We delete your application after 30 days.", "We delete it after 30 days."),
        ("We share the names of dead people with all others.", "We share names with all others."),
        ("We sell nothing. You sell your data to others.", "We sell your data to others."),
        ("We share your name, encrypted and salted, with partners.", "We share it with partners."),
        (
            "We share your name, encrypted and salted, with partners.",
            "We share your name with partners.",
        ),
        ("Do we sell your data to others? No.", "We sell your data to others."),
    ],
)
def test_what_holds_for_some_or_of_another_is_not_cleared(details: str, said: str) -> None:
    old = f"# Privacy\n\nWelcome.\n\n{details}\n"
    new = old.replace("Welcome.", f"Welcome. {said}")
    assert level(old, new) >= Level.REVIEW
    assert level(new, old) >= Level.REVIEW


def test_a_right_lost_while_the_rest_is_said_elsewhere_is_told() -> None:
    rights = "You have the right to access your data, to correct your data and to erasure."
    old = f"# Privacy\n\nWelcome.\n\n## Rights\n\n{rights}\n"
    new = old.replace(rights, "Hello.").replace(
        "Welcome.", "Welcome. You have the right to access your data and to erasure."
    )
    assert level(old, new) is Level.MATERIAL
