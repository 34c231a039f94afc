"""Markdown to a document: the clauses that a visitor reads, in reading order."""

from __future__ import annotations

import re

from gazette.errors import SourceError
from gazette.model.document import Document
from gazette.source.clauses import read_clauses
from gazette.source.front_matter import split_front_matter
from gazette.source.lines import Lines
from gazette.source.markdown import read_tree, render_tree, serialise


def read_markdown(text: str, *, path: str = "<text>") -> Document:
    """Read Markdown `text`, with or without front matter, as a visitor would.

    Takes any text. A block that only looks like front matter is read as text,
    so that no word is lost; `load_policy` is the one to be strict about it.
    `path` is only named in errors. Raises SourceError for text nested too
    deeply to be rendered.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    body, first_line = _body(text, path)
    tree = render_tree(body, path=path, first_line=first_line)
    clauses = read_clauses(tree, Lines(body, first_line=first_line))
    return Document(clauses=clauses, html=serialise(tree))


def read_html(html: str, *, path: str = "<text>") -> Document:
    """Read the fragment `html`, from any source, as `read_markdown` reads what it renders.

    Only what is safe to publish is kept. No clause has a line. `path` is only
    named in errors. Raises SourceError for elements nested too deeply.
    """
    tree = read_tree(html, path=path)
    return Document(clauses=read_clauses(tree, Lines("")), html=serialise(tree))


def _body(text: str, path: str) -> tuple[str, int]:
    """What is below the front matter, and the line it begins on."""
    try:
        parts = split_front_matter(text, path=path)
    except SourceError:
        return _below_faulty(text)
    return _below_faulty(text) if parts.first_line == 1 else (parts.body, parts.first_line)


def _below_faulty(text: str) -> tuple[str, int]:
    """What is below front matter as site generators forgive it: YAML with faults, or TOML."""
    lines = text.split("\n")
    key = _KEYS.get(lines[0].rstrip())
    if key is None or not "".join(lines[1:2])[:1].strip():
        return text, 1
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == lines[0].rstrip():
            return "\n".join(lines[number + 1 :]), number + 2
        if not key.fullmatch(line):
            break
    return text, 1


_KEYS = {
    "---": re.compile(r"\s*(?:#.*)?|[A-Za-z_][\w.-]*\s*:(?:\s.*)?|\s+\S.*|-\s.*"),
    "+++": re.compile(r"\s*(?:#.*)?|[A-Za-z_][\w.-]*\s*=.*|\s+\S.*|\[.*\]\s*"),
}
"""By its fence, what a line of front matter may be."""
