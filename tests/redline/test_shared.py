"""Comparisons that share a vocabulary are what they would be alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gazette.redline.compare import compare_documents
from gazette.redline.tokens import Vocabulary
from gazette.source import read_markdown

SENTENCES = (
    "We keep your data for 30 days after you close your account, then we delete it.",
    "We keep your data for 90 days after you close your account, then we delete it.",
    "We share data with payment processors who are bound by contract to protect it.",
    "You may ask us at any time for a copy of the data that we hold about you.",
    "You may ask us at any time for a copy of all data that we hold about you or your family.",
)
texts = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join), max_size=6
).map("\n\n".join)


@given(st.lists(texts, min_size=2, max_size=4))
def test_a_shared_vocabulary_changes_no_comparison(versions: list[str]) -> None:
    documents = [read_markdown(text) for text in versions]
    shared = Vocabulary()

    for old in documents:
        alone = compare_documents(old, documents[-1])
        assert compare_documents(old, documents[-1], vocabulary=shared) == alone
