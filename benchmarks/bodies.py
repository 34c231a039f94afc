"""What the request bodies for a provider cost: CPU seconds for so many recipients.

    python benchmarks/bodies.py --recipients 424000 [--provider sendgrid]

Plans so many notices in two wordings in a ledger in a file, then hands them to
each provider and prints, in CPU seconds of this process:

* read: going through the planned notices, with the id of each;
* make: the bodies from those rows, hashed and written as files;
* mark: the ledger's own step, so that nobody is told twice.

Make is what the goal is about: at most 1.5 s for 424,000 recipients. Beside it
stands the floor of any such program in Python: the same rows joined to text.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from gazette.adapters.notices import opened
from gazette.adapters.notices.bodies import write_bodies
from gazette.announce import Order, Slip
from gazette.announce.bodies import PROVIDERS
from gazette.notice import Mail

RELEASE = "privacy/2.0.0"
ORDER = Order(RELEASE, "0" * 64, 0, "Office <office@example.com>")
MAILS = tuple(
    Mail("What changes", "A line of the text.\n" * 200, "<p>A paragraph.</p>" * 700, language)
    for language in ("en", "sk")
)


@contextmanager
def cpu(spent: dict[str, float], name: str) -> Iterator[None]:
    started = time.process_time()
    yield
    spent[name] = time.process_time() - started


def people(count: int) -> Iterator[Slip]:
    return (Slip(f"user-{n}", f"user{n}@example.com", n % 2) for n in range(count))


def measure(provider: str, count: int, folder: Path) -> dict[str, float]:
    spent: dict[str, float] = {}
    with opened(folder / "n.sqlite", create=True) as book:
        book.keep("plan", ORDER, mails=MAILS, slips=people(count))
        started = time.process_time()
        with book.handing(RELEASE) as handing:
            with cpu(spent, "read"):
                rows = list(handing.rows)
            with cpu(spent, "make"):
                ready = replace(handing, rows=iter(rows))
                write_bodies(ready, provider, output=folder / "bodies", seal=None)
            with cpu(spent, "floor"):
                "".join([f'{{"to":"{address}","id":"{n}"}},' for _, _, address, n in rows]).encode()
        spent["mark"] = time.process_time() - started - sum(spent.values())
    return spent


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--recipients", type=int, default=424_000)
    parser.add_argument("--provider", choices=list(PROVIDERS), action="append")
    given = parser.parse_args()
    print(f"{given.recipients:,} recipients, CPU seconds")
    for provider in given.provider or PROVIDERS:
        with tempfile.TemporaryDirectory() as folder:
            spent = measure(provider, given.recipients, Path(folder))
        told = "  ".join(f"{name} {seconds:.2f}" for name, seconds in spent.items())
        print(f"{provider:>9}  {told}")


if __name__ == "__main__":
    main()
