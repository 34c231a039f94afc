"""The files of a site, kept in a folder from when they are made."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Aside(MutableMapping[str, bytes]):
    """Files by their path below `folder`, which has nothing else; no content is held in memory.

    The pages of a policy with hundreds of versions are hundreds of megabytes,
    and a build asks for each of them again only to copy and to check it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places: dict[str, Path] = {}

    def place(self, path: str) -> Path:
        """Where the file with this path lies."""
        return self._places[path]

    def __getitem__(self, path: str) -> bytes:
        return self._places[path].read_bytes()

    def __setitem__(self, path: str, content: bytes) -> None:
        place = self._folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        self._places[path] = place

    def __delitem__(self, path: str) -> None:
        self._places.pop(path).unlink()

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
