"""A site in a folder: read whole, published in one step, taken back in one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.adapters.folders import exchanged, replaced_whole
from gazette.adapters.lock import locked
from gazette.errors import Location, OutputError
from gazette.publish.readiness import MARK, refuse_difference

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Publication:
    """What became of a folder: whether it changed, and where the site before it is kept."""

    changed: bool
    kept: Path | None


def read_site(folder: Path) -> dict[str, bytes]:
    """The files of the site in `folder` by their paths, without what begins with a dot there.

    Raises OutputError where it cannot be read, or is being built just now.
    """
    if not folder.is_dir():
        raise OutputError(
            "there is no such folder",
            where=Location(str(folder)),
            remedy="Build the site first, or name its folder with --site.",
        )
    # Held, because a build that ends now would exchange the folder under our hands.
    with locked(folder.resolve().parent, work="build"):
        return _read(folder)


def publish_folder(files: Mapping[str, bytes], target: Path) -> Publication:
    """Make `target` the site `files`; the site that was there is kept beside it.

    One step: a reader and a crash find the old site or the new one. What begins
    with a dot in the old folder (`.well-known`) is taken over. What was
    published is read again and compared. Raises OutputError.
    """
    _refuse_other(target)
    if target.is_dir() and _read(target) == files:
        return Publication(changed=False, kept=None)
    kept = kept_beside(target)
    had = target.exists() and any(target.iterdir())
    with replaced_whole(target, keep=kept if had else None) as aside:
        for path, data in files.items():
            place = aside / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    refuse_difference(
        files,
        _read(target),
        where=str(target),
        remedy=f"Take it back with: gazette publish {target} --rollback; then check the disk.",
    )
    return Publication(changed=True, kept=kept if had else None)


def roll_back(target: Path) -> None:
    """Exchange the site in `target` with the one kept beside it. Raises OutputError."""
    kept = kept_beside(target)
    if not (kept / MARK).exists():
        raise OutputError(
            "no earlier site is kept beside this one",
            where=Location(str(target)),
            remedy="Build and publish the one you want.",
        )
    exchanged(target, kept)


def kept_beside(target: Path) -> Path:
    """Where the site that was published in `target` before is kept."""
    real = target.resolve()
    return real.parent / f".{real.name}.before"


def _read(folder: Path) -> dict[str, bytes]:
    try:
        return {
            each.relative_to(folder).as_posix(): each.read_bytes()
            for each in sorted(folder.rglob("*"))
            if each.is_file() and not each.relative_to(folder).parts[0].startswith(".")
        }
    except OSError as error:
        raise OutputError(
            f"the site cannot be read: {(error.strerror or str(error)).lower()}",
            where=Location(error.filename or str(folder)),
            remedy="Check that you may read it, then run this again.",
        ) from None


def _refuse_other(target: Path) -> None:
    """Raise OutputError where publishing would replace something that is no site."""
    if target.exists() and not target.is_dir():
        raise OutputError(
            "this is a file", where=Location(str(target)), remedy="Name a folder for the site."
        )
    seen = target.is_dir() and any(not each.name.startswith(".") for each in target.iterdir())
    if seen and not (target / MARK).exists():
        raise OutputError(
            "the folder holds something that is no site, and publishing would replace it",
            where=Location(str(target)),
            remedy="Name an empty or a new folder, or empty this one.",
        )
