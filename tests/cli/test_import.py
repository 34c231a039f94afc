from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from gazette.cli.group import gazette
from gazette.errors import OutputError, SourceError
from gazette.redline import compare_documents
from gazette.render.docx import redline_docx
from gazette.render.json import schema_text
from gazette.source import read_markdown
from oracles.made import comment, commented, paragraph, word_file

DRAFT = """\
---
title: Policy
status: proposal
---

# Policy

## Retention {#how-long}

* We delete your data
  30 days after termination.
"""
NEW = DRAFT.replace("30 days", "60 days")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a draft and counsel's redline of it, as the working directory."""
    comparison = compare_documents(read_markdown(DRAFT), read_markdown(NEW))
    at = datetime(2026, 11, 22, tzinfo=UTC)
    (tmp_path / "counsel.docx").write_bytes(redline_docx(comparison, author="Jana", at=at))
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(gazette, ["import", *arguments])


def run_or_raise(*arguments: str) -> None:
    CliRunner().invoke(gazette, ["import", *arguments], catch_exceptions=False)


def test_it_continues_the_draft(here: Path) -> None:
    done = run("counsel.docx", "--accept", "--onto", "draft.md", "--output", "draft.md")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "tracked changes accepted: Jana (2)" in done.stderr
    item = "* We delete your data\n  60"
    expected = NEW.replace(item, "- We delete your data 60")
    assert (here / "draft.md").read_text("utf-8") == expected


def test_rejecting_gives_the_draft_as_it_was(here: Path) -> None:
    done = run("counsel.docx", "--reject", "--onto", "draft.md")
    assert done.stdout == DRAFT == (here / "draft.md").read_text("utf-8")


@pytest.mark.usefixtures("here")
def test_without_a_draft_it_is_markdown_without_front_matter() -> None:
    done = run("counsel.docx", "--accept")
    assert done.stdout.startswith("# Policy {#policy}\n\n## Retention {#how-long}\n")


def test_undecided_changes_write_nothing(here: Path) -> None:
    with pytest.raises(SourceError, match="tracked changes"):
        run_or_raise("counsel.docx", "--onto", "draft.md", "--output", "draft.md")
    assert (here / "draft.md").read_text("utf-8") == DRAFT


def test_comments_are_listed_on_stderr_and_as_json(here: Path) -> None:
    body = paragraph("first") + f"<w:p>{commented(1, 'kept 30 days')}</w:p>"
    (here / "remarks.docx").write_bytes(word_file(body, comments=comment(1, "Petr", "Why?")))
    done = run("remarks.docx", "--comments", "comments.json")
    assert "comment by Petr at preamble/p2" in done.stderr
    assert "on “kept 30 days”: Why?" in done.stderr
    written = json.loads((here / "comments.json").read_text("utf-8"))
    closed = schema_text("gazette/comments/1").replace(
        '"type": "object"', '"type": "object", "additionalProperties": false'
    )
    Draft202012Validator(json.loads(closed)).validate(written)
    assert written == {
        "schema": "gazette/comments/1",
        "comments": [
            {
                "author": "Petr",
                "date": "2026-11-22T09:00:00Z",
                "text": "Why?",
                "clause": "preamble/p2",
                "heading": "",
                "quoted": "kept 30 days",
            }
        ],
    }


def test_what_is_left_out_is_said(here: Path) -> None:
    (here / "footnote.docx").write_bytes(
        word_file('<w:p><w:r><w:t>text</w:t><w:footnoteReference w:id="1"/></w:r></w:p>')
    )
    assert "left out: footnote (1)" in run("footnote.docx").stderr


@pytest.mark.parametrize("broken", [b"", b"text", b"PK\x03\x04"])
def test_no_word_file_writes_nothing(here: Path, broken: bytes) -> None:
    (here / "broken.docx").write_bytes(broken)
    with pytest.raises(SourceError, match=r"broken\.docx"):
        run_or_raise("broken.docx", "--onto", "draft.md", "--output", "draft.md")
    assert (here / "draft.md").read_text("utf-8") == DRAFT


def test_the_imported_file_is_never_overwritten(here: Path) -> None:
    before = (here / "counsel.docx").read_bytes()
    with pytest.raises(OutputError, match="the file that is imported"):
        run_or_raise("counsel.docx", "--accept", "--output", "counsel.docx")
    assert (here / "counsel.docx").read_bytes() == before
