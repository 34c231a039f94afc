from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.errors import SourceError
from gazette.release.freezing import body_sha256, freeze, words_sha256
from gazette.source import read_markdown

DRAFT = b"---\ntitle: Notice\nstatus: proposal\npublished: 2030-01-01\n---\n\n# Notice\n"


def test_one_line_is_exchanged_and_nothing_else() -> None:
    frozen = freeze(DRAFT, "1.2.0", path="draft.md")

    assert frozen == DRAFT.replace(b"status: proposal", b"version: 1.2.0")


@given(
    st.text().map(lambda text: text.encode("utf-8", "ignore")), st.sampled_from([b"\n", b"\r\n"])
)
def test_the_bytes_of_the_body_stay(body: bytes, end: bytes) -> None:
    body = body.replace(b"\0", b"")
    head = end.join([b"---", b"status: proposal", b"title: Notice", b"---", b"Text", b""])

    frozen = freeze(head + body, "2.0.0", path="draft.md")

    assert frozen == head.replace(b"status: proposal", b"version: 2.0.0") + body


def test_comments_and_a_byte_order_mark_stay() -> None:
    draft = b"\xef\xbb\xbf" + DRAFT.replace(b"title:", b"# for the board\ntitle:")

    frozen = freeze(draft, "1.2.0", path="draft.md")

    assert frozen.startswith(b"\xef\xbb\xbf---\n# for the board\n")


@pytest.mark.parametrize("status", [b"status: >-\n  proposal", b"status:\n  proposal"])
def test_a_status_that_is_more_than_its_line_is_refused(status: bytes) -> None:
    draft = DRAFT.replace(b"status: proposal", status)

    with pytest.raises(SourceError, match="shares its line") as error:
        freeze(draft, "1.2.0", path="draft.md")
    assert error.value.where is not None
    assert error.value.where.line == 3


def test_other_markup_is_another_body_with_the_same_words() -> None:
    plain, strong = read_markdown("Never  sold."), read_markdown("*Never* sold.")

    assert body_sha256(plain) != body_sha256(strong)
    assert words_sha256(plain) == words_sha256(strong)
    assert words_sha256(plain) != words_sha256(read_markdown("Ever sold."))
