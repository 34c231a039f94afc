from __future__ import annotations

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.errors import SourceError
from gazette.model.ledger import Entry, Record
from gazette.model.verdict import Decision, Level
from gazette.source.ledger import entry_line, parse_ledger, read_ledger

# What no UTF-8 file can hold is no text.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
days = st.dates(min_value=date(1000, 1, 1))
levels = st.sampled_from(Level)
entries = st.builds(
    Entry,
    policy=texts,
    version=texts,
    published=days,
    effective=days,
    released_at=st.datetimes(min_value=datetime(1000, 1, 1)).map(  # noqa: DTZ001 - made aware below
        lambda at: at.replace(microsecond=0, tzinfo=UTC)
    ),
    released_by=texts,
    source_sha256=texts,
    body_sha256=texts,
    words_sha256=texts,
    level=st.none() | levels,
    findings=st.lists(st.builds(Record, texts, levels, texts, texts), max_size=2).map(tuple),
    decisions=st.lists(
        st.builds(Decision, texts, texts, levels, texts, texts, days, texts), max_size=2
    ).map(tuple),
    shorter_notice=texts,
    adopted=st.booleans(),
    tool=texts,
    previous=texts,
)
LINE = entry_line(
    Entry(
        policy="privacy",
        version="1.0.0",
        published=date(2030, 1, 1),
        effective=date(2030, 2, 1),
        released_at=datetime(2030, 1, 1, 12, tzinfo=UTC),
        released_by="Dana Counsel",
        source_sha256="a",
        body_sha256="b",
        words_sha256="c",
        level=None,
        findings=(Record("r", Level.MINOR, "c", "f"),),
    )
)


@given(st.lists(entries, max_size=3))
def test_what_is_written_is_read(wanted: list[Entry]) -> None:
    ledger = parse_ledger(b"".join(map(entry_line, wanted)), path="ledger.jsonl")

    assert [line.entry for line in ledger.lines] == wanted
    assert [line.where.line for line in ledger.lines] == list(range(1, len(wanted) + 1))


@given(entries)
def test_an_entry_has_one_line(entry: Entry) -> None:
    line = entry_line(entry)

    assert line.count(b"\n") == 1
    assert line.endswith(b"}\n")
    assert list(json.loads(line)) == sorted(json.loads(line))


def test_the_head_is_what_sha256sum_prints_for_the_last_line() -> None:
    ledger = parse_ledger(LINE + LINE, path="ledger.jsonl")

    assert ledger.head == sha256(LINE).hexdigest()
    assert ledger.data == LINE + LINE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"{", b"{ "),
        (b'"adopted":false', b'"adopted":false,"more":1'),
        (b'"adopted":false', b'"adopted":0'),
        (b'"policy":"privacy"', b'"policy":7'),
        (b'"policy":"privacy",', b""),
        (b'"rule":"r"', b'"rule":null'),
        (b'"rule":"r"', b'"rule":"r","why":""'),
        (b'"minor"', b'"harmless"'),
        (b'"minor"', b"1"),
        (b'"findings":[', b'"findings":["x",'),
        (b'"findings":[', b'"findings":{"a":['),
        (b"2030-01-01", b"2030-13-01"),
        (b"T12:00:00Z", b"T12:00:00+00:00"),
        (b"T12:00:00Z", b"T12:00:00.5Z"),
        (b"Dana", b"D\\u0061na"),
        (b"Dana", b"\\ud800"),
        (b"Dana", b"\xff"),
        (b"gazette/ledger/1", b"gazette/ledger/2"),
        (b"{", b"[" * 100_000 + b"{"),
        (b"}\n", b"}\r\n"),
        (b"}\n", b"}\n\n"),
        (b"}\n", b"}"),
    ],
)
def test_any_other_spelling_is_refused_with_its_line(old: bytes, new: bytes) -> None:
    second = LINE.replace(old, new, 1) if old != b"}\n" else LINE[: -len(old)] + new

    with pytest.raises(SourceError) as error:
        parse_ledger(LINE + second, path="ledger.jsonl")

    assert error.value.where is not None
    assert error.value.where.line == (3 if new == b"}\n\n" else 2)
    assert "never edited by hand" in error.value.remedy


def test_a_policy_without_a_ledger_has_an_empty_one(tmp_path: Path) -> None:
    ledger = read_ledger(tmp_path)

    assert (ledger.lines, ledger.head, ledger.data) == ((), "", b"")
    assert ledger.line_of("1.0.0") is None


def test_a_line_is_found_by_its_version(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_bytes(LINE)

    line: Any = read_ledger(tmp_path).line_of("1.0.0")

    assert line.entry.released_by == "Dana Counsel"
    assert str(line.where) == f"{tmp_path / 'ledger.jsonl'}:1"
