"""Word's flat paragraphs as a page: lists, quotations and definitions around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from gazette.adapters.word.tree import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from gazette.adapters.word.lists import Count
    from gazette.adapters.word.runs import Run
    from gazette.adapters.word.styles import Nature

_WRAPPERS = {"quote": "blockquote", "definition": "dl"}
_LEAVES = {"term": "dt", "definition": "dd"}


@dataclass(slots=True)
class _Open:
    """A list, quotation or list of definitions that may go on.

    `inside` is where its content goes: the last item, or itself. `last` is
    the number of a counted list's last item.
    """

    word: str
    element: _Element
    inside: _Element
    last: int = 0


@dataclass(slots=True)
class Page:
    """A page, or a cell, that paragraphs are added to one by one."""

    root: _Element
    _open: list[_Open] = field(default_factory=list)

    def add(self, nature: Nature, runs: Sequence[Run], count: Count | None) -> _Element | None:
        """Add a paragraph; returns its element, None where it shows nothing.

        `count` is given for the item of a list.
        """
        if nature.kind == "rule":
            return etree.SubElement(self._enter(nature.frame, "", None), "hr")
        if not any(run.text.strip() or run.sort for run in runs):
            return None
        if nature.kind == "code":
            code = etree.SubElement(self._enter(nature.frame, "", None), "pre")
            fill(etree.SubElement(code, "code"), [_as_text(run) for run in runs])
            return code
        if count:
            item = self._enter(_listed(nature), "li", count)
            made = etree.SubElement(item, "p") if nature.loose else item
        elif nature.kind in _LEAVES:
            frame = (*nature.frame, "definition") if nature.kind == "term" else nature.frame
            made = self._enter(frame, _LEAVES[nature.kind], None)
        else:
            tag = f"h{nature.level}" if nature.kind == "heading" else "p"
            made = etree.SubElement(self._enter(nature.frame, "", None), tag)
        fill(made, runs)
        return made

    def add_table(self) -> _Element:
        """Add a table; it ends whatever list or quotation was open."""
        self._open.clear()
        return etree.SubElement(self.root, "table")

    def _enter(self, frame: Sequence[str], leaf: str, count: Count | None) -> _Element:
        """The element for a paragraph that stands in `frame`.

        Open elements go on as far as they fit. `leaf` is begun anew in the
        last of them: the item, term or definition that the paragraph is.
        """
        at = 0
        for place, word in enumerate(frame):
            begins = bool(leaf) and place == len(frame) - 1
            here = self._open[at] if at < len(self._open) else None
            goes_on = here is not None and here.word == word
            if goes_on and begins and count and here is not None:
                goes_on = _counts_on(here, count)
            if not goes_on:
                if word == "list" and not begins:
                    # There is no such item to stand in; it stands one level less deep.
                    continue
                del self._open[at:]
                self._open.append(self._begin(word, count))
            at += 1
            if begins:
                del self._open[at:]
                self._open[-1].inside = etree.SubElement(self._open[-1].element, leaf)
                self._open[-1].last = count.number if count else 0
        del self._open[at:]
        return self._inside()

    def _inside(self) -> _Element:
        return self._open[-1].inside if self._open else self.root

    def _begin(self, word: str, count: Count | None) -> _Open:
        """Begin a list, a quotation or a list of definitions."""
        parent = self._inside()
        if word != "list":
            element = etree.SubElement(parent, _WRAPPERS[word])
            return _Open(word, element, element)
        counted = bool(count and count.type)
        element = etree.SubElement(parent, "ol" if counted else "ul")
        if count and counted:
            if count.number != 1:
                element.set("start", str(count.number))
            if count.type != "1":
                element.set("type", count.type)
        return _Open(word, element, element)


def _listed(nature: Nature) -> tuple[str, ...]:
    """What an item stands in, as many lists as its level says."""
    if "list" in nature.frame:
        return nature.frame
    level = nature.numbering[1] if nature.numbering else 0
    return nature.frame + ("list",) * (level + 1)


def _counts_on(here: _Open, count: Count) -> bool:
    """Whether an item goes on with the list `here`."""
    if not count.type:
        return here.element.tag == "ul"
    same = here.element.tag == "ol" and here.element.get("type", "1") == count.type
    return same and count.number == here.last + 1


def _as_text(run: Run) -> Run:
    """A run of code: its line breaks are characters, and it is code already."""
    return type(run)("\n" if run.sort == "br" else run.text, run.tags - {"code"}, run.link)
