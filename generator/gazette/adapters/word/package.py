"""The parts of a Word file: bounded in size, parsed without entities or network."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from lxml import etree
from lxml.etree import _Element

from gazette.errors import Location, SourceError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LARGEST = 32 * 2**20
"""Bytes that one part may unpack to. A policy of 100,000 words takes a fifth."""
_SMALL, _DENSEST = 4 * 2**20, 100
"""A part of more bytes than that holds no more than so many times what it took packed."""
MOST = 32767
"""The highest number that Word counts to; of levels it has nine, of columns 63."""
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
# The start of a compound file: an old .doc, or a .docx behind a password.
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PARTS = tuple(_TYPES + part for part in ("styles", "numbering", "comments"))
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError)
"""What `zipfile` raises for an archive that is damaged, encrypted or of a strange kind."""


@dataclass(frozen=True, slots=True)
class Package:
    """The parsed parts of a Word file; an empty element where one is missing.

    `links` gives the target of each relationship that leads out of the file.
    """

    body: _Element
    styles: _Element
    numbering: _Element
    comments: _Element
    links: dict[str, str]


def open_package(data: bytes, *, path: str) -> Package:
    """Open the Word file `data`, which came from `path`.

    Raises SourceError for anything but a Word file that can be read whole: a
    damaged archive, another format, a password, a part that unpacks to more
    than `LARGEST` bytes or to suspiciously many for its size, XML that declares entities.
    """
    where = Location(path)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _BROKEN:
        raise _no_archive(data, where) from None
    with archive:
        reader = _Reader(archive, where)
        main = _main_part(reader)
        document = reader.parse(main)
        body = document.find(f"{W}body")
        if body is None:
            raise _not_word(where, strict=document.tag == f"{{{_STRICT}}}document")
        folder, name = posixpath.split(main)
        related = _related(reader.parse_or_empty(f"{folder}/_rels/{name}.rels"))
        parts = {
            part: reader.parse_or_empty(posixpath.normpath(posixpath.join(folder, related[part])))
            for part in _PARTS
            if part in related
        }
    styles, numbering, comments = (parts.get(part, etree.Element("none")) for part in _PARTS)
    outside = {key: target for key, target in related.items() if not key.startswith(_TYPES)}
    return Package(body, styles, numbering, comments, outside)


def whole(text: str | None, default: int = 0) -> int:
    """The whole number that `text` is, at most `MOST`; `default` for what is none."""
    if not text or not (text.isascii() and text.isdecimal()):
        return default
    digits = text.lstrip("0")
    # Digits without end are an attack of their own.
    return min(int(digits or "0"), MOST) if len(digits) <= len(str(MOST)) else MOST


def value_of(element: _Element | None, name: str) -> str:
    """The value of the child `name` of `element`, "" where there is none."""
    child = element.find(f"{W}{name}") if element is not None else None
    return str(child.get(f"{W}val") or "") if child is not None else ""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads and parses the parts of one archive."""

    archive: zipfile.ZipFile
    where: Location

    def parse_or_empty(self, name: str) -> _Element:
        """The root of the part `name`, or of nothing."""
        return self.parse(name) if name in self.archive.namelist() else etree.Element("none")

    def parse(self, name: str) -> _Element:
        """The root of the part `name`."""
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(self._unpack(name), parser)
        except etree.XMLSyntaxError:
            raise _damaged(self.where) from None
        # No Word file has one; entities are how XML attacks its reader.
        if root.getroottree().docinfo.internalDTD is not None:
            raise SourceError(
                "the file declares a document type, which no Word file does",
                where=self.where,
                remedy="Do not trust it. Ask the sender for a file saved by Word.",
            )
        return root

    def _unpack(self, name: str) -> bytes:
        try:
            most = max(_SMALL, min(LARGEST, _DENSEST * self.archive.getinfo(name).compress_size))
            with self.archive.open(name) as part:
                data = part.read(most + 1)
        except _BROKEN:
            raise _damaged(self.where) from None
        if len(data) > most:
            raise SourceError(
                f"a part of the file unpacks to more than {most // 2**20} MiB",
                where=self.where,
                remedy="No policy is as long; ask the sender for a file saved by Word.",
            )
        return data


def _main_part(reader: _Reader) -> str:
    """The name of the part that holds the text."""
    for relation in reader.parse_or_empty("_rels/.rels"):
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            name = posixpath.normpath(str(relation.get("Target", ""))).lstrip("/")
            if name in reader.archive.namelist():
                return name
    raise _not_word(reader.where)


def _related(relations: _Element) -> dict[str, str]:
    """The target of each relationship: the file's own by type, links by id."""
    found = {}
    for relation in relations:
        outside = relation.get("TargetMode") == "External"
        key = relation.get("Id") if outside else relation.get("Type")
        found[str(key or "")] = str(relation.get("Target") or "")
    return found


def _no_archive(data: bytes, where: Location) -> SourceError:
    """The error for what is no zip archive."""
    if not data.startswith(_COMPOUND):
        return _damaged(where) if data.startswith(b"PK") else _not_word(where)
    if _ENCRYPTED in data:
        return SourceError(
            "the file is protected by a password",
            where=where,
            remedy="Open it in Word, remove the password (File, Info), and save it again.",
        )
    return SourceError(
        "this is a file of Word 97 to 2003",
        where=where,
        remedy="Open it in Word and save it as a Word document (.docx).",
    )


def _not_word(where: Location, *, strict: bool = False) -> SourceError:
    """The error for a file of another kind."""
    what = "this is a “Strict Open XML” document" if strict else "this is not a Word file"
    return SourceError(
        what, where=where, remedy="Save the text as a Word document (.docx), and import that."
    )


def _damaged(where: Location) -> SourceError:
    return SourceError(
        "the Word file is damaged",
        where=where,
        remedy="Ask for it again; Word itself can often repair one (Open, Open and Repair).",
    )
