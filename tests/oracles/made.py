"""Word files made by hand, as another program would write them."""

from __future__ import annotations

import zipfile
from io import BytesIO

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_PARTS = ("styles", "numbering", "comments")


def word_file(body: str, *, links: str = "", head: str = "", **parts: str) -> bytes:
    """A DOCX of `body`; `parts` are the contents of `styles`, `numbering` and `comments`."""
    names = f'xmlns:w="{_W}" xmlns:r="{_R}"'
    main = f'<Relationship Id="m" Type="{_R}/officeDocument" Target="/word/main.xml"/>'
    own = (f'<Relationship Id="{p}" Type="{_R}/{p}" Target="{p}.xml"/>' for p in _PARTS)
    files = {
        "_rels/.rels": _related(main),
        "word/main.xml": f"{head}<w:document {names}><w:body>{body}</w:body></w:document>",
        "word/_rels/main.xml.rels": _related(links + "".join(own)),
    }
    for part, content in parts.items():
        files[f"word/{part}.xml"] = f"<w:{part} {names}>{content}</w:{part}>"
    return zipped(files)


def zipped(files: dict[str, str]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def styled(text: str, style: str) -> str:
    return paragraph(text, f'<w:pStyle w:val="{style}"/>')


def style(identity: str, name: str, *, based_on: str = "", properties: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>'
        f"{base}<w:pPr>{properties}</w:pPr></w:style>"
    )


def numbered(number: int, level: int | str = 0) -> str:
    """The properties of an item of a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def lists(*kinds: tuple[str, ...]) -> str:
    """The numbering part: lists 1, 2, ... with a format and label text for each level."""
    made = ""
    for place, kind in enumerate(kinds):
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for level, (form, text) in enumerate(each.split() for each in kind)
        )
        made += f'<w:abstractNum w:abstractNumId="{place}">{levels}</w:abstractNum>'
    return made + "".join(
        f'<w:num w:numId="{place + 1}"><w:abstractNumId w:val="{place}"/></w:num>'
        for place in range(len(kinds))
    )


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of rows of cells."""
    return f"<w:tbl>{''.join('<w:tr>' + ''.join(row) + '</w:tr>' for row in rows)}</w:tbl>"


def comment(identity: int, author: str, text: str) -> str:
    return (
        f'<w:comment w:id="{identity}" w:author="{author}" w:date="2026-11-22T09:00:00Z">'
        f"{paragraph(text)}</w:comment>"
    )


def commented(identity: int, words: str) -> str:
    """Words with a comment on them, within a paragraph."""
    return (
        f'<w:commentRangeStart w:id="{identity}"/><w:r><w:t>{words}</w:t></w:r>'
        f'<w:commentRangeEnd w:id="{identity}"/><w:r><w:commentReference w:id="{identity}"/></w:r>'
    )


def _related(relations: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>'
