"""Write what holds personal data: whole or not at all, for its owner only."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gazette.errors import GazetteError, Location, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Workshop:
    """A folder of mode 0700 beside the outputs, gone when the work is done.

    Nothing leaves it but by `publish`, so a run that fails or is interrupted
    leaves the earlier outputs as they were. A run that is killed outright
    leaves the folder (`.NAME.*.partial`) behind, never a half-written output.
    """

    folder: Path

    def publish(self, made: Path, target: Path) -> None:
        """Put the finished file `made` in the place of `target`, for its owner only."""
        made.chmod(0o600)
        _sync(made)
        made.replace(target)
        _sync(target.parent)


@contextmanager
def workshop(target: Path) -> Iterator[Workshop]:
    """A workshop for `target` in `target`'s folder, which is made where it is missing."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
    except OSError as error:
        raise _refused(target, error) from None
    try:
        yield Workshop(Path(folder))
    except OSError as error:
        raise _refused(target, error) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refused(target: Path, error: OSError) -> GazetteError:
    return OutputError(
        f"this cannot be written: {error.strerror or 'the system refused'}",
        where=Location(str(target)),
        remedy="Give a place with --output that you may write to and that has room.",
    )


def _sync(path: Path) -> None:
    # A folder cannot be opened on Windows, where a rename is durable without it.
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
