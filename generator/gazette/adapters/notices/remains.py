"""What else holds an address: the lists and request bodies that were made of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gazette.adapters.notices.bodies import MANIFEST
from gazette.adapters.notices.bodies import SCHEMA as BODIES
from gazette.adapters.sealing import SUFFIX
from gazette.adapters.tables.engine import EngineError, embedded, literal
from gazette.adapters.tables.formats import read_back, recipient_format
from gazette.adapters.tables.manifest import SCHEMA as AUDIENCE
from gazette.errors import Location, NoticeError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Remains:
    """What was found: the lists that are deleted, and the folders of bodies that are not.

    A list can be made again at any time. A body may have been sent already, or
    not yet, so only who sends it knows when it may go.
    """

    deleted: tuple[Path, ...] = ()
    bodies: tuple[Path, ...] = ()


def erase_remains(folder: Path, addresses: frozenset[str]) -> Remains:
    """Delete each list below `folder` that holds one of `addresses`, its manifest with it.

    Folders of bodies that hold one, or may because they are encrypted, are
    named. OutputError where a list cannot be deleted.
    """
    deleted, bodies = [], []
    wanted = frozenset(each.strip().lower() for each in addresses)
    for manifest, said in _manifests(folder):
        if said.get("schema") == BODIES:
            if _bodies_hold(manifest.parent, wanted):
                bodies.append(manifest.parent)
            continue
        plain = manifest.with_name(str(said.get("output", {}).get("name", "")))
        sealed = plain.with_name(plain.name + SUFFIX)
        # An encrypted list may hold them, and can be made again as well.
        held = [
            p for p in (plain, sealed) if p.is_file() and (p is sealed or _list_holds(p, wanted))
        ]
        if held:
            _delete(*held, manifest)
            deleted += held
    return Remains(tuple(deleted), tuple(bodies))


def _manifests(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(folder.rglob(f"*{MANIFEST}")):
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(said, dict) and said.get("schema") in {BODIES, AUDIENCE}:
            yield path, said


def _list_holds(path: Path, wanted: frozenset[str]) -> bool:
    found = ", ".join(literal(each) for each in sorted(wanted))
    asked = f"SELECT count(*) FROM {read_back(recipient_format(path), path)}"  # noqa: S608 - quoted
    try:
        with embedded(spill=path.with_name(f".{path.name}.spill")) as engine:
            return bool(engine.value(f"{asked} WHERE lower(trim(email)) IN ({found})"))
    except EngineError:
        raise NoticeError(
            "this list cannot be read, so nobody can tell whom it holds",
            where=Location(str(path)),
            remedy="Delete it, then run this again.",
        ) from None


def _bodies_hold(folder: Path, wanted: frozenset[str]) -> bool:
    for path in folder.rglob("*"):
        if path.suffix == SUFFIX:
            return True
        if path.is_file() and path.name != MANIFEST:
            text = path.read_text(encoding="utf-8", errors="replace").lower()
            # JSON escapes what lies beyond ASCII.
            if any(each in text or json.dumps(each)[1:-1] in text for each in wanted):
                return True
    return False


def _delete(*paths: Path) -> None:
    for path in paths:
        try:
            path.unlink()
        except OSError as error:
            raise OutputError(
                f"this holds somebody who is to be forgotten, and cannot be deleted: "
                f"{error.strerror}",
                where=Location(str(path)),
                remedy="Delete it, then run this again.",
            ) from None
