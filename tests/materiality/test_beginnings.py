"""What is looked up by the beginnings of words is what looking at each text would find."""

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality.beginnings import Beginnings, Ways
from gazette.materiality.glance import bare_words, can_say, glance
from gazette.materiality.passages import Passage, Passages, words_of
from gazette.materiality.search import Search
from gazette.materiality.statements import Statement, read_statements
from gazette.materiality.words import norms
from gazette.model.document import Document
from gazette.source import read_markdown
from oracles.counting import calls

WORDS = st.sampled_from(
    (
        "e-mail", "email", "e", "mail", "don’t", "do", "not", "collect", "collection", "colour",
        "web", "site", "website", "keep", "kept", "sell", "share", "the US", "us", "we", "30",
    )
)  # fmt: skip
TEXTS = st.lists(st.lists(WORDS, max_size=8).map(" ".join), min_size=1, max_size=6)
BEGINNINGS = st.sampled_from(("coll", "col", "kee", "ema", "not", "dont", "us", "w", "sha", "zzz"))
WAYS = st.lists(st.lists(BEGINNINGS, min_size=1, max_size=2), min_size=1, max_size=2)


def has(text: str, ways: Ways) -> bool:
    words = bare_words(text)
    return any(all(any(w.startswith(each) for w in words) for each in way) for way in ways)


@given(TEXTS, st.lists(WAYS.map(lambda ways: tuple(map(tuple, ways))), max_size=5), st.integers(0))
def test_texts_that_lack_few_things_are_those_that_lack_few_when_each_is_looked_at(
    texts: list[str], wanted: list[Ways], missing: int
) -> None:
    found = Beginnings(list(map(bare_words, texts))).having_most(wanted, missing)
    lacks = [sum(not has(text, ways) for ways in wanted) for text in texts]
    assert found == [number for number, lack in enumerate(lacks) if lack <= missing]


@given(TEXTS, st.lists(st.sampled_from(("email", "do", "not", "websit", "usa", "keep", "we"))))
def test_texts_that_can_say_a_phrase_are_those_that_can_when_each_is_looked_at(
    texts: list[str], phrase: list[str]
) -> None:
    pieces, words = glance(tuple(phrase)), list(map(bare_words, texts))
    if pieces:
        able = {number for number, text in enumerate(words) if can_say(text, pieces)}
        assert Beginnings(words).saying(pieces) == able
        said = f" {' '.join(phrase)} "
        assert {n for n, t in enumerate(texts) if said in f" {' '.join(norms(t))} "} <= able


SENTENCES = st.lists(WORDS, min_size=1, max_size=6).map(lambda w: f"{' '.join(w).capitalize()}.")
BLOCKS = st.tuples(st.sampled_from(("", "- ", "## ")), st.lists(SENTENCES, min_size=1, max_size=3))
MARKDOWN = st.lists(BLOCKS.map(lambda block: block[0] + " ".join(block[1])), max_size=6)


def statements(document: Document) -> list[Statement]:
    return [one for clause in document.clauses for one in read_statements(clause)]


@given(MARKDOWN.map("\n\n".join), SENTENCES)
def test_no_sentence_is_passed_over_that_has_so_large_a_share_of_words(
    text: str, asked: str
) -> None:
    document = read_markdown(text)
    words = words_of(statements(read_markdown(asked))[0])
    passages = Passages(Search(document)).having(words, 0.75, wide=False)
    found = {passage.statements for passage in passages}
    holding = {
        (one,)
        for one in statements(document)
        if len(words & Passage((one,)).words) >= 0.75 * len(words)
    }
    assert holding <= found


def holding_all(count: int) -> int:
    """How many calls it takes to hold each of so many statements against so many passages."""
    # Numbers backwards, as letters: words tell by how they begin.
    said = "We keep the {0}{1} of {1}{0} while a {0}b{1} lasts."
    old, new = (
        "\n\n".join(said.format(mark, f"{n:05}"[::-1].translate(LETTERS)) for n in range(count))
        for mark in ("x", "y")
    )
    comparison = compare(old, new)
    passages = Passages(Search(comparison.old))
    asked = list(map(words_of, statements(comparison.new)))
    return calls(partial(held, passages, asked))


LETTERS = str.maketrans("0123456789", "abcdefghij")


def held(passages: Passages, asked: list[frozenset[str]]) -> int:
    return sum(len(list(passages.having(words, 0.75, wide=True))) for words in asked)


def test_four_times_the_passages_and_the_statements_take_four_times_the_work() -> None:
    holding_all(2)  # what is made once
    assert holding_all(160) <= 5 * holding_all(40)
