"""Trying fewer patterns changes nothing that is rendered."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from gazette.source.bounds import Bounds
from gazette.source.effort import Effort
from gazette.source.footnotes import QuickFootnotes
from gazette.source.patterns import QuickPatterns
from oracles.texts import texts

PLAIN = Markdown(extensions=["extra"])
EFFORT = Effort()
QUICK = Markdown(extensions=["extra", QuickFootnotes(), QuickPatterns(EFFORT), Bounds(EFFORT)])

PIECES = st.lists(
    st.sampled_from(
        [
            *"`\\[]()!<>&;*_^: \n#|",
            *("[" * 70, "]" * 70, "[a](" * 3, "!["),
            *("word", "  \n", "**", "__", "![", "[^1]", "\n\n[^1]: note", "&amp;", "<b>", "</b>"),
            *(
                "\n\n",
                "\n- - -\n",
                "\n===\n",
                "\n---\n",
                "\n:   ",
                "    ",
                "\n> ",
                "\n1. ",
                "* * *",
            ),
            *("| a | b |\n|--|--|\n", "<div markdown>\n", "</div>\n", "\n    [word]: /x"),
            *("http://a.example", "<a@b.example>", "\n\n[word]: /x", "(/x 'y')", "\n\n*[word]: z"),
        ]
    ),
    max_size=20,
).map("".join)


def rendered(converter: Markdown, text: str) -> str:
    converter.reset()
    EFFORT.begin(text)
    return converter.convert(text)


@settings(max_examples=200)
@given(texts.map("\n\n".join) | PIECES)
def test_the_same_html(text: str) -> None:
    try:
        expected = rendered(PLAIN, text)
    except Exception as error:  # noqa: BLE001 - Python-Markdown's own flaws are the same too
        with pytest.raises(type(error)):
            rendered(QUICK, text)
    else:
        assert rendered(QUICK, text) == expected
