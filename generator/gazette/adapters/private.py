"""Write what holds personal data: whole or not at all, for its owner only."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from gazette.errors import GazetteError, Location, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # asked for before every use


@dataclass(frozen=True, slots=True)
class Workshop:
    """A folder of mode 0700 beside the outputs, gone when the work is done.

    Nothing leaves it but by `publish`, so a run that fails or is interrupted
    leaves the earlier outputs as they were. A run that is killed outright
    leaves the folder behind, which the next run for the same output clears.
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
    """A workshop for `target` in `target`'s folder, which is made where it is missing.

    OutputError where the folder cannot be written to.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(target)
        folder = Path(
            tempfile.mkdtemp(prefix=f".{target.name}.", suffix=_SUFFIX, dir=target.parent)
        )
    except OSError as error:
        raise _refused(target, error) from None
    held = _hold(folder)
    try:
        yield Workshop(folder)
    except OSError as error:
        raise _refused(target, error) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)


_SUFFIX = ".partial"


def _clear_abandoned(target: Path) -> None:
    """Remove the workshops of runs that were killed: what they hold is personal data too."""
    for folder in target.parent.glob(f".{escape(target.name)}.*{_SUFFIX}"):
        held = _hold(folder)
        if held is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)


def _hold(folder: Path) -> int | None:
    """Lock `folder` until the process ends; None where another process holds it.

    Where the system has no such locks nothing is held, and so nothing cleared.
    """
    if fcntl is None:
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


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
