"""Texts made to break a reader, through every step from the file to each format and back."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from gazette.adapters.word import read_word
from gazette.cli.group import gazette
from gazette.errors import GazetteError, SourceError
from gazette.redline import compare_documents
from gazette.render.docx import redline_docx
from gazette.render.excerpt import visible
from gazette.render.formats import Format
from gazette.render.json import schema_text
from gazette.source import read_markdown

PIECES = st.sampled_from(
    [
        *("[", "](", "![", "]", "<a ", "</", "<!--", "<div>", "<ul><li>", "&", "`", "\\", "{: #a "),
        *("*a ", "**b", "_c", "~", "|", "| a | b |\n|--|--|\n", "\n> ", "\n- ", "\n1. ", "\n    "),
        *("# ", "\n## Same\n\n", "\n---\n", "\n===\n", "```\n", "[^1]", "\n[^1]: ", "\n\n*[w]: "),
        *(
            "word ",
            "30 days ",
            "a" * 40,
            "\n\n",
            "\n: ",
            "\t",
            "  \n",
            "x, ",
            "1.",
            "https://e.io ",
        ),
        *("\u202e", "\u2066", "\u200b", "\u200d", "\xad", "\ufeff", "\x1b[2J", "\x07", "\x9b"),
        *("\u2028", "e\u0301\u0301", "\U0001f469\u200d\U0001f4bb", "שלום", "\U000e0041", "\x0c"),
    ]
)
RUNS = st.tuples(PIECES, st.integers(1, 40)).map(lambda run: run[0] * run[1])
TEXTS = st.lists(RUNS, min_size=1, max_size=8).map("".join)
AT = datetime(2026, 11, 22, tzinfo=UTC)


@cache
def schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_text()))


def said(arguments: list[str]) -> str | None:
    """What the command prints; None where it refuses with a message of its own."""
    try:
        done = CliRunner().invoke(gazette, arguments, catch_exceptions=False)
    except SourceError:
        return None
    assert done.exit_code == 0, done.output
    return done.stdout


@settings(max_examples=10, deadline=None)
@given(TEXTS, TEXTS, st.integers(0, 200))
def test_whatever_is_compared_is_told_in_every_format(old: str, new: str, shared: int) -> None:
    texts = old, old[:shared] + new
    with TemporaryDirectory() as folder:
        names = [str(Path(folder, name)) for name in ("old.md", "new.md")]
        for name, text in zip(names, texts, strict=True):
            Path(name).write_text(text, encoding="utf-8", newline="")
        for form in Format:
            if form is Format.DOCX:
                continue
            result = said(["diff", *names, "--format", form])
            if result is None:
                return
            if form in (Format.TEXT, Format.MARKDOWN):
                assert visible(result) == result
            if form is Format.JSON:
                schema().validate(json.loads(result))


@settings(max_examples=25, deadline=None)
@given(TEXTS, TEXTS)
def test_a_word_file_of_it_is_proved_and_read_again(old: str, new: str) -> None:
    try:
        comparison = compare_documents(read_markdown(old), read_markdown(f"{old}\n\n{new}"))
    except SourceError:
        return
    data = redline_docx(comparison, author="Jana", at=AT)
    read_word(data, path="redline.docx", accept=True)


def many(count: int) -> tuple[str, str]:
    old = [f"We keep item {n} of your data for {n % 7} days, and share it." for n in range(count)]
    new = [text.replace("share", "sell") if n % 3 else text for n, text in enumerate(old)]
    return "\n\n".join(old), "\n\n".join(new)


def same(count: int) -> tuple[str, str]:
    return "The same again.\n\n" * count, "The same again and again.\n\n" * count


def one_line(count: int) -> tuple[str, str]:
    words = [f"word{n % 50}" for n in range(10 * count)]
    return " ".join(words), " ".join("new" if n % 9 == 0 else w for n, w in enumerate(words))


def table(count: int) -> tuple[str, str]:
    head = "| a | b |\n|---|---|\n"
    rows = [f"| row {n} | value {n} |" for n in range(count)]
    return head + "\n".join(rows), head + "\n".join(rows[::2])


def brackets(count: int) -> tuple[str, str]:
    return "[" * 20 * count, "[" * 20 * count + "a](" * count


@pytest.mark.parametrize("made", [many, same, one_line, table, brackets])
def test_memory_grows_with_the_text_and_no_faster(made: object) -> None:
    def peak(count: int) -> int:
        old, new = made(count)
        tracemalloc.start()
        comparison = compare_documents(read_markdown(old), read_markdown(new))
        redline_docx(comparison, author="Jana", at=AT)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)  # what is made once
    assert peak(200) < 6 * peak(50)


def test_what_goes_too_deep_is_refused_by_name() -> None:
    for text in ("> " * 5000 + "a", "\n".join("    " * n + "- a" for n in range(300))):
        with pytest.raises(GazetteError, match="nested"):
            read_markdown(text)
