"""The pages over all versions of a policy: the list, any two of them, every clause of all."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from gazette.model.policy import State
from gazette.publish.pages import (
    ASKING,
    MARKED,
    ArchiveContent,
    CompareContent,
    Compared,
    Page,
    PassagesContent,
    Row,
    UpcomingContent,
)
from gazette.publish.passages import shelves_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.publish.timeline import Entry, Timeline

SEVERAL = 3
"""From so many versions on there are two that no page of changes compares as neighbours."""


def archive_pages(line: Timeline) -> Iterator[Page]:
    """The list of versions, and what helps to find one's way among several."""
    published = [each.version.published for each in line.entries]
    modified = max((day for day in published if day), default=None)
    yield Page(
        place=f"{line.root}versions/",
        template="archive.html",
        content=_archived(line),
        languages=line.languages,
        listed=bool(line.entries),
        modified=modified,
        scripts=("find.js",) if line.entries else (),
        styles=ASKING,
    )
    if line.entries:
        yield Page(
            place=f"{line.root}clauses/",
            template="clauses.html",
            content=PassagesContent(line, shelves_of(line.entries)),
            languages=line.languages,
            modified=modified,
            scripts=("find.js",),
            styles=ASKING,
        )
    if len(line.entries) >= SEVERAL:
        yield Page(
            place=f"{line.root}compare/",
            template="compare.html",
            content=_compared(line),
            languages=line.languages,
            modified=modified,
            scripts=("compare.js",),
            styles=(*MARKED, *ASKING[1:]),
        )


def upcoming_page(line: Timeline) -> Page:
    """The page of what is announced, which has the same address when nothing is."""
    last = line.announced[-1] if line.announced else line.front
    turns = line.announced or (line.front and line.front.turns)
    return Page(
        place=f"{line.root}upcoming/",
        template="upcoming.html",
        content=UpcomingContent(line),
        languages=line.languages,
        modified=last.version.published if last else None,
        scripts=("turn.js",) if turns else (),
    )


def _archived(line: Timeline) -> ArchiveContent:
    """Each version with the way to its comparison with the one in force."""
    applying = next((each for each in line.entries if each.state is State.IN_FORCE), None)
    compared = compared_with_applying(line)
    rows = [Row(each, compared.get(each.label, "")) for each in reversed(line.versions)]
    return ArchiveContent(
        line,
        tuple(rows),
        applying.label if applying else "",
        comparable=len(line.entries) >= SEVERAL,
    )


def compared_with_applying(line: Timeline) -> dict[str, str]:
    """The paths of the pages that compare a version with the one in force, by its label."""
    applying = next((each for each in line.entries if each.state is State.IN_FORCE), None)
    # The version just before is compared where the one in force tells its changes.
    compared = {old.label: new.changes for old, new in pairwise(line.entries) if new is applying}
    for leap in line.leaps:
        if applying in (leap.old, leap.new):
            other = leap.new if leap.old is applying else leap.old
            compared[other.label] = leap.place
    return compared


def _compared(line: Timeline) -> CompareContent:
    """All comparisons that have a page, under the later of the two versions, newest first."""
    steps = [
        (old, Compared(old, new.changes, new.verdict.level if new.verdict else None))
        for old, new in pairwise(line.entries)
    ]
    found: dict[str, list[Compared]] = {
        new.label: [step] for new, (_, step) in zip(line.entries[1:], steps, strict=True)
    }
    for leap in line.leaps:
        found[leap.new.label].append(Compared(leap.old, leap.place, leap.level))
    order = [each.label for each in line.entries]

    def newest_first(pairs: list[Compared]) -> tuple[Compared, ...]:
        return tuple(sorted(pairs, key=lambda each: -order.index(each.old.label)))

    rows: list[tuple[Entry, tuple[Compared, ...]]] = [
        (each, newest_first(found[each.label])) for each in reversed(line.entries[1:])
    ]
    paged = sum(len(pairs) for _, pairs in rows)
    count = len(line.entries)
    complete = paged == count * (count - 1) // 2
    judged = () if complete else line.entries
    told = {each.label: each.sections for each in judged if each.verdict}
    return CompareContent(line, tuple(rows), complete, told)
