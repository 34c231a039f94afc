"""Killed at random points and started again: everybody is told, and once."""

from __future__ import annotations

import random
import re
import signal
import sys
from collections import Counter
from subprocess import PIPE, Popen
from typing import Any

PEOPLE, KILLS, CONNECTIONS = 160, 5, 3
NAMED = re.compile(r"in flight, may arrive twice: (\S+), (<\S+>)")


def test_everybody_is_told_and_what_may_come_twice_is_named(server: Any, ledgers: Any) -> None:
    ledgers.planned(PEOPLE)
    chance = random.Random(7)  # noqa: S311 - reproducible, not secret
    named: list[str] = []
    kills = 0
    while True:
        run = Popen(
            [
                *(sys.executable, "-c", "from gazette.cli import main; main()", "notify", "send"),
                *("--smtp", f"smtp://127.0.0.1:{server.port}", *ledgers.options),
                *("--connections", str(CONNECTIONS)),
            ],
            stdout=PIPE,
            stderr=PIPE,
            text=True,
        )
        server.kill = None
        if kills < KILLS:
            server.arm(run.pid, chance)
        out, said = run.communicate()
        found = [message for _, message in NAMED.findall(said)]
        assert len(found) <= CONNECTIONS
        named += found
        if run.returncode == 0:
            break
        assert run.returncode == -signal.SIGKILL, said
        kills += 1
    assert kills >= KILLS - 1
    assert out == f"privacy/2.0.0: {PEOPLE} accepted\n"
    assert set(server.addresses) == {f"User{n}@example.com" for n in range(PEOPLE)}
    ids = Counter(message["Message-ID"] for _, message in server.taken)
    assert len(ids) == PEOPLE  # the same notice has the same id each time
    assert {each for each, times in ids.items() if times > 1} <= set(named)
    assert all(times <= 1 + named.count(each) for each, times in ids.items())
