from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.errors import SourceError
from gazette.source.front_matter import split_front_matter


def test_splits_the_block_from_the_body() -> None:
    front = split_front_matter("---\ntitle: A\npublished: 2026-11-22\n---\n\nBody\n", path="a.md")

    assert dict(front.meta) == {"title": "A", "published": date(2026, 11, 22)}
    assert front.body == "\nBody\n"
    assert front.first_line == 5
    assert str(front.where("published")) == "a.md:3"


def test_a_text_without_front_matter_is_all_body() -> None:
    front = split_front_matter("# Title\n\n---\n", path="a.md")

    assert dict(front.meta) == {}
    assert front.body == "# Title\n\n---\n"
    assert front.first_line == 1


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_byte_order_mark_and_windows_line_ends_change_nothing(ending: str) -> None:
    text = "\ufeff" + ending.join(["---", "title: A", "---", "Body"])

    front = split_front_matter(text, path="a.md")

    assert (front.meta["title"], front.body, front.first_line) == ("A", "Body", 4)


@pytest.mark.parametrize(
    ("block", "line", "words"),
    [
        ("title: A\n", 1, "never closed"),
        ("title: A\nsummary: b: c\n---\n", 3, "not valid YAML"),
        ("title: A\npublished: 2026-02-30\n---\n", 3, "day is out of range"),
        ("title: A\nsummary: *x\n---\n", 3, "undefined alias"),
        ("title: A\nsummary: a\x01b\n---\n", 3, "character U.0001"),
        ("title: A\nversion: 1.0.0\ntitle: B\n---\n", 4, "`title` twice, first on line 2"),
        ("- title\n---\n", 2, "not a list of `key: value` lines"),
        ("title: A\n? [b]\n: c\n---\n", 3, "not a plain word"),
        ("a: !!python/object:os.system x\n---\n", 2, "could not determine a constructor"),
        ("a: &x [*x]\n---\n", 2, "recursive"),
        ("a: " + "[" * 1500 + "\n---\n", 1, "nested too deeply"),
    ],
)
def test_says_what_is_wrong_on_which_line(block: str, line: int, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        split_front_matter("---\n" + block, path="policy/a.md")

    assert str(caught.value.where) == f"policy/a.md:{line}"
    assert caught.value.remedy


YAML = st.text(st.sampled_from("-.\n\r: a1[]{}#&*!\"'|>\x00\x85\u2028\ufeff"), max_size=80)


@given(YAML)
def test_any_text_is_split_or_refused_with_a_place(block: str) -> None:
    text = "---\n" + block
    try:
        front = split_front_matter(text, path="x")
    except SourceError as error:
        refused = error
    else:
        assert "\n".join(text.split("\n")[front.first_line - 1 :]) == front.body
        return
    assert refused.where is not None
