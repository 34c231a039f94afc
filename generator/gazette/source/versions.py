"""One version file: its label, its dates, its text."""

from __future__ import annotations

import re
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from gazette.errors import Location, SourceError
from gazette.model.policy import Version
from gazette.source.files import decode_text, read_bytes
from gazette.source.front_matter import FrontMatter, split_front_matter
from gazette.source.reading import read_markdown
from gazette.source.settings import closest

if TYPE_CHECKING:
    from pathlib import Path

    from gazette.model.document import Document

DRAFT = "draft"
PROPOSAL = "proposal"

_LABEL = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
# The shape of a BCP 47 tag; whether it is registered is not our business.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

_SHARED_KEYS = ("title", "published", "effective", "shorter_notice", "summary", "language")
VERSION_KEYS = ("version", *_SHARED_KEYS)
DRAFT_KEYS = ("status", *_SHARED_KEYS)


class Reader(Protocol):
    """Reads a document, as `read_markdown` does; a preview has one that remembers."""

    def __call__(self, text: str, *, path: str) -> Document:
        """The document in `text`, which came from `path`."""


def order(label: str) -> tuple[int, int, int]:
    """What versions are sorted by; ValueError when `label` is no `major.minor.patch`."""
    if not (parts := _LABEL.fullmatch(label)):
        raise ValueError(label)
    return int(parts[1]), int(parts[2]), int(parts[3])


def is_label(text: str) -> bool:
    """Whether `text` is `major.minor.patch`, without leading zeros."""
    return _LABEL.fullmatch(text) is not None


def read_version(path: Path, *, policy: str, read: Reader = read_markdown) -> Version:
    """The version or the draft in the file at `path`, named after its label.

    Raises SourceError with the line of the key that is missing, unknown or
    wrong, for a label that is not the file's name, for an effective date
    before the publication, and for a file without text.
    """
    data = read_bytes(path)
    source = decode_text(data, path=str(path))
    front = split_front_matter(source, path=str(path))
    if not front.meta:
        raise SourceError(
            "the front matter is missing",
            where=Location(str(path), 1),
            remedy="Begin the file with `---`, the keys title, version, published and effective, "
            "and `---` again.",
        )
    label = _draft(front) if path.stem == DRAFT else _label(front, path)
    published, effective = _dates(front, needed=label != DRAFT)
    document = read(source, path=str(path))
    if not document.text.strip():
        raise SourceError(
            "the version has no text",
            where=Location(str(path), front.first_line),
            remedy="Write the policy below the front matter.",
        )
    return Version(
        policy=policy,
        label=label,
        title=_text(front, "title"),
        document=document,
        published=published,
        effective=effective,
        summary=_text(front, "summary", needed=False),
        language=_language(front),
        path=str(path),
        source=source,
        sha256=sha256(data).hexdigest(),
        data=data,
        shorter_notice=_text(front, "shorter_notice", needed=False),
    )


def _wrong(front: FrontMatter, key: str, problem: str, remedy: str) -> SourceError:
    """An error about `key` at its line."""
    return SourceError(f"`{key}` {problem}", where=front.where(key), remedy=remedy)


def _refuse_unknown(front: FrontMatter, known: tuple[str, ...]) -> None:
    """Raise SourceError for the first key that is not `known`."""
    for key in front.meta:
        if key not in known:
            raise _wrong(front, key, "is not a known key", closest(key, known))


def _draft(front: FrontMatter) -> str:
    """The label of a draft, once it is sure to say that it is one."""
    if "version" in front.meta:
        raise _wrong(
            front,
            "version",
            "stands in a draft, which has no label before its release",
            f"Write `status: {PROPOSAL}` instead.",
        )
    _refuse_unknown(front, DRAFT_KEYS)
    if front.meta.get("status") != PROPOSAL:
        raise _wrong(
            front, "status", "does not say that this is a draft", f"Write `status: {PROPOSAL}`."
        )
    return DRAFT


def _label(front: FrontMatter, path: Path) -> str:
    """The version's label, which must be the file's name."""
    if "status" in front.meta:
        raise _wrong(
            front, "status", "stands in a released version", "Remove it; only a draft has a status."
        )
    _refuse_unknown(front, VERSION_KEYS)
    label = str(front.meta.get("version", ""))
    mend = f"Write `version: {path.stem}`"
    if not label:
        raise _wrong(front, "version", "is missing", f"{mend}.")
    if not is_label(label):
        raise _wrong(front, "version", f"is {label}, not major.minor.patch", f"{mend}.")
    if label == path.stem:
        return label
    if (other := path.with_name(f"{label}.md")).exists():
        raise _wrong(front, "version", f"is {label}, which {other.name} is already", f"{mend}.")
    raise _wrong(
        front,
        "version",
        f"is {label}, but the file is called {path.name}",
        f"{mend}, or rename the file to {other.name}.",
    )


def _dates(front: FrontMatter, *, needed: bool) -> tuple[date | None, date | None]:
    """The days of publication and effect, the second not before the first."""
    published = _day(front, "published", needed=needed)
    effective = _day(front, "effective", needed=needed)
    if published and effective and effective < published:
        raise _wrong(
            front,
            "effective",
            f"is {effective}, before the publication on {published}",
            "A text cannot bind before it is published: correct one of the two dates.",
        )
    return published, effective


def _day(front: FrontMatter, key: str, *, needed: bool) -> date | None:
    """The calendar day under `key`."""
    value = front.meta.get(key)
    if value is None:
        if needed:
            raise _wrong(front, key, "is missing", f"Add a line such as `{key}: 2026-11-22`.")
        return None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _wrong(front, key, "is not a day", f"Write it as `{key}: 2026-11-22`, without time.")
    return value


def _text(front: FrontMatter, key: str, *, needed: bool = True) -> str:
    """The text under `key`, white space folded."""
    value = front.meta.get(key)
    if value is None:
        if needed:
            raise _wrong(front, key, "is missing", f"Add a line such as `{key}: …`.")
        return ""
    if not isinstance(value, str) or (needed and not value.strip()):
        raise _wrong(front, key, "is not a text", f'Write `{key}: "…"`, in quotes.')
    return " ".join(value.split())


def _language(front: FrontMatter) -> str:
    """The language of the text as a BCP 47 tag; English unless told."""
    value = front.meta.get("language", "en")
    # YAML reads `language: no` as false, so Norwegian needs quotes.
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise _wrong(
            front, "language", "is no language tag", 'Write one in quotes, such as "en" or "de-AT".'
        )
    return value
