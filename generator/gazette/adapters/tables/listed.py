"""A list of recipients as `write_list` wrote it, checked against its manifest and read back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazette.adapters.tables.engine import EngineError, embedded
from gazette.adapters.tables.formats import read_back, recipient_format
from gazette.adapters.tables.manifest import SCHEMA
from gazette.errors import Location, NoticeError

if TYPE_CHECKING:
    from collections.abc import Iterator

_REMEDY = "Make the list again: gazette audience"

Row = tuple[Any, ...]
"""user_id, email, locale, action, accepted_version, segments; empty text for none."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that is as its manifest says: whose release it answers, and how many it holds."""

    path: Path
    policy: str
    release: str
    sha256: str
    recipients: int
    undecided: int

    def rows(self) -> Iterator[Row]:
        """The recipients, in order."""
        columns = ("user_id", "email", "locale", "action", "accepted_version", "segments")
        asked = ", ".join(f"coalesce({column}, '')" for column in columns)
        source = read_back(recipient_format(self.path), self.path)
        try:
            with embedded(spill=self.path.parent / f".{self.path.name}.spill") as engine:
                yield from engine.stream(f"SELECT {asked} FROM {source}")
        except EngineError:
            raise _wrong(self.path, "the list cannot be read") from None


def listed(path: Path) -> Listed:
    """The list at `path` with what its manifest says of it.

    NoticeError where either is missing, or the list is not the one that the
    manifest was written for.
    """
    manifest = path.with_name(f"{path.stem}.manifest.json")
    try:
        said = json.loads(manifest.read_text(encoding="utf-8"))
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        found = Listed(
            path=path,
            policy=said["policy"],
            release=said["release"],
            sha256=said["output"]["sha256"],
            recipients=said["counts"]["recipients"],
            undecided=sum(said["undecided"].values()),
        )
    except OSError as error:
        missing = Path(str(error.filename or path))
        raise _wrong(
            missing, f"cannot be read: {(error.strerror or 'no reason').lower()}"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _wrong(manifest, f"this is no manifest of {SCHEMA}") from None
    if said["schema"] != SCHEMA:
        raise _wrong(manifest, f"this is no manifest of {SCHEMA}")
    if digest != found.sha256:
        raise _wrong(path, "the list is not the one that its manifest was written for")
    return found


def _wrong(path: Path, what: str) -> NoticeError:
    return NoticeError(what, where=Location(str(path)), remedy=_REMEDY)
