"""A policy's translations: `de/1.0.0.md` beside `1.0.0.md`, `de/draft.md` beside the draft.

The front matter of one says what it translates, and little else, because its
dates are those of the version:

---
title: Datenschutzerklärung
version: 1.0.0           # in a draft's translation: status: proposal
summary: ...             # optional
---
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from gazette.errors import Location, SourceError
from gazette.model.policy import Translation
from gazette.source.files import decode_text, read_bytes
from gazette.source.front_matter import split_front_matter
from gazette.source.reading import read_markdown
from gazette.source.settings import closest
from gazette.source.versions import DRAFT, PROPOSAL, is_label

if TYPE_CHECKING:
    from pathlib import Path

    from gazette.model.policy import Language
    from gazette.source.front_matter import FrontMatter
    from gazette.source.versions import Reader

KEYS = ("title", "version", "status", "summary")
_FOLDER = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def read_translations(
    folder: Path, languages: tuple[Language, ...], *, read: Reader = read_markdown
) -> tuple[Translation, ...]:
    """All translations below the policy's `folder`, by language and then by file.

    Raises SourceError for a file that is no translation of a version or of the
    draft, and for a folder of them whose language policy.toml does not name.
    """
    _refuse_unnamed(folder, languages)
    return tuple(
        _read(path, language, read)
        for language in languages
        for path in sorted((folder / language.tag).glob("*.md"))
    )


def _refuse_unnamed(folder: Path, languages: tuple[Language, ...]) -> None:
    """Raise SourceError for translations that would silently stay off the site."""
    named = {each.tag for each in languages}
    for each in sorted(folder.iterdir()):
        if each.name in named or not each.is_dir() or not _FOLDER.fullmatch(each.name):
            continue
        if any(path.stem == DRAFT or is_label(path.stem) for path in each.glob("*.md")):
            raise SourceError(
                f"these are translations into `{each.name}`, which policy.toml does not name",
                where=Location(str(each)),
                remedy=f"Add a table [languages.{each.name}] with title and note.",
            )


def _read(path: Path, language: Language, read: Reader) -> Translation:
    """The translation in the file at `path`."""
    data = read_bytes(path)
    source = decode_text(data, path=str(path))
    front = split_front_matter(source, path=str(path))
    for key in front.meta:
        if key not in KEYS:
            raise _wrong(front, key, "is not a known key of a translation", closest(key, KEYS))
    document = read(source, path=str(path))
    return Translation(
        language=language,
        label=_label(front, path),
        title=_text(front, "title"),
        document=document,
        summary=_text(front, "summary", needed=False),
        path=str(path),
        sha256=sha256(data).hexdigest(),
        data=data,
    )


def _label(front: FrontMatter, path: Path) -> str:
    """What is translated, which must be the file's name."""
    draft = path.stem == DRAFT
    key, wanted = ("status", PROPOSAL) if draft else ("version", path.stem)
    if not draft and not is_label(path.stem):
        raise SourceError(
            f"{path.name} translates neither a version nor {DRAFT}.md",
            where=Location(str(path)),
            remedy="Name it after what it translates, such as 1.0.0.md.",
        )
    if str(front.meta.get(key, "")) != wanted:
        raise _wrong(front, key, "does not say what is translated", f"Write `{key}: {wanted}`.")
    return path.stem


def _text(front: FrontMatter, key: str, *, needed: bool = True) -> str:
    """The text under `key`, white space folded."""
    value = front.meta.get(key, None if needed else "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise _wrong(front, key, "is missing, or not a text", f'Write `{key}: "…"`, in quotes.')
    return " ".join(value.split())


def _wrong(front: FrontMatter, key: str, problem: str, remedy: str) -> SourceError:
    """An error about `key` at its line."""
    return SourceError(f"`{key}` {problem}", where=front.where(key), remedy=remedy)
