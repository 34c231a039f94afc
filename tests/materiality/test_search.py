"""A search never leaves out a sentence that holds the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality import pairing
from gazette.materiality.search import Search
from gazette.materiality.statements import read_statements
from gazette.materiality.words import norms
from gazette.source import read_markdown

WORDS = st.sampled_from(
    (
        "e-mail", "email", "colour", "odour", "don’t", "people", "child", "children", "thirty",
        "authorise", "authorised", "copies", "website", "web site", "kept", "retention", "centre",
        "subprocessors", "sub-processors", "advertising", "US", "logged", "log in", "cheque",
        "Acme.com", "acme.com’s", "https://www.acme.com/data", "acme@acme.com", "x.acme.com",
    )
)  # fmt: skip
SENTENCES = st.lists(WORDS, min_size=1, max_size=4).map(lambda words: f"- {' '.join(words)}.")


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=5), WORDS)
def test_every_sentence_that_holds_a_word_is_found(texts: list[list[str]], asked: str) -> None:
    document = read_markdown("\n\n".join(" ".join(words) for words in texts))
    wanted = norms(asked)
    found = {(one.clause.id, one.start) for one in Search(document).statements(wanted)}
    holding = {
        (clause.id, statement.start)
        for clause in document.clauses
        for statement in read_statements(clause)
        if set(wanted) <= set(norms(statement.text))
    }
    assert holding <= found


def test_a_sentence_without_the_word_is_not_read() -> None:
    document = read_markdown("We keep invoices. We like it.\n\nWe sell bicycles. It is fun.")
    (statement,) = Search(document).statements(("bicycl",))
    assert statement.text == "We sell bicycles."
    assert not list(Search(document).statements(("bolt.com",)))


@given(st.lists(SENTENCES, max_size=5), st.lists(SENTENCES, max_size=5))
def test_whether_few_are_looked_for_or_the_whole_text_is_read_the_pairs_are_the_same(
    old: list[str], new: list[str]
) -> None:
    comparison = compare("\n\n".join(old), "\n\n".join(new))
    searches = (Search(comparison.old), Search(comparison.new))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairing, "_MANY", -1)
        by_reading = pairing.pair_statements(comparison, searches)
    assert pairing.pair_statements(comparison, searches) == by_reading
