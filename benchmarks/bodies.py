"""What the request bodies for a provider cost: CPU seconds for so many recipients.

    python benchmarks/bodies.py --recipients 424000 [--provider sendgrid]

Plans so many notices in two wordings in a ledger in a file, then runs the whole
command for each provider in a process of its own and prints its CPU seconds,
start, reading and marking the ledger included. The goal is 1.5 s for 424,000.
Beside it stand, in the same run:

* floor: the same rows read with sqlite3 and joined to text, and the rows marked
  in one statement: the least that any such program in Python has to do.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from gazette.adapters.notices import opened
from gazette.announce import Order, Slip
from gazette.announce.bodies import PROVIDERS
from gazette.notice import Mail

RELEASE = "privacy/2.0.0"
ORDER = Order(RELEASE, "0" * 64, 0, "Office <office@example.com>")
MAILS = tuple(
    Mail("What changes", "A line of the text.\n" * 200, "<p>A paragraph.</p>" * 700, language)
    for language in ("en", "sk")
)


def people(count: int) -> Iterator[Slip]:
    return (Slip(f"user-{n}", f"user{n}@example.com", n % 2) for n in range(count))


def spent(before: resource.struct_rusage, after: resource.struct_rusage) -> float:
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def whole(provider: str, folder: Path) -> float:
    """CPU seconds of the command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [
            *(sys.executable, "-c", "from gazette.cli import main; main()", "notify", "bodies"),
            *("--provider", provider, "--output", str(folder / "bodies")),
            *("--ledger", str(folder / "n.sqlite")),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return spent(before, resource.getrusage(resource.RUSAGE_CHILDREN))


def floor(folder: Path) -> float:
    """CPU seconds of the least."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    connection = sqlite3.connect(folder / "n.sqlite")
    rows = connection.execute("SELECT address, number FROM notice WHERE state = 'planned'")
    "".join([f'{{"to":"{address}","id":"{n}"}},' for address, n in rows]).encode()
    connection.execute("UPDATE notice SET state = 'written' WHERE state = 'planned'")
    connection.commit()
    connection.close()
    return spent(before, resource.getrusage(resource.RUSAGE_SELF))


def measure(provider: str, count: int, folder: Path) -> tuple[float, float]:
    with opened(folder / "n.sqlite", create=True) as book:
        book.keep("plan", ORDER, mails=MAILS, slips=people(count))
    (folder / "floor").mkdir()
    shutil.copy(folder / "n.sqlite", folder / "floor")
    return whole(provider, folder), floor(folder / "floor")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--recipients", type=int, default=424_000)
    parser.add_argument("--provider", choices=list(PROVIDERS), action="append")
    given = parser.parse_args()
    print(f"{given.recipients:,} recipients, CPU seconds")
    for provider in given.provider or PROVIDERS:
        with tempfile.TemporaryDirectory() as folder:
            command, least = measure(provider, given.recipients, Path(folder))
        print(f"{provider:>9}  whole command {command:.2f}  floor {least:.2f}")


if __name__ == "__main__":
    main()
