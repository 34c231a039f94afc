"""A Word file as a document: what counsel sends back, read as a visitor will."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.adapters.word.comments import Comment, comments_of
from gazette.adapters.word.package import open_package
from gazette.adapters.word.reading import BodyReader
from gazette.adapters.word.revisions import authors_of, settle
from gazette.errors import Location, SourceError
from gazette.source.markdown import serialise
from gazette.source.reading import read_html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gazette.model.document import Document

__all__ = ["Comment", "WordText", "read_word"]


_MOST_NAMED, _LONGEST_NAME = 8, 60


@dataclass(frozen=True, slots=True)
class WordText:
    """What a Word file says.

    `given` are the ids that came with it, as bookmarks of ours; all others in
    `document` are made from headings. `authors` counts the tracked changes
    that were settled, `left_out` what was not taken over, by what it is.
    """

    document: Document
    given: frozenset[str]
    comments: tuple[Comment, ...]
    authors: Mapping[str, int]
    left_out: Mapping[str, int]


def read_word(data: bytes, *, path: str, accept: bool | None = None) -> WordText:
    """Read the Word file `data`, which came from `path`.

    `accept` says whether tracked changes are accepted or rejected; None
    refuses a file that has any. Raises SourceError for what is no Word file,
    is damaged, protected or too large, or holds changes nobody decided on.
    """
    package = open_package(data, path=path)
    authors = authors_of(package.body)
    if authors and accept is None:
        named = [f"{name[:_LONGEST_NAME]} ({count})" for name, count in sorted(authors.items())]
        who = ", ".join(named[:_MOST_NAMED])
        if len(named) > _MOST_NAMED:
            who += f" and {len(named) - _MOST_NAMED} more"
        raise SourceError(
            f"the file holds tracked changes by {who}",
            where=Location(path),
            remedy="Say what becomes of them: --accept or --reject.",
        )
    settle(package.body, accept=accept is not False)
    reader = BodyReader.of(package, accept=accept is not False)
    page = reader.read(package.body)
    marked = read_html(serialise(page), path=path)
    comments = comments_of(package.comments, marked, reader.runs.quoted)
    for element in page.iter():
        if element.get("class"):
            del element.attrib["class"]
    return WordText(
        read_html(serialise(page), path=path),
        frozenset(reader.given),
        comments,
        authors,
        dict(reader.runs.left_out),
    )
