"""A comparison as a Word file with real tracked changes, or one text as a clean one."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from gazette.model.comparison import Comparison, Pair
from gazette.render.docx.body import BodyWriter
from gazette.render.docx.bookmarks import bookmarks_in
from gazette.render.docx.marks import Marks
from gazette.render.docx.package import further_styles, package, relationships
from gazette.render.docx.plan import plan_redline
from gazette.render.docx.proof import proved
from gazette.render.docx.xml import content

if TYPE_CHECKING:
    from datetime import datetime

    from gazette.model.document import Document

__all__ = ["document_docx", "redline_docx"]


def redline_docx(comparison: Comparison, *, author: str, at: datetime, title: str = "") -> bytes:
    """`comparison` as a DOCX in which accepting or rejecting gives either version.

    Every change is tracked under `author` at the instant `at` (aware): words,
    paragraph marks, table rows, moves, styles, list numbering and formatting.
    A link that leads elsewhere is deleted and inserted, since Word tracks no
    targets. Headings, lists, tables and links are Word's own; explicit ids
    are bookmarks. Accepting all leaves one paragraph for each clause of the
    new version, rejecting all one for each of the old. The same arguments
    give the same bytes. `title` stands in the page header.

    Raises RedlineError where a redline does not say what its versions say, or
    where the file, read back, does not give both versions.
    """
    date = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    plan = plan_redline(comparison)
    marks = Marks(author, date, bookmarks_in(plan.flow))
    writer = BodyWriter(marks)
    body = writer.body(plan.flow)
    data = package(
        {
            "body": body,
            "numbering": plan.numbering.xml(),
            "more": further_styles(writer.styles),
            "links": relationships(marks.addresses),
            "title": content(title),
            "author": content(author),
            "date": date,
        }
    )
    return proved(data, comparison)


def document_docx(document: Document, *, author: str, at: datetime, title: str = "") -> bytes:
    """`document` as a DOCX without changes, laid out as `redline_docx` does."""
    pairs = tuple(Pair((clause,), (clause,)) for clause in document.clauses)
    same = Comparison(document, document, changes=(), pairs=pairs, redline=())
    return redline_docx(same, author=author, at=at, title=title)
