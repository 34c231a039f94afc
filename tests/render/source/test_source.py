from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given

from gazette.render.source import markdown_source
from gazette.source import read_markdown
from gazette.source.front_matter import split_front_matter
from gazette.source.reading import read_html
from oracles.reading import seen
from oracles.texts import texts

POLICY = Path(__file__).parents[3] / "policy" / "privacy"


@given(texts)
def test_it_reads_as_the_document_it_was_written_from(blocks: list[str]) -> None:
    document = read_markdown("\n\n".join(blocks))
    assert seen(read_markdown(markdown_source(document))) == seen(document)


@given(texts)
@example(["- we\n    - we\n- we", "- we"])
@example(["we", "1. we\n2. we\n\n        if x:\n            y", "1. we\n    - we\n2. we"])
def test_writing_twice_changes_nothing(blocks: list[str]) -> None:
    written = markdown_source(read_markdown("\n\n".join(blocks)))
    assert markdown_source(read_markdown(written)) == written


@pytest.mark.parametrize("name", ["1.0.0.md", "draft.md"])
def test_the_policys_own_source_comes_out_letter_by_letter(name: str) -> None:
    source = (POLICY / name).read_text(encoding="utf-8")
    body = split_front_matter(source, path=name).body.lstrip("\n")
    assert markdown_source(read_markdown(body)) == body


@pytest.mark.parametrize(
    "source",
    [
        "# Rights {#your-rights}",
        "## 1. Information We Collect {#information-we-collect}",
        "A paragraph.\n{: #scope }",
        "- one\n- two\n    1. nested\n    2. more",
        "3. three\n4. four",
        "- one\n\n    more of it\n\n- two",
        "> quoted\n>\n> - listed",
        "Term\nOther\n:   What both mean\n:   And more\n\nThird\n:   Its own",
        "| A | B |\n| :--- | ---: |\n| a | b |",
        "```python\nx = 1\n\ny = 2\n```",
        "---",
        'See [us](https://example.com/a_b_c "Title") and ![a picture](p.png).',
        "line one<br>\nline two",
        "- one\n\n<!-- -->\n\n- of another list",
        "1\\. is no list, \\*this\\* no emphasis, snake_case a word",
        "**bold *and italic* words** and `code`",
    ],
)
def test_it_writes_as_a_person_would(source: str) -> None:
    expected = source if source.startswith("#") else f"{source}\n"
    assert markdown_source(read_markdown(source)) == expected.rstrip("\n") + "\n"


@pytest.mark.parametrize(
    "html",
    [
        '<ol type="a"><li>counted by letters</li><li>b</li></ol>',
        '<table><tr><td colspan="2">wide</td></tr><tr><td>a</td><td>b</td></tr></table>',
        "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td><p>one</p><p>two</p></td></tr></tbody></table>",
        "<ul><li><table><tr><td>in a list</td></tr></table></li></ul>",
        "<ul><li>text<ul><li>nested</li></ul><p>after</p></li></ul>",
        "<pre>with <b>bold</b> words</pre>",
        '<h2 id="empty"></h2><p>text</p>',
    ],
)
def test_what_markdown_cannot_say_is_html(html: str) -> None:
    document = read_html(html)
    assert seen(read_markdown(markdown_source(document))) == seen(document)


SPELLED = """\
Privacy {#privacy}
==================

We collect
your name,
and your *address*.

* one
* two

<!-- ask legal -->
Data is kept 30 days.
"""


def test_what_still_says_the_same_keeps_its_wording() -> None:
    longer = SPELLED.replace("* two\n", "* two\n* three\n")
    changed = read_markdown(longer.replace("30 days", "60 days"))
    assert markdown_source(changed, onto=SPELLED) == (
        "Privacy {#privacy}\n==================\n\n"
        "We collect\nyour name,\nand your *address*.\n\n"
        "- one\n- two\n- three\n\n"
        "Data is kept 60 days.\n"
    )


@given(texts, texts)
def test_keeping_the_wording_never_changes_what_is_read(old: list[str], new: list[str]) -> None:
    document = read_markdown("\n\n".join(new))
    written = markdown_source(document, onto="\n\n".join(old))
    assert seen(read_markdown(written)) == seen(document)
