"""Whether what a published site shows is what was released."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from gazette.errors import Location
from gazette.release.complaints import closed, warning
from gazette.release.gates import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from gazette.model.chained import Line
    from gazette.model.gate import Gate
    from gazette.model.ledger import Entry, Ledger
    from gazette.model.policy import Policy, Version

_BUILD = "Build and publish the site anew: gazette build, gazette publish"
_TAMPERED = f"Find out who altered it. {_BUILD}"
_SCHEMA = "gazette/versions/1"


@dataclass(frozen=True, slots=True)
class Showing:
    """What a page shows as a policy's text.

    `exact` says that title and body are, mark-up and all, those of the version
    it was held against; `words` are what a visitor reads, one space between them.
    """

    exact: bool
    words: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What visitors were served at `where`; None for what is not there.

    `versions` are the bytes of versions.json; `sources` and `pages` go by
    `place_of` a text, and `front` is the policy's own first page.
    """

    where: str
    versions: bytes | None
    sources: Mapping[str, bytes | None]
    pages: Mapping[str, Showing | None]
    front: Showing | None

    def at(self, place: str) -> Location:
        """A place in the site, for complaints."""
        return Location(f"{self.where}{place}")


def place_of(label: str, language: str = "") -> str:
    """Where a version stands below the policy's own root, or its translation."""
    return f"{language}/versions/{label}" if language else f"versions/{label}"


def shown_at(policy: Policy, at: datetime) -> Version | None:
    """The version that the policy's first page shows at the instant `at`, if any is public."""
    public = policy.public(at)
    return policy.in_force(at) or next(iter(public), None)


def verify_site(policy: Policy, ledger: Ledger, seen: Seen, *, at: datetime) -> tuple[Gate, ...]:
    """What holds of a published site at the instant `at`, and what does not; pure.

    The ledger and the frozen files are believed; `verification.verify` is what
    asks whether they may be.
    """
    public = {version.label for version in policy.public(at)}
    lines = [line for line in ledger.releases if line.entry.version in public]
    texts = [*lines, *(line for line in ledger.translations if line.entry.version in public)]
    answers = {
        "site-list": _check_list(policy, lines, seen, at),
        "site-sources": _check_sources(texts, seen),
        "site-pages": _check_pages(texts, seen),
        "site-front": _check_front(policy, ledger, seen, at),
    }
    return tuple(gate for name, found in answers.items() for gate in named(name, found))


def _check_list(
    policy: Policy, lines: list[Line[Entry]], seen: Seen, at: datetime
) -> Iterator[Gate]:
    """versions.json lists what was released, as the ledger records it, and no more."""
    where = seen.at("versions.json")
    said = _read(seen.versions)
    if said is None:
        yield closed("there is no list of versions of ours", where=where, remedy=_BUILD)
        return
    if said.get("preview") is not False:
        yield closed("this is a preview, not what is released", where=where, remedy=_BUILD)
    rows = {row.get("version"): row for row in said["versions"]}
    for line in lines:
        row = rows.pop(line.entry.version, None)
        if row is None:
            yield closed(
                f"version {line.entry.version} was published, and is not listed",
                where=where,
                remedy=_BUILD,
            )
            continue
        for key, recorded in _recorded(line).items():
            if row.get(key) != recorded:
                yield closed(
                    f"version {line.entry.version}: `{key}` is {row.get(key)}, and "
                    f"{recorded} was released ({line.where})",
                    where=where,
                    remedy=_TAMPERED,
                )
    for label in rows:
        yield closed(
            f"version {label} is listed, and was not published by then", where=where, remedy=_BUILD
        )
    applying = policy.in_force(at)
    wanted = applying.label if applying else None
    if said.get("in_force") != wanted:
        yield closed(
            f"it says that {said.get('in_force') or 'no version'} is in force, and it is "
            f"{wanted or 'none'}",
            where=where,
            remedy=_BUILD,
        )


def _recorded(line: Line[Entry]) -> dict[str, str]:
    """What the list must say of a released version."""
    return {
        "published": str(line.entry.published),
        "effective": str(line.entry.effective),
        "sha256": line.entry.source_sha256,
    }


def _read(data: bytes | None) -> dict[str, Any] | None:
    """What a versions.json says; None where it is none of ours."""
    try:
        said = json.loads(data or b"")
    except ValueError:
        return None
    if not isinstance(said, dict) or said.get("schema") != _SCHEMA:
        return None
    rows = said.get("versions")
    ours = isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
    return said if ours else None


def _check_sources(lines: list[Line[Entry]], seen: Seen) -> Iterator[Gate]:
    """Each text's Markdown is the one released, byte for byte."""
    for line in lines:
        place = _place(line)
        data = seen.sources.get(place)
        if data is None or sha256(data).hexdigest() != line.entry.source_sha256:
            yield closed(
                f"{_called(line)} is {_kind(data)} ({line.where})",
                where=seen.at(f"{place}.md"),
                remedy=_BUILD if data is None else _TAMPERED,
            )


def _check_pages(lines: list[Line[Entry]], seen: Seen) -> Iterator[Gate]:
    """Each page shows the text released."""
    for line in lines:
        place = _place(line)
        yield from _check_page(line, seen.pages.get(place), seen.at(f"{place}/"))


def _place(line: Line[Entry]) -> str:
    return place_of(line.entry.version, line.entry.language)


def _called(line: Line[Entry]) -> str:
    """The text of a line, in words."""
    entry = line.entry
    return f"the translation {entry.file}" if entry.language else f"version {entry.version}"


def _check_front(policy: Policy, ledger: Ledger, seen: Seen, at: datetime) -> Iterator[Gate]:
    """The policy's own first page shows the text in force."""
    version = shown_at(policy, at)
    line = ledger.line_of(version.label) if version else None
    if line is None:
        yield warning(
            "no version is published by then, so there is no text to look for",
            where=seen.at(""),
            remedy="Ask for another instant, with --as-of.",
        )
        return
    yield from _check_page(line, seen.front, seen.at(""))


def _check_page(line: Line[Entry], showing: Showing | None, where: Location) -> Iterator[Gate]:
    if showing is not None and showing.exact:
        return
    words = sha256(showing.words.encode()).hexdigest() if showing else ""
    if words == line.entry.words_sha256:
        yield warning(
            f"{_called(line)} is shown with other mark-up than it has here; every word is the same",
            where=where,
            remedy="Another version of the renderer may have built it. " + _BUILD,
        )
    else:
        yield closed(
            f"the text of {_called(line)} is {_kind(showing)} ({line.where})",
            where=where,
            remedy=_BUILD if showing is None else f"If it is not only out of date: {_TAMPERED}",
        )


def _kind(what: object) -> str:
    return "not found here" if what is None else "another here than the one released"
