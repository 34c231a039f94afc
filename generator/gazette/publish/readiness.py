"""Whether a folder's files are a site that may be published."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from gazette.errors import Location, OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSIONS = "versions.json"
MARK = "sitemap.xml"
"""What every site of ours has; a place without it is not taken for one."""
_SCHEMA = "gazette/versions/1"
_BUILD = "Build it anew: gazette build"


def refuse_unready(files: Mapping[str, bytes], *, where: str) -> None:
    """Raise OutputError unless `files`, by their paths, are a site to be published.

    It is one when Gazette built it, as each policy's versions.json says, and
    it is no preview. `where` is the folder, for the error.
    """
    place = Location(where)
    manifests = [path for path in files if path.rpartition("/")[2] == VERSIONS]
    if not manifests or MARK not in files or "index.html" not in files:
        raise OutputError(
            "this is no site that Gazette has built", where=place, remedy="Run gazette build first."
        )
    for path in manifests:
        said = _read(files[path], Location(f"{where}/{path}"))
        if said.get("preview") is not False:
            raise OutputError(
                "this is a preview: it shows what is not released",
                where=place,
                remedy="Build it without --preview: gazette build",
            )


def _read(data: bytes, where: Location) -> dict[str, object]:
    """What a versions.json says; OutputError where it is none of ours."""
    try:
        value = json.loads(data)
    except ValueError:
        value = None
    if not isinstance(value, dict) or value.get("schema") != _SCHEMA:
        raise OutputError("this is no list of versions of ours", where=where, remedy=_BUILD)
    return value


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file, by its path."""
    return {path: sha256(data).hexdigest() for path, data in files.items()}


def refuse_difference(
    expected: Mapping[str, bytes], published: Mapping[str, bytes], *, where: str, remedy: str
) -> None:
    """Raise OutputError where what was published is not, byte for byte, what was to be."""
    wanted, found = digests(expected), digests(published)
    for path in sorted(wanted.keys() | found.keys()):
        if wanted.get(path) != found.get(path):
            raise OutputError(
                f"what was published differs from what was built, first in {path}",
                where=Location(where),
                remedy=remedy,
            )
