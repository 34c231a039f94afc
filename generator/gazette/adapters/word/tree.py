"""Runs as the children of an HTML element."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from lxml import etree

from gazette.adapters.word.runs import BREAK, PICTURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from gazette.adapters.word.runs import Run

_TAGS = ("strong", "em", "u", "s", "mark", "sub", "sup", "code")
LINK = "a"


def fill(element: _Element, runs: Sequence[Run], *, within: frozenset[str] = frozenset()) -> None:
    """Append `runs` to `element`: text, links, mark-up, breaks and pictures.

    Whatever reaches over most of them goes around the rest; `within` is open
    already.
    """
    at = 0
    if not within:
        runs = [part for _, linked in groupby(runs, key=_link) for part in _trimmed(list(linked))]
    while at < len(runs):
        tag, end = _farthest(runs, at, within)
        if not tag:
            _append(element, runs[at])
            at += 1
            continue
        made = etree.SubElement(element, tag)
        if tag == LINK:
            target, title = runs[at].link
            made.set("href", target)
            if title:
                made.set("title", title)
        fill(made, runs[at:end], within=within | {tag})
        at = end


def _link(run: Run) -> tuple[str, str]:
    return run.link if run.sort != PICTURE else ("", "")


def _trimmed(linked: list[Run]) -> list[Run]:
    """Runs of one link, without the space around it that Word lets it reach over."""
    first, last = linked[0], linked[-1]
    if not _link(first)[0] or not any(run.text.strip() for run in linked):
        return linked
    before = first.text[: len(first.text) - len(first.text.lstrip())]
    after = last.text[len(last.text.rstrip()) :]
    linked[0] = replace(first, text=first.text.lstrip())
    linked[-1] = replace(linked[-1], text=linked[-1].text.rstrip())
    space = replace(first, link=("", ""), sort="")
    return [replace(space, text=before), *linked, replace(space, text=after)]


def _farthest(runs: Sequence[Run], at: int, within: frozenset[str]) -> tuple[str, int]:
    """What of the run at `at` reaches over most runs from there, and where it ends."""
    best = "", at
    for tag in (LINK, *_TAGS):
        if tag in within or not _has(runs[at], tag):
            continue
        end = at + 1
        while end < len(runs) and _goes_on(tag, runs[at], runs[end]):
            end += 1
        # Word marks up empty text and space, which nobody sees.
        if end > best[1] and any(run.text.strip() for run in runs[at:end]):
            best = tag, end
    return best


def _has(run: Run, tag: str) -> bool:
    if tag == LINK:
        return bool(run.link[0]) and run.sort != PICTURE
    return tag in run.tags


def _goes_on(tag: str, first: Run, run: Run) -> bool:
    return _has(run, tag) and (tag != LINK or run.link == first.link)


def _append(element: _Element, run: Run) -> None:
    if run.sort == BREAK:
        etree.SubElement(element, "br")
    elif run.sort == PICTURE:
        picture = etree.SubElement(element, "img", alt=run.text)
        if run.link[0]:
            picture.set("src", run.link[0])
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + run.text
    else:
        element.text = (element.text or "") + run.text
