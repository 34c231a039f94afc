"""A search never leaves out a clause that holds the words."""

from hypothesis import given
from hypothesis import strategies as st

from gazette.materiality.search import Search
from gazette.materiality.statements import read_statements
from gazette.materiality.words import norms
from gazette.source import read_markdown

WORDS = st.sampled_from(
    (
        "e-mail", "email", "colour", "odour", "don’t", "people", "child", "children", "thirty",
        "authorise", "authorised", "copies", "website", "web site", "kept", "retention", "centre",
        "subprocessors", "sub-processors", "advertising", "US", "logged", "log in", "cheque",
    )
)  # fmt: skip


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=5), WORDS)
def test_every_clause_that_holds_a_word_is_found(texts: list[list[str]], asked: str) -> None:
    document = read_markdown("\n\n".join(" ".join(words) for words in texts))
    wanted = norms(asked)
    found = {clause.id for clause in Search(document).clauses(wanted)}
    holding = {
        clause.id
        for clause in document.clauses
        for statement in read_statements(clause)
        if set(wanted) <= set(norms(statement.text))
    }
    assert holding <= found


def test_a_clause_without_the_word_is_not_read() -> None:
    document = read_markdown("We keep invoices.\n\nWe sell bicycles.")
    (clause,) = Search(document).clauses(("bicycl",))
    assert clause.text == "We sell bicycles."
