"""Kills what changes a notice ledger at every instant, one after the other, and says what is left.

Run as a program, because a process that was tested with threads must not fork:
`killing.py FOLDER EVERY [URL]`; with the URL of a PostgreSQL server the ledger
is a database on it. For each EVERYth instant a child forks, does one of `WORK`,
and is killed there: before each statement, before and after a step is made
durable, before each thing that the system is asked to write, rename or remove,
and for a file within statements, too. Prints one JSON line for each.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial, wraps
from itertools import count
from pathlib import Path
from typing import Any

from gazette.adapters.notices import NoticeLedger, opened
from gazette.adapters.notices import sqlite as sqlite_module
from gazette.adapters.notices.bodies import finish, prepared, write_bodies
from gazette.adapters.notices.postgres import PostgresStore
from gazette.adapters.notices.rotation import rotate
from gazette.adapters.notices.sqlite import SqliteStore
from gazette.announce import Order, Result, Sent, Slip
from gazette.notice import Mail
from oracles.killing import countdown, killed

NEXT = "privacy/2.1.0"
ORDER = Order("privacy/2.0.0", "0" * 64, 0, "Office <office@example.com>")
MAIL = Mail("What changes", "Text.\n", "<p>Text.</p>", "en")
ADDRESSES = tuple(f"reader{n}@example.com" for n in range(30))
WATCHED = ("os.mkdir", "os.rename", "os.remove", "os.rmdir")
WITHIN = 60
"""Instructions of SQLite's machine between two instants within a statement."""


