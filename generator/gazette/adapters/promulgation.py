"""Writing a release: killed at any instant, it can be finished, and nothing is lost.

The files of a policy say by themselves how far a release has come, so no
journal is kept that could disagree with them:

1. The version, its translations and the new ledger are written aside, whole, and forced to disk.
   Until now nothing has changed; a full disk is noticed here.
2. The version takes its name, and so do the translations. It is not released
   yet: no line records it, and as it is what the draft becomes, the next run
   knows it for a leftover.
3. The ledger takes its name, with the line. This one rename is the release.
4. The decisions, the draft's translations, then the draft are removed. While the
   draft is there and is the text that the last release's line records, the next
   run finishes this.

The folder is forced to disk after each step, so that no crash can show a later
step without the earlier ones. An earlier order would be wrong: a line without
its version is a ledger that lies, and a draft removed first may be lost.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from gazette.errors import Location, OutputError
from gazette.source.ledger import LEDGER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gazette.release.recording import Promulgation

ASIDE = ".part"
"""What a file written aside is called after; policies are read without it."""


def write_release(folder: Path, release: Promulgation) -> None:
    """Write the frozen files and the ledger of `release` into the policy's `folder`.

    Raises OutputError where something cannot be written; either nothing is
    released then, or the error says that running it again finishes it. The
    caller holds the folder's lock, and then calls `retire`.
    """
    ledger = folder / LEDGER
    frozen = {folder / name: data for name, data in release.frozen.items()}
    try:
        clear_up(folder)
        for path, data in frozen.items():
            _write(_aside(path), data)
        _write(_aside(ledger), release.ledger)
        for path in frozen:
            _rename(_aside(path), path)
        _rename(_aside(ledger), ledger)
    except OSError as error:
        with suppress(OSError):
            # What caused the first error may well cause a second.
            clear_up(folder)
        raise _refused(folder, error) from None


def retire(folder: Path, contents: Mapping[str, bytes]) -> tuple[str, ...]:
    """Remove the files named, in their order, and return which were removed.

    `contents` is what each held when it was released: one that holds something
    else by now was written to since, and stays.
    """
    gone = []
    try:
        for name, content in contents.items():
            path = folder / name
            if path.exists() and path.read_bytes() == content:
                path.unlink()
                _force(path.parent)
                gone.append(name)
    except OSError as error:
        raise _refused(folder, error) from None
    return tuple(gone)


def clear_up(folder: Path) -> None:
    """Remove what a release that was killed, or failed, left aside."""
    for place in ("", "*/"):
        for left in folder.glob(f"{place}.*{ASIDE}"):
            left.unlink(missing_ok=True)


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}{ASIDE}")


def _write(path: Path, data: bytes) -> None:
    """Write `data` to a new file, down to the disk."""
    handle = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666
    )
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _rename(aside: Path, path: Path) -> None:
    """Give the file written aside its name, in one step that survives a crash."""
    aside.replace(path)
    _force(path.parent)


def _force(folder: Path) -> None:
    """Force the names in `folder` to disk."""
    if os.name == "nt":
        # A folder cannot be opened there.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refused(folder: Path, error: OSError) -> OutputError:
    return OutputError(
        f"the release cannot be written: {(error.strerror or str(error)).lower()}",
        where=Location(str(folder)),
        remedy="Check that the folder can be written to and has room, then run it again: it "
        "finishes what was begun.",
    )
