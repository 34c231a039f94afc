"""The commands at a real terminal: colours, width, pager."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

OLD = "# Policy\n\n" + "\n\n".join(f"We keep item {n} for 30 days." for n in range(30))
NEW = OLD.replace("30 days", "90 days").replace("item 7", "item\u202e 7\x1b[2J")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    (tmp_path / "old.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.md").write_text(NEW, encoding="utf-8")
    return tmp_path


def at_terminal(folder: Path, *, columns: int = 80, rows: int = 20, **environment: str) -> str:
    """What `gazette diff old.md new.md` writes to a terminal of that size."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
    command = [
        sys.executable,
        "-c",
        "from gazette.cli import main; main()",
        "diff",
        "old.md",
        "new.md",
    ]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**kept, "TERM": "xterm-256color", "LESS": "", **environment},
        stdin=slave,
        stdout=slave,
        stderr=subprocess.DEVNULL,
    )
    os.close(slave)
    written = b""
    while part := _read(master):
        written += part
    os.close(master)
    assert process.wait() == 0
    return written.decode()


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:
        # Linux says so when the last writer has gone.
        return b""


def test_a_long_memo_goes_through_the_pager_in_colour(texts: Path) -> None:
    shown = at_terminal(texts, PAGER="sed s/^/paged:/")
    assert "paged:\x1b[1mRedline of old.md" in shown
    assert "│" not in shown


def test_a_short_memo_does_not(texts: Path) -> None:
    assert "paged" not in at_terminal(texts, PAGER="sed s/^/paged:/", rows=5000)


def test_a_missing_pager_hides_nothing(texts: Path) -> None:
    assert "Redline of old.md" in at_terminal(texts, PAGER="no-such-pager --at-all")


def test_no_color_gives_brackets_and_a_wide_terminal_two_columns(texts: Path) -> None:
    shown = at_terminal(texts, columns=200, PAGER="cat", NO_COLOR="1")
    assert "\x1b" not in shown
    assert any("[-30-]" in old and "{+90+}" in new for old, new in map(_halves, shown.split("\n")))


def _halves(line: str) -> tuple[str, str]:
    old, _, new = line.partition("│")
    return old, new


def test_what_the_text_holds_never_commands_the_terminal(texts: Path) -> None:
    shown = at_terminal(texts, PAGER="cat")
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown
    assert "⟨U+202E⟩" in shown
