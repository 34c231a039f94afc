from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazette.adapters import folders
from gazette.adapters.folders import replaced_whole
from gazette.errors import OutputError

KILLED_AT_EVENT = """
import os, signal, sys
from pathlib import Path
from gazette.adapters import folders

left = int(sys.argv[2])
if sys.argv[3] == "no-swap":
    folders._swap = lambda one, other: False
WATCHED = ("os.", "shutil.", "open")

def count(event, arguments):
    global left
    if event.startswith(WATCHED):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

target = Path(sys.argv[1])
sys.addaudithook(count)
with folders.replaced_whole(target) as aside:
    for name in ("index.html", "sitemap.xml"):
        (aside / name).write_text("new")
"""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "out" / "site"
    write(folder, "old")
    (folder / ".gitkeep").touch()
    return folder


def write(folder: Path, word: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("index.html", "sitemap.xml"):
        (folder / name).write_text(word)


def contents(folder: Path) -> dict[str, str]:
    return {each.name: each.read_text() for each in folder.iterdir()}


OLD = {"index.html": "old", "sitemap.xml": "old", ".gitkeep": ""}
NEW = {"index.html": "new", "sitemap.xml": "new", ".gitkeep": ""}


def test_the_new_folder_takes_the_place_of_the_old(target: Path) -> None:
    (target / "gone.html").touch()

    with replaced_whole(target) as aside:
        write(aside, "new")

    assert contents(target) == NEW
    assert [each.name for each in target.parent.iterdir()] == ["site"]


def test_a_folder_that_was_not_there_comes_into_being(tmp_path: Path) -> None:
    with replaced_whole(tmp_path / "a" / "b") as aside:
        write(aside, "new")

    assert contents(tmp_path / "a" / "b") == {"index.html": "new", "sitemap.xml": "new"}


class FaultError(Exception):
    """Stands for any."""


def fail_halfway(target: Path) -> None:
    with replaced_whole(target) as aside:
        write(aside, "new")
        raise FaultError


def test_a_failure_leaves_the_old_folder_and_nothing_else(target: Path) -> None:
    with pytest.raises(FaultError):
        fail_halfway(target)

    assert contents(target) == OLD
    assert [each.name for each in target.parent.iterdir()] == ["site"]


def test_without_a_single_step_two_do(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_swap", lambda _one, _other: False)

    with replaced_whole(target) as aside:
        write(aside, "new")

    assert contents(target) == NEW
    assert [each.name for each in target.parent.iterdir()] == ["site"]


def test_a_link_is_followed(target: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(target)

    with replaced_whole(link) as aside:
        write(aside, "new")

    assert link.is_symlink()
    assert contents(target) == NEW


def test_two_builds_at_once_do_not_meet(target: Path) -> None:
    with (
        replaced_whole(target),
        pytest.raises(OutputError, match="another build is at work"),
        replaced_whole(target),
    ):
        pass


def test_a_place_that_cannot_hold_a_folder_is_named(target: Path) -> None:
    inside_a_file = target / "index.html" / "site"

    with (
        pytest.raises(OutputError, match="cannot be replaced") as caught,
        replaced_whole(inside_a_file),
    ):
        pass

    assert str(caught.value.where) == str(inside_a_file)


def killed_runs(target: Path, mode: str) -> Iterator[int]:
    """Run a replacement again and again, killed one event later each time, until it is done."""
    for event in range(1, 200):
        write(target, "old")
        code = subprocess.run(
            [sys.executable, "-c", KILLED_AT_EVENT, str(target), str(event), mode], check=False
        ).returncode
        if code == 0:
            return
        assert code == -signal.SIGKILL
        yield event
    raise AssertionError("never done")


def test_killed_at_any_step_leaves_the_old_or_the_new(target: Path) -> None:
    seen = []
    for _ in killed_runs(target, "swap"):
        seen.append(contents(target))
        assert seen[-1] in (OLD, NEW)

    assert OLD in seen
    assert NEW in seen


def test_killed_between_two_steps_is_mended_by_the_next_call(target: Path) -> None:
    missing = 0
    for _ in killed_runs(target, "no-swap"):
        missing += not target.exists()
        with replaced_whole(target) as aside:
            write(aside, "newer")
        assert contents(target)["index.html"] == "newer"
        assert [each.name for each in target.parent.iterdir()] == ["site"]

    assert missing, "no run was killed between the two steps"
