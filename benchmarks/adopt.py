"""Measure adoption: `python benchmarks/adopt.py [COMMITS]`, 1,000 unless given.

Makes a repository of one policy with a commit a day, each of which changes a
sentence, or only white space; every hundredth moves the file.
Prints the seconds that reading its history and judging it take, as `gazette adopt` does, and the
seconds of processor time in them, this process's and its workers'.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from gazette.adapters.past import read_past
from gazette.adapters.workers import workers
from gazette.materiality import load_catalogue
from gazette.release.adoption import Policed, adopt_texts

COMMITS = 1_000
READERS = 2
SECTIONS = 20
SENTENCES = (
    "We collect your name, your address and the pages that you visit.",
    "We keep your data for {n} days after you close your account.",
    "We share data with {n} processors, who act on our instructions only.",
    "You may ask us to delete your data at any time; we answer within {n} days.",
    "We use cookies to remember your settings and to count visits.",
    "Data may be transferred to countries outside the European Union.",
)
DAY = 86_400
START = 1_500_000_000


def texts(count: int) -> Iterator[str]:
    """The states of a policy of some 2,000 words, each one edit after the last."""
    chance = random.Random(1)  # noqa: S311 - the same texts every time, not a secret
    sections = [
        [chance.choice(SENTENCES).format(n=chance.randrange(10, 99)) for _ in range(9)]
        for _ in range(SECTIONS)
    ]
    for number in range(count):
        section = chance.choice(sections)
        place = chance.randrange(len(section))
        section[place] = chance.choice(SENTENCES).format(n=chance.randrange(10, 99))
        yield "".join(map(section_text, enumerate(sections, 1))) + "\n" * (number % 3)


def section_text(numbered: tuple[int, list[str]]) -> str:
    """A heading and three paragraphs."""
    number, said = numbered
    paragraphs = (" ".join(said[i : i + 3]) for i in (0, 3, 6))
    return f"## {number}. Section {number}\n\n" + "\n\n".join(paragraphs) + "\n\n"


def make(folder: Path, count: int) -> str:
    """A repository with `count` commits, and the file's last path."""
    stream, path = [], "privacy.md"
    for number, text in enumerate(texts(count)):
        data = text.encode()
        stream.append(
            f"commit refs/heads/main\ncommitter Dana <dana@library.example> "
            f"{START + number * DAY} +0000\ndata 4\nEdit\n"
        )
        if number % 100 == 50:  # noqa: PLR2004 - every hundredth
            former, path = path, f"legal/{number}/privacy.md"
            stream.append(f"R {former} {path}\n")
        stream.append(f"M 100644 inline {path}\ndata {len(data)}\n{text}\n")
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
    subprocess.run(
        ["git", "fast-import", "--quiet"], cwd=folder, input="".join(stream).encode(), check=True
    )
    return path


def main(count: int) -> None:
    """Make the repository, adopt it, and say how long each part took."""
    with tempfile.TemporaryDirectory() as place:
        path = make(Path(place), count)
        begun = time.perf_counter()
        found = read_past(Path(place), path, revision="main", zone=ZoneInfo("UTC"))
        read = time.perf_counter()
        with workers(READERS) as mapped:
            policed = Policed("privacy", "Privacy")
            versions = adopt_texts(found, policed, catalogue=load_catalogue(), mapped=mapped)
        done = time.perf_counter()
    print(f"{len(found)} commits, {len(versions)} versions")
    print(f"history {read - begun:.1f} s, versions {done - read:.1f} s")
    own, others = (
        each.ru_utime + each.ru_stime
        for each in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    print(f"together {done - begun:.1f} s; processor: here {own:.1f} s, workers {others:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else COMMITS)
