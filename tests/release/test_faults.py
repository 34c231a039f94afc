"""A release that is killed, finds the disk full, or meets another one."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from gazette.adapters.promulgation import write_release
from gazette.errors import OutputError
from gazette.release.recording import promulgate
from oracles.killing import tried

CRASHING = Path(__file__).parent / "crashing.py"
OLD = {"policy.toml", "ledger.jsonl", "1.0.0.md", "draft.md", "decisions.toml", "de/draft.md"}
NEW = {"policy.toml", "ledger.jsonl", "1.0.0.md", "2.0.0.md", "de/2.0.0.md"}


@pytest.fixture
def ready(office: Any) -> Any:
    """An office with a draft and its translation that may be released, and a decision about it."""
    office.day = datetime(2030, 6, 1, tzinfo=UTC).date()
    office.edit("30 days after", "90 days after")
    office.edit("Ask at the front desk.", "Ask at the quay.")
    office.translate()
    office.decide()
    assert set(office.files()) == OLD
    return office


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_killed_at_any_instant_it_loses_nothing_and_can_be_finished(ready: Any) -> None:
    seen = tried(CRASHING, ready.folder)

    lines = [each for each in seen if each["arm"] == "before_line"]
    assert len(lines) > 50, "every line of what writes"
    assert len(seen) - len(lines) == 3, "the writes of both texts and of the ledger"
    assert {each["lines"] for each in seen} == {1, 3}, "before and after the release itself"
    for each in seen:
        assert each["kept"], each
        # A recorded version is there; a version that is not recorded has its draft beside it.
        assert each["lines"] == 1 or {"2.0.0.md", "de/2.0.0.md"} <= set(each["left"]), each
        assert each["lines"] == 3 or "draft.md" in each["left"], each
        assert set(each["finished"]) == NEW, each
        assert each["finished_lines"] == 3, each
        assert not each["broken"], each
        assert each["again"], each


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_a_full_disk_is_told_wherever_it_strikes(
    ready: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    before = ready.files()
    written = promulgate(ready.propose(), before["draft.md"], label="2.0.0", act=ready.order().act)
    struck = 0
    for number in count(1):
        folder = copytree(ready.folder, tmp_path / str(number) / "privacy")
        with monkeypatch.context() as patch:
            patch.setattr(os, call, _refuse(getattr(os, call), number))
            if told := _told(write_release, folder, written):
                assert "no space left" in told
            else:
                break
        assert (folder / "draft.md").read_bytes() == before["draft.md"]
        assert not list(folder.rglob("*.part"))
        struck += 1
        write_release(folder, written)
        assert (folder / "ledger.jsonl").read_bytes() == written.ledger
        for name, frozen in written.frozen.items():
            assert (folder / name).read_bytes() == frozen
    assert struck, "it was refused at least once"


def _told(write: Callable[..., None], *arguments: Any) -> str:
    """The error that writing ended with, or nothing."""
    try:
        write(*arguments)
    except OutputError as error:
        return str(error)
    return ""


def _refuse(call: Callable[..., Any], number: int) -> Callable[..., Any]:
    """`call`, for which there is no room the given time it is made."""
    left = number

    def refusing(*arguments: Any, **options: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return call(*arguments, **options)

    return refusing


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Any:
    """A file system of 24 KiB."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24k", "tmpfs", folder],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a file system")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_disk_that_is_really_full(open_office: Any, tiny_disk: Path) -> None:
    office = open_office(tiny_disk)
    office.write(office.body + "\n" + "The library lends books. " * 300)
    before = office.files()
    ballast = tiny_disk / "ballast"
    with ballast.open("wb", buffering=0) as stream:
        try:
            while True:
                stream.write(b"x" * 512)
        except OSError:
            pass

    with pytest.raises(OutputError, match="no space left"):
        office.release()
    assert office.files() == before

    ballast.unlink()
    office.release()
    assert set(office.files()) == {"policy.toml", "ledger.jsonl", "1.0.0.md"}
    assert not office.verify()


def test_of_two_at_once_one_releases(office: Any) -> None:
    # Not today: in the policy's time zone it may be tomorrow already.
    office.day = datetime.now(UTC).date() + timedelta(days=2)
    (office.folder / "1.0.0.md").unlink()
    (office.folder / "ledger.jsonl").unlink()
    office.write()
    command = [sys.executable, "-c", "from gazette.cli import main; main()", "release", "--by", "D"]
    root = office.folder.parent.parent

    racing = [
        subprocess.Popen(
            command, cwd=root, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    told = [process.communicate() for process in racing]

    assert len(office.ledger.lines) == 1
    assert not office.verify()
    released = [out for out, _ in told if "released 1.0.0" in out]
    assert len(released) == 1
    for process, (_, error) in zip(racing, told, strict=True):
        # Who came second was told so, or came so late that nothing was left to do.
        assert process.returncode == 0 or "another release is at work here" in error
        assert "Traceback" not in error
