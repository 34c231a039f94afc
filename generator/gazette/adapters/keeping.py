"""What was worked out before, kept between runs: working it out again takes longer.

What is kept is found again only by the same question put to the same Gazette
with the same libraries, so nothing has to be cleared. It holds nothing about
people. Where the folder cannot be read or written, every run works it out.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")


def kept(
    path: Path | None,
    make: Callable[[], T],
    *,
    read: Callable[[Any], T],
    write: Callable[[T], object],
) -> T:
    """What `path` keeps as JSON, read by `read`; else what `make` makes, kept by `write`.

    What `make` raises is raised, and nothing is kept.
    """
    try:
        if path is not None:
            return read(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        pass
    made = make()
    if path is not None:
        _keep(path, json.dumps(write(made)))
    return made


def digest_of(asked: object, *packages: str) -> str:
    """A name for `asked`, which JSON can hold, as the code of our `packages` answers it.

    Another byte in one of them, another Python or another library is another name.
    """
    digest = hashlib.sha256(json.dumps([asked, sys.version, _libraries()]).encode())
    # By their folders: to name a package whole would import it.
    ours = Path(str(files("gazette")))
    for package in packages:
        for content in _contents(ours / package):
            digest.update(content)
    return digest.hexdigest()


def digest_of_folder(folder: Path) -> str:
    """The digest of all files in `folder`, with their names; OSError where one cannot be read."""
    digest = hashlib.sha256()
    for content in _contents(folder):
        digest.update(content)
    return digest.hexdigest()


def _contents(folder: Path) -> Iterator[bytes]:
    """The name and the digest of every file, in one order on any machine."""
    for place, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            path = os.path.join(place, name)  # noqa: PTH118 - a Path for each costs more than the reading
            with open(path, "rb") as stream:  # noqa: PTH123
                yield os.path.relpath(path, folder).encode()
                yield hashlib.sha256(stream.read()).digest()


def _libraries() -> list[str]:
    """What is installed, as `name-version`: reading each one's metadata takes longer."""
    found = set()
    for place in map(Path, sys.path):
        if place.is_dir():
            found |= {name for name in os.listdir(place) if name.endswith(".dist-info")}  # noqa: PTH208 - as above
    return sorted(found)


def _keep(path: Path, text: str) -> None:
    partial = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