def watch(store: type, tick: Callable[[], None]) -> None:
    """Let each statement of `store`, and each end of a step, be an instant."""

    def before(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def ticking(*given: Any, **named: Any) -> Any:
            tick()
            return method(*given, **named)

        return ticking

    for name in ("run", "many", "stream", "load", "overwrite"):
        setattr(store, name, before(getattr(store, name)))
    step = store.step  # type: ignore[attr-defined]  # of both stores

    @contextmanager
    def stepping(self: object) -> Iterator[None]:
        with step(self):
            yield
            tick()
        tick()

    store.step = stepping  # type: ignore[attr-defined]  # of both stores


def is_write(event: str, given: tuple[object, ...]) -> bool:
    """Whether that is one to the disk."""
    writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
    return bool(writes) or event in WATCHED


class Desk:
    """A ledger in the folder `here`, or in a database, that can be put back as it was."""

    def __init__(self, here: Path, server: str | None) -> None:
        self.here, self.server, self.key = here, server, here / "work/n.key"
        self.place = f"{server.rpartition('/')[0]}/work" if server else here / "work/n.sqlite"

    def opened(self, *, create: bool = False) -> Any:
        return opened(self.place, create=create, key=self.key)

    def save(self) -> None:
        self._copy("work", "saved")

    def restore(self) -> None:
        self._copy("saved", "work")

    def _copy(self, old: str, new: str) -> None:
        shutil.rmtree(self.here / new, ignore_errors=True)
        if (self.here / old).exists():
            shutil.copytree(self.here / old, self.here / new)
        if self.server:
            import psycopg  # noqa: PLC0415 - for a server only

            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {new} WITH (FORCE)")  # type: ignore[arg-type]  # ours
                connection.execute(f"CREATE DATABASE {new} TEMPLATE {old}")  # type: ignore[arg-type]  # ours


def people() -> list[Slip]:
    return [Slip(f"u{n}", address, 0) for n, address in enumerate(ADDRESSES)]


def begin(desk: Desk) -> None:
    """A ledger with notices in every state."""
    with desk.opened(create=True) as book:
        book.keep("plan", ORDER, mails=(MAIL,), slips=people()[:24])
        book.recover()
        letters = book.turn([], at=1.0, most=9)
        results = [*[Result.ACCEPTED] * 5, *[Result.REFUSED] * 2, *[Result.DEFERRED] * 2]
        came = [Sent(each.number, result) for each, result in zip(letters, results, strict=True)]
        book.turn([(each, 5.0) for each in came], at=2.0, most=0)


def plan(book: NoticeLedger, _: Desk) -> None:
    book.keep("plan-2", ORDER, mails=(MAIL,), slips=people()[4:])


def change(book: NoticeLedger, desk: Desk) -> None:
    rotate(book, desk.key)


def forget(book: NoticeLedger, _: Desk) -> None:
    book.forget(ADDRESSES[:12:3])


def bounces(book: NoticeLedger, _: Desk) -> None:
    book.record([(address, "5.1.1") for address in ADDRESSES[:8]])


def bodies(book: NoticeLedger, desk: Desk) -> None:
    output = desk.key.with_name("bodies")
    if finish(output, handed=book.is_written):
        return
    if output.exists():
        return
    with prepared(output, handed=book.is_written) as folder, book.handing(NEXT) as handing:
        write_bodies(handing, "sendgrid", folder=folder, seal=None)


def settle(book: NoticeLedger) -> None:
    """What has to be before a secret is changed: nothing is still to be sent."""
    while letters := book.turn([], at=99.0, most=9):
        book.turn([(Sent(each.number, Result.ACCEPTED), 0.0) for each in letters], at=99.0, most=0)


WORK: dict[str, Callable[[NoticeLedger, Desk], None]] = {
    "plan": plan,
    "rotate": change,
    "forget": forget,
    "bounces": bounces,
    "bodies": bodies,
}


def state(desk: Desk) -> tuple[object, ...]:
    """All that the ledger knows, with each key told by the address that it is of."""
    with desk.opened() as book:
        names = {book.keys.of(address): address for address in ADDRESSES}
        notices = book.store.run(
            "SELECT address_key, user_id, address, plan, mail, state, attempts FROM notice"
        ).fetchall()
        others = (
            book.store.run(f"SELECT address_key FROM {table}").fetchall()
            for table in ("forgotten", "bounced")
        )
        told = sorted(str((names[bytes(key)], *rest)) for key, *rest in notices)
        marked = tuple(tuple(sorted(names[bytes(key)] for (key,) in rows)) for rows in others)
    made = desk.key.with_name("bodies")
    files = sorted(str(p.relative_to(made)) for p in made.rglob("*")) if made.exists() else []
    return told, marked, len(book.keys.secrets), files


def arm(number: int) -> None:
    """Die at that instant."""
    tick = countdown(number)
    sys.addaudithook(lambda event, given: tick() if is_write(event, given) else None)
    watch(SqliteStore, tick)
    watch(PostgresStore, tick)
    connect = sqlite_module._connection  # noqa: SLF001 - to be killed within a statement

    def slow(path: Path) -> Any:
        connection = connect(path)
        connection.set_progress_handler(tick, WITHIN)
        return connection

    sqlite_module._connection = slow  # noqa: SLF001


def once(desk: Desk, work: Callable[[NoticeLedger, Desk], None]) -> None:
    with desk.opened() as book:
        work(book, desk)


def main(here: Path, every: int, server: str | None) -> None:
    desk = Desk(here, server)
    if server:
        import psycopg  # noqa: PLC0415 - for a server only

        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE work")
    (here / "work").mkdir()
    begin(desk)
    for name, work in WORK.items():
        if name == "rotate":
            with desk.opened() as book:
                settle(book)
        elif name == "forget":
            with desk.opened() as book:
                book.keep("plan-3", replace(ORDER, release=NEXT), mails=(MAIL,), slips=people())
        desk.save()
        old = state(desk)
        once(desk, work)
        new = state(desk)
        for number in count(1, every):
            desk.restore()
            alive = not killed(partial(once, desk, work), partial(arm, number))
            found = state(desk)
            seen = "old" if found == old else "new" if found == new else "half"
            if name == "bodies" and found[:2] == new[:2] and not found[3]:
                seen = "new, still aside"
            # Each change of secret is another one.
            if name != "rotate" or seen == "old":
                once(desk, work)
            told = {"work": name, "seen": seen, "finished": state(desk) == new}
            sys.stdout.write(json.dumps(told) + "\n")
            if alive:
                break


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)
