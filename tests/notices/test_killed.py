"""Killed at random points and started again: everybody is told, and once."""

from __future__ import annotations

import random
import re
import signal
import sys
from collections import Counter
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest

from oracles.killing import tried

PEOPLE, KILLS, CONNECTIONS = 160, 5, 3
KILLING = Path(__file__).with_name("killing.py")
NAMED = re.compile(r"in flight, may arrive twice: (\S+), (<\S+>)")


def test_everybody_is_told_and_what_may_come_twice_is_named(server: Any, ledgers: Any) -> None:
    ledgers.planned(PEOPLE)
    chance = random.Random(7)  # noqa: S311 - reproducible, not secret
    named: list[str] = []
    kills = 0
    while True:
        sending = Popen(
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
            server.arm(sending.pid, chance)
        out, said = sending.communicate()
        found = [message for _, message in NAMED.findall(said)]
        assert len(found) <= CONNECTIONS
        named += found
        if sending.returncode == 0:
            break
        assert sending.returncode == -signal.SIGKILL, said
        kills += 1
    assert kills >= KILLS - 1
    assert out == f"privacy/2.0.0: {PEOPLE} accepted\n"
    assert set(server.addresses) == {f"User{n}@example.com" for n in range(PEOPLE)}
    ids = Counter(message["Message-ID"] for _, message in server.taken)
    assert len(ids) == PEOPLE  # the same notice has the same id each time
    # The bound: so many are claimed at once, and each is named before it is sent again.
    twice = {each for each, times in ids.items() if times > 1}
    assert twice <= set(named)
    assert len(named) <= CONNECTIONS * kills
    assert all(times <= 1 + named.count(each) for each, times in ids.items())


@pytest.mark.parametrize(("kind", "every"), [("file", 5), ("server", 7)])
def test_whatever_changes_a_ledger_leaves_the_old_state_or_the_new(
    kind: str, every: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server = [request.getfixturevalue("postgres")] if kind == "server" else []
    seen = tried(KILLING, tmp_path, every, *server)
    assert {each["work"] for each in seen} == {"plan", "rotate", "forget", "bounces", "bodies"}
    assert {each["seen"] for each in seen} <= {"old", "new", "new, still aside"}
    # The same command, run again, does what is left to do.
    assert all(each["finished"] for each in seen)
