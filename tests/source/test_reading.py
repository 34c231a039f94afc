"""A document holds what a visitor reads: every word, its place and its mark-up."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown import Markdown

from gazette.errors import SourceError
from gazette.model.document import Clause, Document, Mark
from gazette.source import read_markdown

POLICY = """\
---
title: Privacy
---
Before any heading.

# Privacy Policy

We use your data[^1] to:

* Provide the **Service**
    1. at night
    2. by day
* Bill you, see [billing](billing.md "Bills")

    within 30 days.

## 4. Retention {#data-retention}

3. Data is kept.
4. Logs are kept.

| What   | How long |
|--------|----------|
| Logs   | 30 days  |
| Mail   |          |

Term
:   A definition.

    More of it.

> Quoted.

---

    code  here
      and here

### Deeper

Text ![our seal](seal.png) with<br>a break.

## Next

A paragraph.
{: #explicit }

[^1]: A note.
"""


@pytest.fixture(scope="module")
def policy() -> Document:
    return read_markdown(POLICY)


def by_id(document: Document, name: str) -> Clause:
    return next(clause for clause in document.clauses if clause.id == name)


@pytest.mark.parametrize(
    "expected",
    [
        ("preamble/p1", "paragraph", "Before any heading.", "", ""),
        ("privacy-policy", "heading", "Privacy Policy", "", ""),
        ("privacy-policy/p1", "paragraph", "We use your data1 to:", "", ""),
        ("privacy-policy/i1", "item", "Provide the Service", "", "We use your data1 to:"),
        ("privacy-policy/i3", "item", "by day", "2.", "Provide the Service"),
        ("privacy-policy/i4", "item", "Bill you, see billing", "", "We use your data1 to:"),
        ("privacy-policy/p2", "paragraph", "within 30 days.", "", "We use your data1 to:"),
        ("data-retention", "heading", "4. Retention", "", ""),
        ("data-retention/i2", "item", "Logs are kept.", "4.", ""),
        ("data-retention/t1r1c2", "cell", "How long", "", ""),
        ("data-retention/t1r2c2", "cell", "30 days", "", "How long"),
        ("data-retention/t1r3c2", "cell", "", "", "How long"),
        ("data-retention/dt1", "term", "Term", "", ""),
        ("data-retention/dd1", "definition", "A definition.", "", "Term"),
        ("data-retention/p2", "paragraph", "Quoted.", "", ""),
        ("data-retention/hr1", "rule", "", "", ""),
        ("data-retention/pre1", "code", "code  here\n  and here", "", ""),
        ("deeper/p1", "paragraph", "Text with a break.", "", ""),
        ("explicit", "paragraph", "A paragraph.", "", ""),
        ("fn:1", "item", "A note.\u00a0↩".replace("\u00a0", " "), "1.", ""),
    ],
)
def test_each_clause_has_its_place(
    policy: Document, expected: tuple[str, str, str, str, str]
) -> None:
    clause = by_id(policy, expected[0])

    assert (clause.id, clause.kind, clause.text, clause.number, clause.lead) == expected


def test_lines_are_those_of_the_file(policy: Document) -> None:
    lines = POLICY.split("\n")
    for clause in policy.clauses:
        word = re.search(r"[A-Za-z]+", clause.text)
        if word:
            assert word[0] in lines[clause.line - 1], clause


def test_headings_lead_down_to_the_clause(policy: Document) -> None:
    deeper = by_id(policy, "deeper/p1")

    assert deeper.headings == ("Privacy Policy", "4. Retention", "Deeper")
    assert deeper.section == "deeper"
    assert by_id(policy, "next").headings == ("Privacy Policy",)
    assert by_id(policy, "deeper").level == 3


def test_marks_keep_targets_and_titles(policy: Document) -> None:
    bill = by_id(policy, "privacy-policy/i4")
    seal = by_id(policy, "deeper/p1")

    assert bill.marks == (Mark(14, 21, "a", "billing.md", "Bills"),)
    assert Mark(4, 4, "img", "seal.png", "our seal") in seal.marks
    assert Mark(9, 9, "br") in seal.marks


def test_a_mark_does_not_take_the_space_before_it() -> None:
    clause = read_markdown("one **two** three").clauses[0]

    assert clause.text[clause.marks[0].start : clause.marks[0].end] == "two"


def test_two_clauses_of_a_list_share_its_block(policy: Document) -> None:
    first, last = by_id(policy, "privacy-policy/i1"), by_id(policy, "privacy-policy/i4")
    inner = by_id(policy, "privacy-policy/i3")

    assert first.blocks[0] == last.blocks[0] == inner.blocks[0]
    assert [block.tag for block in inner.blocks] == ["ul", "li", "ol", "li"]
    assert first.blocks[1] == inner.blocks[1] != last.blocks[1]


def test_what_is_no_front_matter_is_text() -> None:
    assert "never closed" in read_markdown("---\nnever closed\n").text
    assert "just prose" in read_markdown("---\njust prose\n\n---\nmore\n").text


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff", "\0", "---\n---\n", "<!-- x -->"])
def test_a_text_without_words_has_no_clauses_to_read(text: str) -> None:
    assert read_markdown(text).text == ""


def test_line_ends_and_a_byte_order_mark_do_not_matter() -> None:
    assert (
        read_markdown("\ufeff# A\r\n\r\n1. b\r2. c").clauses
        == read_markdown("# A\n\n1. b\n2. c").clauses
    )


def test_a_deep_clause_keeps_its_whole_path() -> None:
    depth = 90
    document = read_markdown("<div>" * depth + "x" + "</div>" * depth)

    assert len(document.clauses[0].blocks) == depth


def test_the_error_names_the_file() -> None:
    with pytest.raises(SourceError, match="deep"):
        read_markdown(">" * 3000 + "x", path="privacy/draft.md")


_PLAIN = (
    "# ¦## 2. ¦- ¦1. ¦* ¦    ¦> ¦\n¦\n\n¦word ¦data. ¦30 days¦**¦_¦`¦[a](b)¦a | b\n--|--\n1 | 2\n"
    "¦: ¦&amp;¦&lt;¦—¦é¦漢字¦\n~~~\n¦{: #x }¦\\*¦<b>bold</b>¦<div>block</div>\n"
)
_RAW = (
    "|¦![i](u)¦<b>¦</b>¦<br>¦<div>¦</div>¦<p>¦<li>¦<td>¦<table>¦</table>¦<pre>¦<h2>¦<!--¦-->¦\\"
    "¦\u200b¦\u00a0¦\0¦\x1b¦\t¦[^1]¦[^1]: note\n¦*[HTML]: hyper\n¦HTML"
)
DOCUMENTS = st.lists(st.sampled_from(f"{_PLAIN}¦{_RAW}".split("¦")), max_size=40).map("".join)
# Without the raw HTML that a browser and lxml would mend in different ways.
PLAIN_DOCUMENTS = st.lists(st.sampled_from(_PLAIN.split("¦")), max_size=40).map("".join)


@given(st.text(max_size=200))
def test_any_string_is_read(text: str) -> None:
    read_markdown(text)


@settings(max_examples=300)
@given(DOCUMENTS)
def test_any_mark_up_is_read_and_named(text: str) -> None:
    clauses = read_markdown(text).clauses

    assert len({clause.id for clause in clauses}) == len(clauses)
    last = text.count("\n") + text.count("\r") + 1
    for clause in clauses:
        assert 1 <= clause.line <= last
        assert all(0 <= m.start <= m.end <= len(clause.text) for m in clause.marks)


@settings(max_examples=300)
@given(PLAIN_DOCUMENTS)
def test_our_words_are_those_that_python_markdown_shows(text: str) -> None:
    shown = Markdown(extensions=["extra"]).convert(text)
    page = lxml_html.fromstring(f"<div>{shown}</div>")

    assert "".join(read_markdown(text).text.split()) == "".join(page.text_content().split())
