"""Kills a build at every instant, one after the other, and says what visitors see then.

Run as a program, because a process that was tested with threads must not fork:
`killing.py LIBRARY EVERY`. For each EVERYth instant a child forks, builds the
site of a later day over the present one, and is killed there: before each thing
that the system is asked to write, rename or remove. Prints one JSON line for each.
With 1 all are tried, which takes minutes.
"""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from itertools import count
from pathlib import Path
from shutil import copytree, rmtree

from gazette.cli.build import silence_material
from oracles.killing import countdown, killed

OLD, NEW = "2026-11-22", "2027-06-01"
WATCHED = ("os.mkdir", "os.rename", "os.rmdir", "os.remove", "os.truncate", "os.chmod")


def contents(site: Path) -> dict[str, bytes]:
    found = (path for path in sorted(site.rglob("*")) if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in found}


def build(as_of: str, output: Path | None = None) -> None:
    from gazette.plugin.building import build_site  # noqa: PLC0415 - after Material is silenced

    build_site(Path("mkdocs.yml"), as_of=as_of, output=output)


def is_write(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        return ".site.next" in str(arguments[0]) and "w" in str(arguments[1] or "")
    # What takes the place of the other is exchanged through ctypes.
    return event in WATCHED or event == "ctypes.dlsym"


def arm(number: int) -> None:
    """Die before that write."""
    tick = countdown(number)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if is_write(event, arguments):
            tick()

    sys.addaudithook(hook)


def finished(new: dict[str, bytes], known: set[frozenset[str]]) -> bool:
    """Whether the next build completes what was left, asked once for each kind of leftover."""
    state = frozenset(each.name for each in Path().iterdir())
    if state not in known:
        known.add(state)
        build(NEW)
        left_over = {each.name for each in Path().iterdir()} - {"served", "later"}
        return contents(Path("site")) == new and not any(n.startswith(".site") for n in left_over)
    return True


def main(library: Path, every: int) -> None:
    os.chdir(library)
    silence_material()
    build(OLD)
    build(NEW, Path("later"))
    old, new = contents(Path("site")), contents(Path("later"))
    copytree("site", "served")
    known: set[frozenset[str]] = set()
    for number in count(1, every):
        alive = not killed(partial(build, NEW), partial(arm, number))
        left = contents(Path("site"))
        seen = "old" if left == old else "new" if left == new else "broken"
        told = {"seen": seen, "finished": finished(new, known), "kinds": len(known)}
        sys.stdout.write(json.dumps(told) + "\n")
        for each in ("site", ".site.next", ".site.previous"):
            rmtree(each, ignore_errors=True)
        copytree("served", "site")
        if alive:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
