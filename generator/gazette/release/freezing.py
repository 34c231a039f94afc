"""Freezing: a draft becomes a version, and not a letter of its text changes."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from gazette.errors import SourceError
from gazette.source.files import decode_text
from gazette.source.front_matter import split_front_matter

if TYPE_CHECKING:
    from gazette.model.document import Document

_STATUS = "status"


def freeze(draft: bytes, label: str, *, path: str) -> bytes:
    """The bytes of the version `label` that the draft file's bytes become.

    The line `status: proposal` becomes `version: <label>`; every other byte
    stays. `path` is the draft's, for errors. Raises SourceError where the
    front matter is spelt so that one line cannot be exchanged for the other.
    """
    front = split_front_matter(decode_text(draft, path=path), path=path)
    # Bytes are split at the same line ends as `decode_text` folds.
    lines = draft.splitlines(keepends=True)
    number = front.lines.get(_STATUS, 1) - 1
    end = lines[number][len(lines[number].rstrip(b"\r\n")) :]
    lines[number] = f"version: {label}".encode() + end
    frozen = b"".join(lines)
    after = split_front_matter(decode_text(frozen, path=path), path=path)
    kept = {key: value for key, value in front.meta.items() if key != _STATUS}
    if after.body != front.body or dict(after.meta) != {"version": label, **kept}:
        raise SourceError(
            "`status` shares its line or its value with something else",
            where=front.where(_STATUS),
            remedy="Write `status: proposal` on a line of its own.",
        )
    return frozen


def body_sha256(document: Document) -> str:
    """The digest of the body as it is rendered, before any template."""
    return sha256(document.html.encode()).hexdigest()


def words_sha256(document: Document) -> str:
    """The digest of the words that a visitor reads."""
    return sha256(read_words(document).encode()).hexdigest()


def read_words(document: Document) -> str:
    """The words that a visitor reads, one space between them."""
    return " ".join(document.text.split())
