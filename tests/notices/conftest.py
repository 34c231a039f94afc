"""A real SMTP server on this machine, and ledgers with something planned in them."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from gazette.adapters.notices import NoticeLedger, opened
from gazette.announce import Kept, Order, Slip
from gazette.cli.question import pose
from gazette.model.policy import Policy, Version
from gazette.model.verdict import Level
from gazette.notice import Mail

MAIL = Mail("What changes", "Text – with a dash.\n.\nA dot above.\n", "<p>Text</p>", "en")
ORDER = Order("privacy/2.0.0", "0" * 64, 0, "Office <office@example.com>")
OK = "250 OK"


@dataclass
class Server:
    """What the server was given, and what it is told to answer or to kill."""

    taken: list[tuple[str, Message]] = field(default_factory=list)
    rcpt: Callable[[str], str] = lambda _: OK
    data: Callable[[str], str] = lambda _: OK
    kill: int | None = None
    after: int = 0
    late: float = 0.0
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name and parameters
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        self._maybe_kill()
        answer = self.rcpt(address)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del session
        (address,) = envelope.rcpt_tos
        answer = self.data(address)
        if answer.startswith("2"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.taken.append((address, message_from_bytes(content, policy=default)))
        if self.kill and self.after > 0 and self.late:
            server.loop.call_later(self.late, self._maybe_kill)
        else:
            self._maybe_kill()
        return answer

    def arm(self, process: int, chance: random.Random) -> None:
        """Kill `process` after a number of events, before or a little after an answer."""
        self.kill, self.after = process, chance.randrange(1, 60)
        self.late = chance.choice((0.0, 0.0, 0.0003, 0.001, 0.002))

    def _maybe_kill(self) -> None:
        self.after -= 1
        if self.kill and self.after == 0:
            os.kill(self.kill, signal.SIGKILL)

    @property
    def addresses(self) -> list[str]:
        return [address for address, _ in self.taken]


class AnyPort(Controller):
    """Listens where the system has room."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """It takes addresses beyond ASCII unless the parameter is False."""
    handler = Server()
    utf8 = getattr(request, "param", True)
    controller = AnyPort(handler, hostname="127.0.0.1", port=0, enable_SMTPUTF8=utf8)
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


def people(count: int) -> list[Slip]:
    return [Slip(f"user-{n}", f"User{n}@example.com", 0) for n in range(count)]


@dataclass(frozen=True)
class Ledgers:
    """Where a test's ledger is: a file, or a database of its own on a real server."""

    place: Path | str
    key: Path

    def opened(self, *, create: bool = False) -> AbstractContextManager[NoticeLedger]:
        return opened(self.place, create=create, key=self.key)

    def planned(self, count: int) -> Ledgers:
        """The same, with so many notices planned."""
        with self.opened(create=True) as book:
            keep(book, people(count))
        return self

    @property
    def options(self) -> tuple[str, ...]:
        return "--ledger", str(self.place), "--key", str(self.key)

    def stored(self) -> bytes:
        """All that the ledger holds, as somebody finds it who gets hold of it."""
        if isinstance(self.place, Path):
            return b"".join(each.read_bytes() for each in self.place.parent.iterdir())
        with psycopg.connect(self.place) as connection:
            names = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'gazette_notices'"
            ).fetchall()
            asked = "SELECT string_agg(t::text, ' ') FROM gazette_notices.{} t"
            cells = (connection.execute(asked.format(name)).fetchone() for (name,) in names)  # type: ignore[arg-type]  # names of our tables
            return " ".join(cell[0] or "" for cell in cells if cell).encode()


@pytest.fixture(params=["sqlite", "postgres"])
def ledgers(request: pytest.FixtureRequest, tmp_path: Path) -> Ledgers:
    """A ledger that is not made yet, once of each kind."""
    key = tmp_path / "private/notices.key"
    if request.param == "sqlite":
        return Ledgers(tmp_path / "private/notices.sqlite", key)
    server = request.getfixturevalue("postgres")
    name = f"ledger_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]  # our own name
    return Ledgers(server.rpartition("/")[0] + f"/{name}", key)


@pytest.fixture
def planned(tmp_path: Path) -> Callable[[int], Path]:
    """Makes a ledger in a file with so many notices planned."""

    def make(count: int) -> Path:
        path = tmp_path / "private/notices.sqlite"
        Ledgers(path, path.with_suffix(".key")).planned(count)
        return path

    return make


def keep(book: NoticeLedger, slips: list[Slip], plan: str = "plan") -> Kept:
    return book.keep(plan, ORDER, mails=(MAIL,), slips=slips)


@pytest.fixture
def all_minor() -> Callable[[Policy, Version], str]:
    """Writes what a person decided of a release: that each open finding is minor."""

    def decisions(policy: Policy, version: Version) -> str:
        question = pose(policy, version, decisions=(), as_of=None)
        waiting = {
            finding.fingerprint: finding.rule
            for verdict in question.verdicts.values()
            for finding in verdict.at(Level.REVIEW)
        }
        return "".join(_DECISION.format(*each) for each in sorted(waiting.items()))

    return decisions


_DECISION = """\
[[decision]]
fingerprint = "{}"
rule = "{}"
level = "minor"
reason = "Nobody would decide differently."
decided_by = "Dana Counsel"
decided_on = 2029-12-01
"""
