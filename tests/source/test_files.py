from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.errors import SourceError
from gazette.source.files import decode_text, read_text

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, data: bytes) -> Path:
    path = folder / "policy.md"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"# Hello\n", "# Hello\n"),
        (b"\xef\xbb\xbf# Hello\n", "# Hello\n"),
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("Children’s 📧\n".encode(), "Children’s 📧\n"),
    ],
)
def test_reads_utf8(tmp_path: Path, data: bytes, text: str) -> None:
    assert read_text(written(tmp_path, data)) == text


@pytest.mark.parametrize(
    ("data", "line", "what"),
    [
        (b"one\ntwo\ncaf\xe9\n", ":3", "0xE9 is not UTF-8"),
        (b"\xef\xbb\xbfone\ncaf\xe9\n", ":2", "0xE9 is not UTF-8"),
        (b"\xff\xfeo\x00n\x00e\x00", ":1", "UTF-16"),
        (b"PK\n\x03\x04\x00\x00", ":2", "binary"),
        (b"", "", "empty"),
        (b"\xef\xbb\xbf \n\t\n", "", "empty"),
    ],
)
def test_refuses_what_is_not_utf8_text(tmp_path: Path, data: bytes, line: str, what: str) -> None:
    path = written(tmp_path, data)
    with pytest.raises(SourceError, match=what) as caught:
        read_text(path)
    assert str(caught.value.where) == f"{path}{line}"
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["missing.md", "folder", "nul\0.md", "loop.md"])
def test_what_is_no_file_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    with pytest.raises(SourceError) as caught:
        read_text(tmp_path / name)
    assert str(caught.value.where) == str(tmp_path / name)


def test_an_error_never_quotes_the_text(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_text(written(tmp_path, b"jane@example.com \xff"))
    assert "jane" not in str(caught.value)


@given(st.text().filter(lambda text: "\0" not in text and text.strip()))
def test_any_text_comes_back(text: str) -> None:
    decoded = decode_text(text.encode(), path="x.md")
    assert decoded == text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
