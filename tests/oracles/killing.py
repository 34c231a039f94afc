"""Kills a piece of work at an instant of it, to see what it leaves.

What uses this is a program of its own that prints one JSON line for each
instant, because a process that was tested with threads must not fork.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def die() -> None:
    """End this process as the system would, with nothing tidied."""
    os.kill(os.getpid(), signal.SIGKILL)


def countdown(number: int) -> Callable[[], None]:
    """What is called at each instant, and dies at that one, counted from 1."""
    left = number

    def tick() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            die()

    return tick


def killed(work: Callable[[], object], arm: Callable[[], object]) -> bool:
    """Whether `work` is killed in a child that did `arm` first; RuntimeError where it fails."""
    if (child := os.fork()) == 0:
        arm()
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and status:
        raise RuntimeError(status)
    return os.WIFSIGNALED(status)


def started(killing: Path, *arguments: object) -> subprocess.Popen[str]:
    """Such a program, begun; it may import what the tests share."""
    path = {"PYTHONPATH": str(Path(__file__).parents[1])}
    asked = [sys.executable, *map(str, (killing, *arguments))]
    return subprocess.Popen(
        asked, env=os.environ | path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def tried(killing: Path, *arguments: object) -> tuple[dict[str, Any], ...]:
    """What such a program printed, for each instant."""
    program = started(killing, *arguments)
    printed, error = program.communicate()
    assert program.returncode == 0, error
    return tuple(json.loads(line) for line in printed.splitlines())
