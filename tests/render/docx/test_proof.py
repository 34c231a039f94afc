"""The proof that a Word file gives back both versions: what it must notice."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest

from gazette.errors import RedlineError
from gazette.redline import compare_documents
from gazette.render.docx import redline_docx
from gazette.render.docx.proof import proved
from gazette.source import read_markdown

OLD = """\
## Rights {#rights}

We keep it **thirty** days, see [terms](https://example.com/a) and [rights](#rights).

3. one item here
4. two items here

| A | B |
|---|:-:|
| first cell | second cell |
| third cell | fourth cell |

The end stays.
"""
NEW = """\
### Rights {#rights}

We keep it *sixty* days, see [terms](https://example.com/b) and [rights](#rights).

3. one item here
4. two items there

| A | B |
|---|:-:|
| first cell | second cell |

The end stays. One more sentence.
"""
COMPARISON = compare_documents(read_markdown(OLD), read_markdown(NEW))
GOOD = redline_docx(COMPARISON, author="Jana", at=datetime(2026, 11, 22, tzinfo=UTC))


def tampered(part: str, before: str, after: str) -> bytes:
    """The good file with one thing in one of its parts exchanged."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == f"word/{part}":
                assert before in text
                text = text.replace(before, after, 1)
                # What was one element of its kind stays well formed.
                text = text.replace("</w:del>", "</w:strange>", int("strange" in after))
            target.writestr(name, text)
    return stream.getvalue()


def test_a_file_that_restores_both_versions_passes_as_it_is() -> None:
    assert proved(GOOD, COMPARISON) is GOOD


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        pytest.param("document.xml", ">first cell<", ">fist cell<", id="a word"),
        pytest.param("document.xml", '"Heading3"', '"Heading2"', id="a new level"),
        pytest.param("document.xml", '"Heading2"', '"Heading3"', id="an old level"),
        pytest.param("document.xml", "<w:b/>", "", id="how a word looked"),
        pytest.param("document.xml", "<w:i/>", "<w:b/>", id="how a word looks"),
        pytest.param("document.xml", 'w:anchor="gz_rights"', 'r:id="rId10"', id="a link within"),
        pytest.param("_rels/document.xml.rels", "example.com/b", "example.org", id="an address"),
        pytest.param(
            "numbering.xml", '"3"/></w:lvlOverride>', '"2"/></w:lvlOverride>', id="a number"
        ),
        pytest.param("document.xml", "</w:tc><w:tc>", "", id="a cell"),
        pytest.param("document.xml", "</w:tr><w:tr>", "", id="a row"),
        pytest.param(
            "document.xml", "<w:cantSplit/><w:del ", "<w:cantSplit/><w:ins ", id="a row that goes"
        ),
        pytest.param("document.xml", '<w:jc w:val="center"/>', "", id="an alignment"),
        pytest.param(
            "document.xml", "<w:del ", "<w:strange ", id="an element that Word may not know"
        ),
    ],
)
def test_whatever_else_the_file_says_is_refused(part: str, before: str, after: str) -> None:
    with pytest.raises(RedlineError):
        proved(tampered(part, before, after), COMPARISON)
