"""Real programs that tests drive, and that no package of Python's holds."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


def program(*names: str, called: str) -> str:
    """The path of the first of `names` that is installed.

    Without any the test that asks is skipped, but never in CI. `called` is
    what people call the program.
    """
    places = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))
    for name in names:
        if path := shutil.which(name, path=places):
            return path
    return missing(called)


def postgres_programs() -> Path:
    """The folder of the newest PostgreSQL server's programs, which Debian keeps off the path."""
    found = Path("/usr/lib/postgresql").glob("*/bin")
    newest = max(found, key=lambda path: int(path.parent.name), default=None)
    return newest or Path(program("initdb", called="PostgreSQL")).parent


def missing(called: str) -> str:
    """Skip the test that needs what is `called` so; fail it in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"there is no {called}, and CI must not skip its tests")
    pytest.skip(f"there is no {called}")
