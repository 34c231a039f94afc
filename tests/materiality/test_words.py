"""A text is read alike whether it is cut at its spaces first, or ends with a stop."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.materiality import (
    citations,
    definitions,
    facts,
    names,
    quantities,
    statements,
    words,
)

TOKENS = st.sampled_from(
    (
        "data,", "data", "don’t", "(the", "“Data”)", "30", "days.", "1,000", "1\u00a0000", "U.S.",
        "{#", "#}", "{a_name}", ":::", "!!! note", "[at]", "(at)",
        "{{ a name }}", "{%", "%}", "[Insert", "name]", "[email", "protected]", "[YOUR", "NAME]",
        "%%name%%", "<% a b %>", "3rd", "Party", "party", "1st", "https://a.org/b.", "a@b.org",
        "e", "mail", "thirty", "(30)", "a", "month", "within", "\n", "Art.", "6(1)(f)", "GDPR",
        "b.org/x", "", "–", "example.com’s", "means", "the", "Policy", "not", "may", "€", "5",
    )
)  # fmt: skip
TEXTS = st.lists(TOKENS, max_size=12).map(" ".join)


@given(TEXTS)
def test_words_are_the_same_however_a_text_is_cut(text: str) -> None:
    # A bracket makes the text be read as one piece, and adds no word.
    whole = words.read_words(f"{text} [")
    assert words.read_words(text) == whole


CACHES = (
    words.read_words, words.norms, statements.canonical, facts.read_facts, names.find_names,
    quantities.find_quantities, definitions.find_definitions, citations.find_citations,
)  # fmt: skip


def readings(text: str) -> tuple[object, ...]:
    """What is read of a text with nothing taken off its end, and nothing remembered."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (words, statements, facts):
            patch.setattr(module, "STOPS", "")
        for remembered in CACHES:
            remembered.cache_clear()
        found = words.read_words(text), statements.canonical(text), facts.read_facts(text)
        for remembered in CACHES:
            remembered.cache_clear()
    return found


@settings(max_examples=60)
@given(TEXTS, st.text(words.STOPS, min_size=1, max_size=2))
def test_a_stop_at_the_end_changes_nothing_that_is_read(text: str, stops: str) -> None:
    bare = text.rstrip(words.STOPS)
    assert readings(bare + stops) == readings(bare)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("customs", "custom"),
        ("minors", "a minor change"),
        ("Maine", "main"),
        ("profiling", "profile"),
        ("your contacts", "your contact"),
    ],
)
def test_a_word_keeps_an_ending_without_which_it_means_another_thing(text: str, other: str) -> None:
    assert words.norms(text)[-1] not in words.norms(other)
