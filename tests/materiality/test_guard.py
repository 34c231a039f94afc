"""A word that turns a sentence is never cleared, whatever it stands beside."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
SENTENCES = (
    "We may share your name only with partners if you agree and ask us to.",
    "For example, we will keep your messages until you close your account.",
    "You must not copy the boards, unless we agree in writing.",
    "Contact us by email if you write and call before noon.",
    "Our team will help you, which is only for customers.",
    "This notice will not apply to partners or visitors.",
)
TURNS = (
    (r"\bonly ", ""),
    (r"\bmay\b", "will"),
    (r"\bwill\b", "may"),
    (r"\bwill (?!not)", "will not "),
    (r"\bnot ", ""),
    (r"\bunless\b", "even if"),
    (r", unless [^.]*", ""),
    (r"\band\b", "or"),
    (r"\bor\b", "and"),
    (r"\buntil\b", "after"),
    (r"\bbefore\b", "after"),
    (r"\.$", ", unless we decide otherwise."),
    (r"\bpartners\b", "partners and advertisers"),
)
TURNED = [
    (sentence, re.sub(pattern, turn, sentence, count=1))
    for sentence in SENTENCES
    for pattern, turn in TURNS
    if re.search(pattern, sentence)
]
OTHERS = "- You must not and may only do so, or will not.\n- Ask a partner before or until noon.\n"
SETTINGS = (
    "{}",
    "Intro.\n\n{}\n\nThis is not all.",
    "We say:\n\n- {}\n" + OTHERS,
    "We say:\n\n" + OTHERS + "- Note: {}\n",
    "| What | Then |\n|---|---|\n| Note | {} |\n",
    "## For example\n\n> {}",
)


def level(old: str, new: str) -> Level:
    return judge(compare(old, new), CATALOGUE).level


@pytest.mark.parametrize("setting", SETTINGS)
@given(pair=st.sampled_from(TURNED))
def test_a_word_that_turns_a_sentence_is_never_cleared(setting: str, pair: tuple[str, str]) -> None:
    old, new = (setting.format(side) for side in pair)
    assert level(old, new) >= Level.REVIEW
    assert level(new, old) >= Level.REVIEW


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Beside a name or a capital, another word is no other name.
        ("Acme complies with the Rules.", "Acme ignores the Rules."),
        ("Modifications We may change it.", "Modifications Partners may change it."),
        # An entry gains what another one has.
        (
            "We use:\n\n- Acme (mail)\n- Bolt (payments)",
            "We use:\n\n- Acme (mail, payments)\n- Bolt (payments)",
        ),
        (
            "We see:\n\n- the site, the mobile app and others\n- your mobile app",
            "We see:\n\n- the site and others\n- your mobile app",
        ),
        # What is lost reaches out of the example's brackets.
        (
            "Do not use tools (for example, a repeater) to originate, amplify or resend it.",
            "Do not use tools (for example, a, amplify or resend it.",
        ),
    ],
)
def test_what_only_borrows_a_transition_is_never_cleared(old: str, new: str) -> None:
    assert level(old, new) >= Level.REVIEW
