"""Kills a release at every instant, one after the other, and says what it left.

Run as a program, because a process that was tested with threads must not
fork: `crashing.py FOLDER`, where FOLDER is a policy's, with a draft that is
ready. For each instant a child forks, releases a copy, and is killed there:
before each line of what writes, and in the middle of each write. Prints one
JSON line for each instant.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from shutil import copytree, rmtree
from types import FrameType
from typing import Any, TextIO
from unittest import mock

from gazette.adapters import promulgation
from gazette.cli import releasing
from gazette.cli.desk import proposal_of
from gazette.cli.releasing import Order, release_draft
from gazette.model.gate import Outcome
from gazette.release.recording import Act
from gazette.release.verification import Case, verify
from gazette.release.witness import History, Witness
from gazette.source import load_policy
from gazette.source.ledger import read_ledger
from oracles.killing import countdown, die, killed

AT = datetime(2030, 6, 1, 12, tzinfo=UTC)
ORDER = Order(Act("Dana Counsel", AT, "gazette test"))


def before_line(number: int) -> None:
    """Die before the given line of what writes is reached, counting lines as they are run."""
    tick = countdown(number)

    def trace(frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code.co_filename != promulgation.__file__:
            return None
        if event == "line":
            tick()
        return trace

    sys.settrace(trace)


def within_write(number: int) -> None:
    """Die in the given write, half of which has reached the file."""
    left, write = number, os.write

    def half(handle: int, data: Any) -> int:
        nonlocal left
        left -= 1
        if left == 0:
            write(handle, bytes(data)[: len(data) // 2])
            die()
        return write(handle, data)

    os.write = half


def release(folder: Path) -> None:
    release_draft(load_policy(folder), ORDER)


def files(folder: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file()
    }


def finish(folder: Path) -> dict[str, object]:
    """What the next two runs make of what was left."""
    release(folder)
    finished = files(folder)
    release(folder)
    ledger = read_ledger(folder)
    found = verify(Case(load_policy(folder), ledger, Witness(History.NONE, "not asked")))
    return {
        "finished": sorted(finished),
        "finished_lines": len(ledger.lines),
        "broken": [gate.what for gate in found if gate.outcome is Outcome.CLOSED],
        "again": files(folder) == finished,
    }


def main(folder: Path, out: TextIO) -> None:
    drafts = [(folder / name).read_bytes() for name in ("draft.md", "de/draft.md")]
    texts = [{each, each.replace(b"status: proposal", b"version: 2.0.0")} for each in drafts]
    work = folder.parent / "work" / folder.name
    # Judging takes longest, and comes before anything is written.
    copytree(folder, work)
    proposal = proposal_of(load_policy(work), at=AT, rules=None)
    # Many instants leave the same files, of which the next run makes the same.
    known: dict[frozenset[tuple[str, bytes]], dict[str, object]] = {}
    for arm in (before_line, within_write):
        for number in count(1):
            rmtree(work)
            copytree(folder, work)
            with mock.patch.object(releasing, "proposal_of", return_value=proposal):
                if not killed(
                    partial(release_draft, load_policy(work), ORDER), partial(arm, number)
                ):
                    break
            left = files(work)
            told = {
                "arm": arm.__name__,
                "left": sorted(left),
                "lines": len(read_ledger(work).lines),
                "kept": all(each & set(left.values()) for each in texts),
            }
            state = frozenset(left.items())
            if state not in known:
                known[state] = finish(work)
            out.write(json.dumps(told | known[state]) + "\n")


if __name__ == "__main__":
    with os.fdopen(os.dup(1), "w") as stream:
        # What the releases themselves tell is not asked for here.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        main(Path(sys.argv[1]), stream)
