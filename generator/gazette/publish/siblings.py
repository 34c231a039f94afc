"""The same page in several languages, each knowing the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gazette.publish.pages import Alternate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazette.publish.pages import Page
    from gazette.publish.timeline import Timeline


def with_siblings(pages: Sequence[tuple[Timeline, tuple[Page, ...]]]) -> Iterator[Page]:
    """All of `pages`, which are in the language of their timeline, each with its siblings.

    The timeline of the text that prevails comes first. Pages are siblings that
    have the same template and the same path below the root of their language.
    """
    found: dict[tuple[str, str], list[Alternate]] = {}
    for line, own in pages:
        for page in own:
            there = Alternate(line.language, _title(line), page.place)
            found.setdefault(_key(line, page), []).append(there)
    for line, own in pages:
        for page in own:
            siblings = tuple(found[_key(line, page)])
            yield replace(page, alternates=siblings) if len(siblings) > 1 else page


def _key(line: Timeline, page: Page) -> tuple[str, str]:
    shared = f"{line.language}/" if line.source else ""
    root = shared if page.template in _SHARED else line.root
    return page.template, page.place.removeprefix(root)


_SHARED = frozenset(("rules.html", "hub.html"))
"""Pages that all policies have together: not below the root of one, but of its language."""


def _title(line: Timeline) -> str:
    """What the readers of a translation call its language; empty for the source."""
    titles = {each.tag: each.title for each in line.policy.languages}
    return titles.get(line.language, "") if line.source else ""
