"""Runs as the children of an HTML element."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, groupby
from typing import TYPE_CHECKING

from lxml import etree

from gazette.adapters.word.runs import BREAK, PICTURE, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element
_TAGS = ("strong", "em", "u", "s", "mark", "sub", "sup", "code")
LINK = "a"


def fill(element: _Element, runs: Sequence[Run], *, within: frozenset[str] = frozenset()) -> None:
    """Put `runs` into the empty `element`: text, links, mark-up, breaks and pictures.

    Whatever reaches over most of them goes around the rest; `within` is open
    already.
    """
    at = 0
    if not within:
        linked = (_trimmed(list(same)) for _, same in groupby(runs, key=_link))
        runs = _merged(chain.from_iterable(linked))
    ends = {tag: _ends(runs, tag) for tag in (LINK, *_TAGS) if tag not in within}
    words = _next_words(runs)
    # lxml counts children one by one, and copies text that is added to, so the
    # last child and the text after it are remembered.
    last: _Element | None = None
    texts: list[str] = []
    while at < len(runs):
        tag, end = max(
            # Word marks up empty text and space, which nobody sees.
            ((tag, reach[at]) for tag, reach in ends.items() if reach[at] > words[at]),
            key=lambda found: found[1],
            default=("", at),
        )
        if tag or runs[at].sort:
            _say(element, last, texts)
        if tag:
            last = _begin(element, tag, runs[at])
            fill(last, runs[at:end], within=within | {tag})
        elif runs[at].sort:
            last = _point(element, runs[at])
        else:
            texts.append(runs[at].text)
        at = max(end, at + 1)
    _say(element, last, texts)


def _say(element: _Element, last: _Element | None, texts: list[str]) -> None:
    """Put `texts` after the child `last`, or at the start where there is none, and empty it."""
    if last is None:
        element.text = "".join(texts)
    else:
        last.tail = "".join(texts)
    texts.clear()


def _begin(element: _Element, tag: str, run: Run) -> _Element:
    """Begin the element `tag` inside `element`."""
    made = etree.SubElement(element, tag)
    if tag == LINK:
        target, title = run.link
        made.set("href", target)
        if title:
            made.set("title", title)
    return made


def _point(element: _Element, run: Run) -> _Element:
    """Append a line break or a picture."""
    if run.sort == BREAK:
        return etree.SubElement(element, "br")
    picture = etree.SubElement(element, "img", alt=run.text)
    if run.link[0]:
        picture.set("src", run.link[0])
    return picture


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


def _merged(runs: Iterable[Run]) -> list[Run]:
    """`runs` with neighbours of one look made one, as Word seldom leaves them."""
    merged: list[Run] = []
    for (tags, link, sort), same in groupby(runs, key=lambda run: (run.tags, run.link, run.sort)):
        if sort:
            merged.extend(same)
        else:
            merged.append(Run("".join(run.text for run in same), tags, link))
    return merged


def _ends(runs: Sequence[Run], tag: str) -> list[int]:
    """For each run, where what `tag` marks up from there on ends; its own place for nothing."""
    ends = [*range(len(runs) + 1)]
    for at in reversed(range(len(runs))):
        if _has(runs[at], tag):
            goes_on = at + 1 < len(runs) and _goes_on(tag, runs[at], runs[at + 1])
            ends[at] = ends[at + 1] if goes_on else at + 1
    return ends


def _next_words(runs: Sequence[Run]) -> list[int]:
    """For each run, the place of the next one with words, itself included."""
    found = [len(runs)] * (len(runs) + 1)
    for at in reversed(range(len(runs))):
        found[at] = at if runs[at].text.strip() else found[at + 1]
    return found


def _has(run: Run, tag: str) -> bool:
    if tag == LINK:
        return bool(run.link[0]) and run.sort != PICTURE
    return tag in run.tags


def _goes_on(tag: str, first: Run, run: Run) -> bool:
    return _has(run, tag) and (tag != LINK or run.link == first.link)
