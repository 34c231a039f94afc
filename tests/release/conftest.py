"""An office that writes, decides and releases, on days of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from gazette.cli.desk import proposal_of
from gazette.cli.releasing import Order, adopt_versions, release_draft
from gazette.model.gate import Gate, Outcome
from gazette.model.ledger import Ledger
from gazette.model.policy import Policy
from gazette.model.verdict import Decision, Level
from gazette.release import gates
from gazette.release.deciding import decision_text
from gazette.release.proposal import Proposal
from gazette.release.recording import Act
from gazette.release.verification import Case, verify
from gazette.release.witness import History, Witness
from gazette.source import load_policy
from gazette.source.ledger import read_ledger

SETTINGS = """\
title = "Privacy Notice"
organisation = "Harbour Library"
time_zone = "Europe/Bratislava"
notice_days = 30
[contact]
name = "Front desk"
email = "desk@library.example"
"""

BODY = """\
# Privacy Notice {#privacy-notice}

The library lends books.

## Retention {#retention}

We delete the record of a loan 30 days after the book comes back.

## Questions {#questions}

Ask at the front desk.
"""

LANGUAGE = '[languages.de]\ntitle = "Deutsch"\nnote = "Es gilt der englische Text."\n'
GERMAN = """\
# Hinweis {#privacy-notice}

Die Bibliothek verleiht Bücher.

## Speicherung {#retention}

Wir löschen den Eintrag 30 Tage nach der Rückgabe.

## Fragen {#questions}

Fragen Sie am Empfang.
"""

START = date(2030, 1, 1)
NO_GIT = Witness(History.NONE, "nobody asked")


@dataclass
class Office:
    """One policy's folder, and a calendar that moves on with every release."""

    folder: Path
    day: date = START
    body: str = BODY

    @property
    def now(self) -> datetime:
        return datetime.combine(self.day, time(12), UTC)

    @property
    def policy(self) -> Policy:
        return load_policy(self.folder)

    @property
    def ledger(self) -> Ledger:
        return read_ledger(self.folder)

    def write(self, body: str | None = None, **front: object) -> None:
        """Write the draft; its dates are today and 30 days on unless given."""
        self.body = body or self.body
        meta = {
            "title": "Privacy Notice",
            "status": "proposal",
            "published": self.day,
            "effective": self.day + timedelta(days=30),
            "summary": "What changes",
        } | front
        lines = [f"{key}: {value}" for key, value in meta.items() if value is not None]
        text = "\n".join(["---", *lines, "---", "", self.body])
        (self.folder / "draft.md").write_text(text, encoding="utf-8")

    def edit(self, old: str, new: str) -> None:
        """Write a draft in which `new` stands for `old`."""
        assert old in self.body
        self.write(self.body.replace(old, new, 1))

    def propose(self) -> Proposal:
        return proposal_of(self.policy, at=self.now, rules=None)

    def check(self) -> tuple[Gate, ...]:
        return gates.check(self.propose())

    def found(self, gate: str) -> tuple[Gate, ...]:
        """What one gate found."""
        return tuple(each for each in self.check() if each.id == gate)

    def complaint(self, gate: str) -> Gate:
        """The only thing that one gate found."""
        (found,) = self.found(gate)
        return found

    def decide(self, level: Level = Level.MINOR) -> None:
        """Decide whatever waits for a decision."""
        verdict = self.propose().verdict
        waiting = verdict.at(Level.REVIEW) if verdict else ()
        decisions = (
            Decision(each.fingerprint, each.rule, level, "Read.", "Dana Counsel", self.day)
            for each in waiting
        )
        text = "\n".join(map(decision_text, decisions))
        if text:
            (self.folder / "decisions.toml").write_text(text, encoding="utf-8")

    def order(self, **how: object) -> Order:
        return Order(Act("Dana Counsel", self.now, "gazette test"), **how)  # type: ignore[arg-type]  # one test's options

    def release(self, **how: object) -> str:
        """Release the draft, move on by 40 days, and return the ledger's head."""
        release_draft(self.policy, self.order(**how))
        self.day += timedelta(days=40)
        return self.ledger.head

    def adopt(self) -> str:
        adopt_versions(self.policy, self.order())
        return self.ledger.head

    def verify(self, *, head: str = "", witness: Witness = NO_GIT) -> tuple[Gate, ...]:
        """What does not hold."""
        found = verify(Case(self.policy, self.ledger, witness, head))
        return tuple(gate for gate in found if gate.outcome is Outcome.CLOSED)

    def files(self) -> dict[str, bytes]:
        return {
            each.relative_to(self.folder).as_posix(): each.read_bytes()
            for each in self.folder.rglob("*")
            if each.is_file()
        }

    def translate(self, label: str = "draft", body: str = GERMAN) -> Path:
        """Write a translation of the draft, or of a version, into German."""
        settings = self.folder / "policy.toml"
        if "[languages.de]" not in (text := settings.read_text(encoding="utf-8")):
            settings.write_text(text + LANGUAGE, encoding="utf-8")
        key = "status: proposal" if label == "draft" else f"version: {label}"
        path = self.folder / "de" / f"{label}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\ntitle: Hinweis\n{key}\n---\n\n{body}", encoding="utf-8")
        return path

    def git(self, *arguments: str) -> str:
        identity = ["-c", "user.name=Dana", "-c", "user.email=dana@library.example"]
        run = subprocess.run(
            ["git", *identity, *arguments],
            cwd=self.folder.parent.parent,
            check=True,
            capture_output=True,
            text=True,
        )
        return run.stdout.strip()

    def commit(self, message: str = "Work") -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")


@pytest.fixture(scope="session")
def open_office() -> Callable[[Path], Office]:
    """Open an office in an empty folder."""

    def opened(root: Path) -> Office:
        folder = root / "policy" / "privacy"
        folder.mkdir(parents=True)
        (folder / "policy.toml").write_text(SETTINGS, encoding="utf-8")
        return Office(folder)

    return opened


@pytest.fixture(scope="session")
def first_release(
    open_office: Callable[[Path], Office], tmp_path_factory: pytest.TempPathFactory
) -> Office:
    """The office that the others are copies of."""
    made = open_office(tmp_path_factory.mktemp("first"))
    made.write()
    made.release()
    return made


@pytest.fixture
def office(first_release: Office, tmp_path: Path) -> Office:
    """An office that has released its first version."""
    root = copytree(first_release.folder.parent.parent, tmp_path, dirs_exist_ok=True)
    return replace(first_release, folder=Path(root) / "policy" / "privacy")


@pytest.fixture
def witness() -> Witness:
    """A witness that has seen nothing."""
    return NO_GIT
