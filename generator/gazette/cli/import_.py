"""`gazette import`: what counsel returns in Word, back to Markdown."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.adapters.word import read_word
from gazette.adapters.word.identity import adopt_ids
from gazette.cli.output import hint, write_result
from gazette.errors import Location, OutputError
from gazette.render.excerpt import visible
from gazette.render.source import markdown_source
from gazette.source.files import read_bytes, read_text
from gazette.source.front_matter import split_front_matter
from gazette.source.reading import read_markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gazette.adapters.word import Comment, WordText
    from gazette.model.document import Document

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--accept/--reject", default=None, help="What becomes of tracked changes.")
@click.option("--onto", type=FILE, help="The draft it continues: its front matter and ids stay.")
@click.option("--comments", type=FILE, help="Write the comments here as JSON.")
@click.option("--output", type=FILE, help="Write here instead of to the terminal.")
def import_(
    file: Path,
    *,
    accept: bool | None,
    onto: Path | None,
    comments: Path | None,
    output: Path | None,
) -> None:
    """Turn the Word FILE into Markdown.

    Ids come back with a file that `gazette diff --format docx` made; in any
    other file, headings are matched with those of the draft. Comments are
    listed with the clause they are on.
    """
    _refuse_overwriting(file, output, comments)
    word = read_word(read_bytes(file), path=str(file), accept=accept)
    text = _onto(word, onto) if onto else markdown_source(word.document)
    write_result(text, output)
    if comments:
        write_result(_as_json(word.comments), comments)
    _report(word, read_markdown(text), accepted=accept is not False)
    if output:
        hint(f"Written to {output}.")


def _onto(word: WordText, path: Path) -> str:
    """The Markdown below the front matter of the draft at `path`."""
    source = read_text(path)
    parts = split_front_matter(source, path=str(path))
    front = source.split("\n")[: parts.first_line - 1]
    document = adopt_ids(word, read_markdown(parts.body, path=str(path)))
    body = markdown_source(document, onto=parts.body)
    return "\n".join([*front, "", body] if front else [body])


def _refuse_overwriting(file: Path, *results: Path | None) -> None:
    """Raise OutputError rather than replace the file that is read."""
    for result in results:
        if result and result.exists() and result.resolve() == file.resolve():
            raise OutputError(
                "this is the file that is imported",
                where=Location(str(result)),
                remedy="Name another file for the result.",
            )


def _as_json(comments: tuple[Comment, ...]) -> str:
    listed = {"schema": "gazette/comments/1", "comments": [asdict(each) for each in comments]}
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"


def _report(word: WordText, result: Document, *, accepted: bool) -> None:
    """Say on stderr what was decided, remarked and left out."""

    def say(line: str) -> None:
        # Others wrote these words, and could command the reader's terminal.
        click.echo(visible(line), err=True)

    if word.authors:
        done = "accepted" if accepted else "rejected"
        say(f"tracked changes {done}: {_counted(word.authors)}")
    for comment in word.comments:
        place = f"{comment.clause} ({comment.heading})" if comment.clause else "words that are gone"
        about = f" on “{comment.quoted}”" if comment.quoted else ""
        say(f"comment by {comment.author} at {place}{about}: {comment.text}")
    if word.left_out:
        say(f"left out: {_counted(word.left_out)}")
    different = _first_difference(word.document, result)
    if different:
        say(f"warning: this reads differently in Markdown: “{different}”")


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))


def _first_difference(word: Document, result: Document) -> str:
    """The first words that Markdown does not say as Word does; "" if there are none."""
    ours, theirs = ([(c.kind, c.text) for c in d.clauses] for d in (result, word))
    if ours == theirs:
        return ""
    pairs = zip(ours, theirs, strict=False)
    return next((there[1] for here, there in pairs if here != there), "its end")
