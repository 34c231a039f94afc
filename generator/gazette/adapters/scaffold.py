"""A new policy repository: what `gazette init` lays down.

The texts are package data under `gazette/scaffold`, with `${name}` where the
organisation's own values go.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from gazette.errors import Location, OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

TEXTS = {
    "mkdocs.yml": "mkdocs.yml",
    ".gitignore": "gitignore",
    "policy/privacy/policy.toml": "policy/privacy/policy.toml",
    "policy/privacy/1.0.0.md": "policy/privacy/1.0.0.md",
}
"""Path in the new repository -> path below the package's `scaffold` folder."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """Whose repository it is: its name, where its policy is served, whom to write to."""

    name: str
    site_url: str
    email: str


def starter_files(
    organisation: Organisation, *, today: date, templates: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return every file of a new repository, by its path in it.

    `templates` are the site's templates by their path below `templates/`;
    `today` is the day the first version is published and takes effect.
    """
    values = {
        "organisation": organisation.name,
        "organisation_quoted": quoted(organisation.name),
        "contact_quoted": quoted(f"{organisation.name}, Privacy"),
        "email": organisation.email,
        "email_quoted": quoted(organisation.email),
        "site_url_quoted": quoted(organisation.site_url),
        "today": today.isoformat(),
    }
    scaffold = files("gazette") / "scaffold"
    texts = {
        path: Template((scaffold / source).read_text(encoding="utf-8")).substitute(values).encode()
        for path, source in TEXTS.items()
    }
    laid = {f"templates/{name}": content for name, content in templates.items()}
    return texts | laid | {"site/.gitkeep": b""}


def quoted(text: str) -> str:
    """`text` as a string literal that TOML and YAML read alike."""
    return json.dumps(text, ensure_ascii=False)


def lay_down(contents: Mapping[str, bytes], into: Path) -> None:
    """Write every file below the folder `into`, or none.

    OutputError if one of them exists already, or cannot be written; what was
    written by then is taken back.
    """
    existing = [path for path in contents if (into / path).exists()]
    if existing:
        raise OutputError(
            f"{existing[0]} exists already, and nothing is ever overwritten",
            where=Location(str(into)),
            remedy="Name an empty folder: gazette init FOLDER",
        )
    written: list[Path] = []
    try:
        for path, content in contents.items():
            target = into / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as stream:
                written.append(target)
                stream.write(content)
    except OSError as error:
        for target in written:
            target.unlink(missing_ok=True)
        raise OutputError(
            f"the repository cannot be laid down: {error.strerror}",
            where=Location(str(into)),
            remedy="Check that the folder can be written to and has room, then run it again.",
        ) from error
