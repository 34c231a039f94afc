"""Reading a policy file: UTF-8, or an error that names the first bad byte's line."""

from __future__ import annotations

from pathlib import Path

from gazette.errors import Location, SourceError

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path) -> str:
    r"""The text of the file at `path`, with `\n` line ends and without a byte order mark.

    Raises SourceError for a file that is missing, unreadable, a folder, empty,
    binary, or not UTF-8.
    """
    return decode_text(read_bytes(path), path=str(path))


def read_bytes(path: Path) -> bytes:
    """The bytes of the file at `path`; SourceError where there is none to read."""
    where = Location(str(path))
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(
            "there is no such file", where=where, remedy="Check the name and the folder."
        ) from None
    except IsADirectoryError:
        raise SourceError(
            "this is a folder, not a file", where=where, remedy="Name a Markdown file inside it."
        ) from None
    except OSError as error:
        raise SourceError(
            f"the file cannot be read: {(error.strerror or str(error)).lower()}",
            where=where,
            remedy="Check that it is there and that you may read it.",
        ) from None
    except ValueError:
        # The operating system's own limit: a name with a NUL in it.
        raise SourceError(
            "this cannot be a file's name", where=where, remedy="Check the name."
        ) from None


def decode_text(data: bytes, *, path: str) -> str:
    """Decode `data`, which came from `path`, as `read_text` does.

    Raises SourceError for data that is empty, binary, or not UTF-8.
    """
    _refuse_other_than_text(data, Location(path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # `start` counts within the bytes that follow a byte order mark.
        body = error.object
        line = body.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"the byte 0x{body[error.start]:02X} is not UTF-8",
            where=Location(path, line),
            remedy="Save the file as UTF-8 (in most editors: “Save with encoding”).",
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_other_than_text(data: bytes, where: Location) -> None:
    """Raise SourceError for what cannot be a policy whatever its encoding."""
    if data.startswith(_UTF16_MARKS):
        raise SourceError(
            "the file is UTF-16, not UTF-8",
            where=Location(where.path, 1),
            remedy="Save the file as UTF-8 (in most editors: “Save with encoding”).",
        )
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise SourceError(
            "the file is binary, not text",
            where=Location(where.path, line),
            remedy="Name a Markdown file; export a Word or PDF document as Markdown first.",
        )
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise SourceError(
            "the file is empty", where=where, remedy="Write its text, or name another file."
        )
