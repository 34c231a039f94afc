"""The file itself: its parts in a zip archive, the same bytes for the same text."""

from __future__ import annotations

import zipfile
from functools import cache
from importlib.resources import files
from io import BytesIO
from string import Template
from typing import TYPE_CHECKING

from gazette.render.docx.marks import FIRST_LINK
from gazette.render.docx.numbering import INDENT
from gazette.render.docx.xml import element, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gazette.render.docx.shapes import Style

_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "docProps/core.xml": "core.xml",
    "word/document.xml": "document.xml",
    "word/styles.xml": "styles.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
    "word/header1.xml": "header.xml",
    "word/footer1.xml": "footer.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
}
"""Name in the archive -> template, in the order in which Word reads them."""
# The earliest instant that a zip archive can hold.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def package(values: Mapping[str, str]) -> bytes:
    """The archive of all parts, with `values` (XML already) in their templates."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, template in _PARTS.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # The same wherever it is made: archives also note the maker's system.
            entry.create_system = 0
            archive.writestr(entry, _template(template).substitute(values).encode())
    return stream.getvalue()


def relationships(addresses: Iterable[str]) -> str:
    """The relationships of links that lead out of the file."""
    return "".join(
        f'<Relationship Id="rId{number}" Type="{_LINK}" '
        f'Target="{value(address)}" TargetMode="External"/>'
        for number, address in enumerate(addresses, FIRST_LINK)
    )


def further_styles(used: Mapping[str, Style]) -> str:
    """The styles that `used` adds to those of the template, by id."""
    known = _template("styles.xml").template
    return "".join(
        _further(style)
        for identity, style in sorted(used.items())
        if f'w:styleId="{identity}"' not in known
    )


def _further(style: Style) -> str:
    """A style for a combination that Word does not know, such as code in a list."""
    base = style.base
    depth = len(style.frame)
    if base.startswith("List Continue"):
        base, depth = "Normal", int(base.removeprefix("List Continue").strip() or 1)
    elif style.frame[-1:] == ("quote",) and base == "Normal":
        base = "Quote"
    base_id = type(style)(base).id
    return element(
        "style",
        element("name", val=style.name),
        element("basedOn", val=base_id),
        element("pPr", element("ind", left=INDENT * depth)),
        type="paragraph",
        **({} if style.base.startswith("List Continue") else {"customStyle": 1}),
        styleId=style.id,
    )


@cache
def _template(name: str) -> Template:
    folder = files("gazette.render.docx") / "parts"
    return Template((folder / name).read_text(encoding="utf-8"))
