"""Kills a publication at every instant, one after the other, and says what visitors see then.

Run as a program, because a process that was tested with threads must not fork:
`publishing.py folder|branch PLACE`. For each instant a child forks, publishes
the new site over the old one, and is killed there: before each thing that the
system is asked for. Prints one JSON line for each instant, the last for a
publication that was left to end. `publishing.py folder|branch PLACE full` has
one line for a publication that the disk has no room for; `publishing.py bucket
PLACE URL` does the first against the store at URL, `publishing.py bucket-once
PLACE URL WORD` publishes once there and says what it was told.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from functools import partial
from itertools import count
from pathlib import Path

from gazette.adapters.branch import publish_branch
from gazette.adapters.bucket import Bucket, open_bucket
from gazette.adapters.site_bucket import publish_bucket
from gazette.adapters.site_folder import publish_folder
from gazette.errors import GazetteError
from oracles.killing import countdown, killed

NAMES = ("index.html", "sitemap.xml", "a/index.html")
WATCHED = {
    "folder": ("os.", "shutil.", "open"),
    "branch": ("subprocess.Popen", "os.rename"),
    # Twice a request that has a body: its half may arrive.
    "bucket": ("http.client.send",),
}


def site(word: str) -> dict[str, bytes]:
    return dict.fromkeys(NAMES, word.encode())


def git(place: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=place, check=True, capture_output=True, text=True
    ).stdout.strip()


def seen_in_folder(place: Path) -> list[str]:
    found = (each for each in place.rglob("*") if each.is_file())
    return sorted(f"{each.relative_to(place).as_posix()}={each.read_text()}" for each in found)


def seen_on_branch(place: Path) -> list[str]:
    names = git(place, "ls-tree", "-r", "--name-only", "pages").splitlines()
    return sorted(f"{name}={git(place, 'show', f'pages:{name}')}" for name in names)


def to_folder(place: Path, word: str) -> None:
    publish_folder(site(word), place)


def to_branch(place: Path, word: str) -> None:
    publish_branch(site(word), place, branch="pages", message=f"Publish {word}")


def to_bucket(_: Path, word: str) -> None:
    publish_bucket(site(word), BUCKETS[0], owner=os.urandom(8).hex())


def seen_in_bucket(_: Path) -> list[str]:
    bucket = BUCKETS[0]
    found = ((name, bucket.read(name)) for name in bucket.names() if name in NAMES)
    return sorted(f"{name}={held.data.decode()}" for name, held in found if held)


BUCKETS: list[Bucket] = []
"""The one of the store that was named, opened before anything forks."""
KINDS = {
    "folder": (to_folder, seen_in_folder),
    "branch": (to_branch, seen_on_branch),
    "bucket": (to_bucket, seen_in_bucket),
}
LIMIT = 100_000


def arm(watched: tuple[str, ...], number: int) -> None:
    """Die before that one of the things watched."""
    tick = countdown(number)

    def hook(event: str, _: object) -> None:
        if event.startswith(watched):
            tick()

    sys.addaudithook(hook)


def refused(kind: str, place: Path) -> None:
    """Publish a site that the disk has no room for, and say what is seen and told then."""
    to, seen = KINDS[kind]
    to(place, "old")
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))
    told = ""
    try:
        # Noise, because git compresses.
        to(place, os.urandom(2 * LIMIT).hex())
    except GazetteError as error:
        told = str(error)
    sys.stdout.write(json.dumps({"left": seen(place), "told": told}) + "\n")


def main(kind: str, place: Path) -> None:
    to, seen = KINDS[kind]
    to(place, "old")
    for number in count(1):
        alive = not killed(partial(to, place, "new"), partial(arm, WATCHED[kind], number))
        left = seen(place)
        # The next run completes what was begun; then everything is as before.
        to(place, "new")
        finished = seen(place)
        to(place, "old")
        sys.stdout.write(json.dumps({"left": left, "finished": finished}) + "\n")
        if alive:
            return


def once(word: str) -> None:
    """Publish once, and say what was told."""
    told = ""
    try:
        to_bucket(Path(), word)
    except GazetteError as error:
        told = str(error)
    sys.stdout.write(json.dumps({"told": told}) + "\n")


def run(kind: str, place: str, *more: str) -> None:
    if kind.startswith("bucket"):
        BUCKETS.append(open_bucket("s3://policies/site", endpoint=more[0]))
    if kind == "bucket-once":
        once(more[1])
    elif more == ("full",):
        refused(kind, Path(place))
    else:
        main(kind, Path(place))


if __name__ == "__main__":
    run(*sys.argv[1:])
