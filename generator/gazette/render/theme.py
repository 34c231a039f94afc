"""A theme's templates as MkDocs draws pages with them, found and compiled with less work.

What is drawn stays the same, byte for byte. Material brings ten thousand icons in a folder
`.icons`, which MkDocs walks through at every build to leave each of them out; and a preview
would compile the same two dozen templates at every keystroke.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, FileSystemLoader

if TYPE_CHECKING:
    from types import CodeType

    from jinja2 import Environment
    from jinja2.bccache import Bucket


class VisibleFiles(FileSystemLoader):
    """Loads like its parent, and lists no file that is hidden or lies in a hidden folder."""

    def list_templates(self) -> list[str]:
        """Their names, sorted, without those that MkDocs would leave out by `.*` and `*/.*`."""
        found = set()
        for folder in self.searchpath:
            for place, folders, files in os.walk(folder, followlinks=self.followlinks):
                folders[:] = [each for each in folders if not each.startswith(".")]
                inside = os.path.relpath(place, folder).replace(os.sep, "/")
                around = "" if inside == os.curdir else f"{inside}/"
                found |= {f"{around}{each}" for each in files if not each.startswith(".")}
        return sorted(found)


class Compiled(BytecodeCache):
    """Remembers compiled templates, by the digest of their source, as long as it lives."""

    def __init__(self) -> None:
        self._code: dict[tuple[object, ...], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give `bucket` the code of its source, if that is remembered."""
        bucket.code = self._code.get(_key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember the code of `bucket`."""
        if bucket.code:
            self._code[_key(bucket)] = bucket.code


def _key(bucket: Bucket) -> tuple[object, ...]:
    """What a template's code depends on: its file, its source, and what else Jinja is taught."""
    return bucket.key, bucket.checksum, *sorted(bucket.environment.extensions)


def spare_work(environment: Environment, compiled: Compiled | None) -> Environment:
    """`environment` itself, made to list its templates faster, and to know those `compiled`."""
    loader = environment.loader
    # Another tool's own loader may list what this one would not find.
    if type(loader) is FileSystemLoader:
        environment.loader = VisibleFiles(
            loader.searchpath, encoding=loader.encoding, followlinks=loader.followlinks
        )
    environment.bytecode_cache = compiled
    return environment
