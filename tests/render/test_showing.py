from __future__ import annotations

import pytest
from hypothesis import given

from gazette.release.freezing import read_words
from gazette.render.body import shown
from gazette.render.showing import showing_of
from gazette.source.reading import read_markdown
from oracles.texts import texts

TABLE = (
    "# T {#t}\n\n## A [link](https://a.example)\n\n| a | b |\n|--:|:-:|\n| 1 | ü |\n\n![alt](x.png)"
)


def page(text: str, *, title: str = "") -> bytes:
    document = read_markdown(text)
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>x</title></head><body>'
        f'<main><header class="title"><h1>{shown(document).title or title}</h1></header>'
        f'<article class="text" lang="en">\n{shown(document).body}\n</article></main>'
    ).encode()


@given(texts)
def test_a_page_shows_exactly_the_text_it_was_made_of(blocks: list[str]) -> None:
    text = "\n\n".join(blocks)
    document = read_markdown(text)
    seen = showing_of(page(text, title="Privacy"), document)
    assert seen is not None
    assert seen.exact


@pytest.mark.parametrize("text", [TABLE, TABLE.removeprefix("# T {#t}\n\n"), "Only *this*."])
def test_the_words_are_those_of_the_text_without_the_page_around_it(text: str) -> None:
    document = read_markdown(text)
    seen = showing_of(page(text, title="Privacy"), document)
    assert seen is not None
    assert seen.exact
    assert seen.words == read_words(document)


@pytest.mark.parametrize(
    ("old", "new"),
    [("ü", "u"), ("1</td>", "2</td>"), ("https://a.example", "https://b.example"),
     (">T<", ">Terms<"), ("</article>", "<p>And more.</p></article>"), ('class="end"', "")],
)  # fmt: skip
def test_another_text_is_not_taken_for_it(old: str, new: str) -> None:
    shown = page(TABLE).decode()
    assert old in shown
    seen = showing_of(shown.replace(old, new).encode(), read_markdown(TABLE))
    assert seen is not None
    assert not seen.exact


def test_other_mark_up_has_the_same_words() -> None:
    document = read_markdown("# T\n\nWe *keep* it.")
    shown = page("# T\n\nWe *keep* it.").replace(b"em>", b"strong>")
    seen = showing_of(shown, document)
    assert seen is not None
    assert (seen.exact, seen.words) == (False, read_words(document))


@pytest.mark.parametrize(
    "shown", [b"", b"\0", b"<p>Down for maintenance", page(TABLE) + page(TABLE), b"\xff\xfe"]
)
def test_what_is_no_page_of_a_text_shows_none(shown: bytes) -> None:
    assert showing_of(shown, read_markdown(TABLE)) is None


@pytest.mark.parametrize("text", ["> # Quoted\n\nText.", "- # Listed\n\nText."])
def test_a_heading_within_something_is_no_title(text: str) -> None:
    document = read_markdown(text)
    assert not shown(document).title
    seen = showing_of(page(text, title="Privacy"), document)
    assert seen is not None
    assert seen.exact
