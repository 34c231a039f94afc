"""Notices to a real mail server on this machine, killed at random and started again.

    python benchmarks/notices.py --notices 100000 --kills 20 [--connections 8] [--sink smtp-sink]
        [--ledger postgresql://HOST/DATABASE]

Plans so many notices, then runs `gazette notify send` until nothing is left,
killing it with SIGKILL at random places. The server is aiosmtpd in a process of
its own, or Postfix' smtp-sink, which costs the machine a tenth of that. The
ledger is a file, unless an empty database is named. Printed:

* whether each was delivered, and how many came twice;
* whether each that came twice was named as in flight, and how many may at most
  come twice: a letter a connection and kill, since so many are claimed at once;
* CPU of the sending processes and notices per second of that CPU; wall time.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from gazette.adapters.notices import opened
from gazette.announce import Order, Slip
from gazette.notice import Mail

MAIL = Mail("What changes", "A line of the text.\n" * 60, "<p>A paragraph of it.</p>\n" * 60, "en")
ORDER = Order("privacy/2.0.0", "0" * 64, 0, "Office <office@example.com>")
NAMED = re.compile(r"in flight, may arrive twice: (\S+), (<\S+>)")
AIOSMTPD = """
import asyncio, sys
from email import message_from_bytes
from aiosmtpd.smtp import SMTP
class Keep:
    async def handle_DATA(self, server, session, envelope):
        head = envelope.content.partition(b"\\r\\n\\r\\n")[0]
        number = message_from_bytes(head)["Message-ID"]
        print(envelope.rcpt_tos[0], number, file=log, flush=True)
        return "250 OK"
log = open(sys.argv[2], "a")
async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keep()), "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()
asyncio.run(main())
"""


@dataclass
class Runs:
    """What the runs came to."""

    named: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    most: int = 0
    """Named after a single kill."""
    wall: float = 0.0


@contextmanager
def serving(sink: str | None, log: Path) -> Iterator[int]:
    """A server that writes down what it takes; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    own = [sys.executable, "-c", AIOSMTPD, str(port), str(log)]
    there = [sink, "-u", "root", "-D", str(log), f"127.0.0.1:{port}", "100"] if sink else own
    server = subprocess.Popen(there)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    try:
        yield port
    finally:
        server.terminate()
        server.wait()


def taken(sink: str | None, log: Path) -> Iterator[tuple[str, str]]:
    """Each delivery: address and Message-ID."""
    address = ""
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if not sink:
                found, _, number = line.strip().partition(" ")
                yield found, number
            elif line.startswith("X-Rcpt-Args: "):
                address = line.partition("<")[2].partition(">")[0]
            elif line.startswith("Message-ID: "):
                yield address, line.partition(" ")[2].strip()


def send(
    port: int, where: tuple[str, ...], log: Path, *, connections: int, kill_at: list[int]
) -> Runs:
    """Run the command until it ends by itself, killing it when the log is so long."""
    runs, started = Runs(), time.monotonic()
    while True:
        process = subprocess.Popen(
            [
                *(sys.executable, "-c", "from gazette.cli import main; main()", "notify", "send"),
                *("--smtp", f"smtp://127.0.0.1:{port}", "--connections", str(connections)),
                *where,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        while kill_at and process.poll() is None:
            if log.exists() and log.stat().st_size >= kill_at[0]:
                process.send_signal(signal.SIGKILL)
                kill_at.pop(0)
                break
            time.sleep(0.002)
        said = process.communicate()[1]
        found = [number for _, number in NAMED.findall(said)]
        runs.most = max(runs.most, len(found))
        runs.named.update(found)
        if process.returncode == 0:
            runs.wall = time.monotonic() - started
            return runs
        if process.returncode != -signal.SIGKILL:
            sys.exit(said)
        runs.kills += 1


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--notices", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--sink", metavar="SMTP-SINK", help="Postfix' smtp-sink, to use it.")
    parser.add_argument("--ledger", metavar="URL", help="An empty PostgreSQL database.")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - reproducible, not secret
    folder = Path(tempfile.mkdtemp(prefix="gazette-notices-"))
    try:
        place, key = given.ledger or folder / "n.sqlite", folder / "n.key"
        with opened(place, create=True, key=key) as book:
            people = (Slip(f"u{n}", f"user{n}@example.com", 0) for n in range(given.notices))
            book.keep("plan", ORDER, mails=(MAIL,), slips=people)
        log = folder / "taken"
        # A message of this mail, with its headers, as the server writes it down.
        size = 3_000 if given.sink else 83
        kill_at = sorted(int(chance.uniform(0, given.notices * size)) for _ in range(given.kills))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with serving(given.sink, log) as port:
            where = ("--ledger", str(place), "--key", str(key))
            runs = send(port, where, log, connections=given.connections, kill_at=kill_at)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
        report(
            given,
            runs,
            list(taken(given.sink, log)),
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        )
    finally:
        shutil.rmtree(folder)


def report(given: argparse.Namespace, runs: Runs, found: list[tuple[str, str]], cpu: float) -> None:
    """Print what came of it."""
    times = Counter(number for _, number in found)
    twice = {number: count for number, count in times.items() if count > 1}
    unnamed = [number for number, count in twice.items() if count > 1 + runs.named[number]]
    missing = given.notices - len({address for address, _ in found})
    print(f"{given.notices:,} notices, killed {runs.kills} times, {given.connections} connections")
    print(f"  not delivered: {missing}")
    print(f"  delivered twice: {len(twice)}, of them not named as in flight: {len(unnamed)}")
    bound = given.connections * runs.kills
    print(f"  named as in flight: {runs.named.total()}, at most {runs.most} after one kill")
    print(f"  that may come twice at most: {bound}, a letter a connection and kill")
    print(
        f"  sending: {cpu:.0f} s CPU, {given.notices / cpu:,.0f} a second of CPU; "
        f"wall {runs.wall:.0f} s, {given.notices / runs.wall:,.0f} a second"
    )


if __name__ == "__main__":
    main()
