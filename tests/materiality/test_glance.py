"""A glance at the letters passes over no sentence that says the phrase."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.materiality.data import load_data
from gazette.materiality.glance import bare_words, can_say, glance
from gazette.materiality.lexicon import KINDS, phrasings
from gazette.materiality.search import Search
from gazette.materiality.words import norms
from gazette.source import read_markdown

WORDS = st.sampled_from(
    (
        "e-mail", "e mail", "email", "don’t", "can't", "cannot", "do", "not", "using", "used",
        "EU’s", "U.K.", "the US", "US", "people", "children", "child's", "30", "days", "30days",
        "web site", "website", "providers", "provider", "we’re", "we", "are", "colour", "odour",
        "sub-processors", "kept", "(keep)", "“data”", "data", "organisation", "policies", "log in",
        "any time", "anytime", "licence", "straße", "example.com", "a@b.org", "thirty (30)",
        "b.org/a’s", "it.Don’t", "and/don’t",
    )
)  # fmt: skip
GAPS = st.sampled_from((" ", ", ", " – ", "-", "\u00a0", "/", "; "))
TEXTS = st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=8).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


def seen(text: str, phrase: tuple[str, ...]) -> bool:
    pieces = glance(phrase)
    return pieces is None or can_say(bare_words(text), pieces)


@given(TEXTS, st.data())
def test_whatever_a_text_says_word_for_word_is_seen_in_its_letters(
    text: str, data: st.DataObject
) -> None:
    said = norms(text)
    first = data.draw(st.integers(0, max(len(said) - 1, 0)))
    phrase = said[first : data.draw(st.integers(first + 1, first + 4))]
    assert not phrase or seen(text, phrase)


@given(st.sampled_from(KINDS), st.data())
def test_each_phrase_of_the_lexicons_is_seen_in_itself(kind: str, data: st.DataObject) -> None:
    values = sorted(load_data(kind).content["terms"])
    for phrase in phrasings(kind, data.draw(st.sampled_from(values))):
        assert seen(f"So {' '.join(phrase)} stands here.", norms(" ".join(phrase)))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("We use a provider of email.", "email provider"),
        ("The queue is long.", "EU"),
        ("You do it, not us: use it.", "do not use"),
    ],
)
def test_words_that_stand_apart_are_no_phrase(text: str, phrase: str) -> None:
    assert not seen(text, norms(phrase))


def test_a_search_finds_the_sentences_that_can_say_a_phrase() -> None:
    document = read_markdown("We keep it. Our email provider sees it.\n\nA provider of email.")
    (statement,) = Search(document).phrase(("email", "provider"))
    assert statement.text == "Our email provider sees it."
