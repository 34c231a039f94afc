"""One process at a time."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gazette.errors import Location, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def locked(folder: Path, *, work: str) -> Iterator[None]:
    """Hold `folder` for this process; `work` is what another may be at, such as "release".

    Nothing is left behind: the system lets go of the lock when the process
    ends, however it ends. Raises OutputError where another process holds it.
    On Windows nothing is held.
    """
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(
                f"another {work} is at work here",
                where=Location(str(folder)),
                remedy="Wait until it is done, then run this again.",
            ) from None
        yield
    finally:
        os.close(handle)
