"""A folder replaced in one step, so that no reader and no crash finds half of it."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gazette.errors import Location, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

if sys.platform != "win32":
    import fcntl

AT_FDCWD = -100
RENAME_EXCHANGE = 2  # Linux, renameat2(2)
RENAME_SWAP = 2  # macOS, renamex_np(2)


@contextmanager
def replaced_whole(target: Path, *, keep: Path | None = None) -> Iterator[Path]:
    """An empty folder beside `target` that takes its place when the block ends well.

    The old folder is then removed, or put in the place of `keep`, a name beside it.

    When the block raises, `target` stays as it was. When the process is killed,
    `target` is the old folder or the new, whole, and the next call clears up.
    What begins with a dot in the old folder (`.gitkeep`) is taken over. Raises
    OutputError when the folder cannot be written, or another call is at work
    in the same parent.
    """
    # A link is followed, or the link itself would be replaced by a folder.
    target = target.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target.parent):
            aside = target.parent / f".{target.name}.next"
            retired = target.parent / f".{target.name}.previous"
            _clear_up(target, aside, retired)
            aside.mkdir()
            try:
                yield aside
                _take_over_dotted(target, aside)
                _put_away(_exchange(aside, target, retired), keep)
            finally:
                _remove(aside)
    except OSError as error:
        raise OutputError(
            f"the folder cannot be replaced: {(error.strerror or str(error)).lower()}",
            where=Location(str(target)),
            remedy="Check that its parent can be written to and has room; a mounted folder "
            "cannot be replaced itself, so name one inside it.",
        ) from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold `folder` for one process at a time, without leaving a file behind."""
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise OutputError(
            "another build is at work here",
            where=Location(str(folder)),
            remedy="Wait until it is done, then run this again.",
        ) from None
    finally:
        os.close(handle)


def _clear_up(target: Path, aside: Path, retired: Path) -> None:
    """Remove what a killed process left, and bring back what it had put aside."""
    if retired.exists() and not target.exists():
        retired.rename(target)
    _remove(retired)
    _remove(aside)


def _remove(folder: Path) -> None:
    """Remove `folder` with all it holds, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)


def _take_over_dotted(old: Path, new: Path) -> None:
    """Copy what begins with a dot, such as `.gitkeep` or `.well-known`."""
    for each in sorted(old.glob(".*")) if old.is_dir() else ():
        if each.is_dir():
            shutil.copytree(each, new / each.name, symlinks=True, dirs_exist_ok=True)
        else:
            shutil.copy2(each, new / each.name, follow_symlinks=False)


def exchanged(target: Path, other: Path) -> None:
    """Exchange two folders that lie beside each other; undone by doing it again.

    Raises OutputError as `replaced_whole` does.
    """
    target = target.resolve()
    retired = target.parent / f".{target.name}.previous"
    try:
        with _locked(target.parent):
            if retired.exists() and not target.exists():
                retired.rename(target)
            if (old := _exchange(other, target, retired)) == retired:
                old.rename(other)
    except OSError as error:
        raise OutputError(
            f"the folders cannot be exchanged: {(error.strerror or str(error)).lower()}",
            where=Location(str(target)),
            remedy="Check that both are there and that their parent can be written to.",
        ) from error


def _exchange(new: Path, target: Path, retired: Path) -> Path | None:
    """Put `new` in the place of `target`; where what was there is left, if anything was."""
    if not target.exists():
        new.rename(target)
        return None
    if _swap(new, target):
        return new
    # Two steps where the system has no single one; `_clear_up` mends a crash
    # between them.
    target.rename(retired)
    new.rename(target)
    return retired


def _put_away(old: Path | None, keep: Path | None) -> None:
    """Remove what was replaced, or keep it in the place of what was kept before."""
    if old is None:
        return
    if keep is None:
        _remove(old)
        return
    _remove(keep)
    old.rename(keep)


def _swap(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where system or file system cannot."""
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            code = library.renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE)
        elif sys.platform == "darwin":
            code = library.renamex_np(first, second, RENAME_SWAP)
        else:
            return False
    except (OSError, AttributeError, TypeError):
        return False
    return bool(code == 0)
