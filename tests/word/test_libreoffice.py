"""What LibreOffice makes of our tracked changes: another reader of the same standard."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from gazette.adapters.word import read_word
from gazette.model.document import ClauseKind, Document
from gazette.redline import compare_documents
from gazette.render.docx import redline_docx
from gazette.render.source import markdown_source
from gazette.source import read_markdown

if TYPE_CHECKING:
    from conftest import Settle

AT = datetime(2026, 11, 22, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

OLD = """\
# Policy

One paragraph about data that will be moved to the very end of this text.

First sentence of a long paragraph stands here. Second sentence of it stands there.

We keep the names of all our users on our servers

## Gone heading

Gone paragraph under the heading that goes as well.

## Kept heading {#kept}

See [our partners](https://a.example/x) and **bold** words.

- one item here
- two items here
    1. nested one
    2. nested two

> A quotation that someone made.

Term
:   Definition of the term here.

| Cookie | Purpose |
|--------|---------|
| session | keeps you signed in |
| old one | was used for adverts |

Before the last words.

Drop these last words altogether.
"""
NEW = """\
# Policy

First sentence of a long paragraph stands here.

Second sentence of it stands there.

We keep the names of all our users on our servers; or

A wholly new paragraph that was not there before at all.

### Kept heading {#kept}

See [our partners](https://b.example/y) and bold words.

1. one item here
2. two items here
    1. nested one
    2. nested new
    3. nested two

> A quotation that someone else made.

Term
:   Definition of the changed term here.

| Cookie | Purpose |
|--------|---------|
| session | keeps you logged in |
| a new one | measures visits |

Before the last words.

One paragraph about data that will be moved to the very end of this text.
"""


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """The style and words of each paragraph that has any, as LibreOffice saved them."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        styles = etree.fromstring(archive.read("word/styles.xml"))
    names = {
        style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val")
        for style in styles.iter(f"{W}style")
    }
    assert not any(True for _ in body.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"))
    found = []
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = names[style.get(f"{W}val")] if style is not None else "Normal"
        words = "".join(
            (node.text or "") if node.tag == f"{W}t" else " "
            for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab")
        ).split()
        if words:
            found.append((name.lower(), " ".join(words)))
    return found


STYLES = {
    ClauseKind.ITEM: "list paragraph",
    ClauseKind.TERM: "definition term",
    ClauseKind.DEFINITION: "definition",
}


def expected(document: Document) -> list[tuple[str, str]]:
    found = []
    for clause in document.clauses:
        tags = [block.tag for block in clause.blocks]
        style = STYLES.get(clause.kind, "quote" if "blockquote" in tags else "normal")
        if clause.kind is ClauseKind.CELL:
            style = "table heading" if "th" in tags else "table text"
        if clause.kind is ClauseKind.HEADING:
            style = f"heading {clause.level}"
        found.extend([(style, clause.text)] if clause.text else [])
    return found


def test_libreoffice_accepts_to_the_new_version_and_rejects_to_the_old_one(settle: Settle) -> None:
    policy = [ROOT / "policy" / "privacy" / name for name in ("1.0.0.md", "draft.md")]
    texts = [(OLD, NEW), (NEW, OLD), tuple(path.read_text(encoding="utf-8") for path in policy)]
    asked, wanted = [], []
    for old, new in (map(read_markdown, pair) for pair in texts):
        data = redline_docx(compare_documents(old, new), author="Jana", at=AT)
        asked += [(data, "Accept"), (data, "Reject")]
        wanted += [expected(new), expected(old)]
    assert [paragraphs(data) for data in settle(*asked)] == wanted


def test_what_libreoffice_saved_comes_back_letter_by_letter(settle: Settle) -> None:
    old, new = (
        read_markdown((ROOT / "policy" / "privacy" / name).read_text(encoding="utf-8"))
        for name in ("1.0.0.md", "draft.md")
    )
    data = redline_docx(compare_documents(old, new), author="Jana", at=AT)
    settled = settle((data, "Accept"), (data, "Reject"))
    for saved, document in zip(settled, (new, old), strict=True):
        word = read_word(saved, path="saved.docx", accept=document is new)
        assert markdown_source(word.document) == markdown_source(document)
