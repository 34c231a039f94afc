"""Redlines as Word files, for `benchmarks/redline.py`: ours, and those of peers that write such.

Peers compare two clean Word files of ours. All files are judged alike: by the
words in their tracked changes, and by the paragraphs that are left once all
changes are accepted or rejected.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

from lxml import etree
from redline_figures import Marked

from gazette.adapters.word import read_word
from gazette.model.comparison import Op
from gazette.model.document import Document
from gazette.redline import compare_documents
from gazette.render.docx import document_docx, redline_docx

AT = datetime(2026, 1, 1, tzinfo=UTC)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OPS = {
    f"{_W}ins": Op.INSERT,
    f"{_W}del": Op.DELETE,
    f"{_W}moveFrom": Op.MOVED_AWAY,
    f"{_W}moveTo": Op.MOVED_HERE,
}
_FORMER = tuple(f"{_W}{name}PrChange" for name in ("r", "p", "tr", "tc", "tbl"))


def clean_word(document: Document) -> bytes:
    """`document` as a Word file without changes."""
    return document_docx(document, author="Benchmark", at=AT)


def gazette_word(old: Document, new: Document) -> bytes:
    """Our redline of two documents that were read: compared, written and proved."""
    return redline_docx(compare_documents(old, new), author="Benchmark", at=AT)


def marked(data: bytes) -> Marked:
    """What a Word file's tracked changes say, in reading order.

    One that has no word, such as another style, counts as a sign without a word.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))[0]
    pieces: Marked = []
    for paragraph in body.iter(f"{_W}p"):
        pieces += _runs(paragraph)
        pieces.append((Op.KEEP, "\n"))
    tracked = next(body.iter(*_OPS, *_FORMER), None) is not None
    return [*pieces, (Op.INSERT, "")] if tracked else pieces


def _runs(paragraph: etree._Element) -> Iterator[tuple[Op, str]]:
    for run in paragraph.iter(f"{_W}r"):
        style = run.find(f"{_W}rPr/{_W}rStyle")
        if style is not None and style.get(f"{_W}val") == "Picture":
            # A clean file of ours shows a picture as words that are not the text's.
            continue
        around = [_OPS[parent.tag] for parent in run.iterancestors() if parent.tag in _OPS]
        text = "".join(
            (part.text or "") if part.tag in (f"{_W}t", f"{_W}delText") else " "
            for part in run
            if part.tag != f"{_W}rPr"
        )
        yield (around[0] if around else Op.KEEP), text


def wrong_blocks(data: bytes, clean: bytes, *, accept: bool) -> bool:
    """Whether settling `data` leaves other paragraphs than stand in the file `clean`."""
    return _blocks(data, accept=accept) != _blocks(clean, accept=True)


def _blocks(data: bytes, *, accept: bool) -> list[tuple[str, int, str, str]]:
    """The kind, level, number and words of each paragraph that has any."""
    document = read_word(data, path="benchmark.docx", accept=accept).document
    return [
        (clause.kind, clause.level, clause.number, " ".join(clause.text.split()))
        for clause in document.clauses
        if clause.text.strip()
    ]
