"""The two texts that an HTML redline gives back, and the refusal of one that does not.

Accepting drops `del` and `move--away`; rejecting drops `ins` and `move--here`
and puts what is left into the blocks of the old version, where those differ:

* `data-was` names them, outermost first (`ul/li`); empty for none. On
  `span.change__break` it begins a further clause of the old version;
* `data-joined` says that a clause continued the one before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from gazette.errors import RedlineError
from gazette.source.clauses import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from gazette.model.comparison import Comparison
    from gazette.model.document import Block, Document

Seen = tuple[str, str]
"""The blocks around a clause, outermost first, and its text without white space."""

_ASIDES = frozenset(
    "visually-hidden change__note change__notes change__number change__break move__link image".split()  # noqa: E501, SIM905 - read as one line
)
"""What the redline says of the text, beside it."""
_ACCEPTED = frozenset(("del", "move--away")) | _ASIDES
_REJECTED = frozenset(("ins", "move--here")) | _ASIDES


def accepted(html: str) -> tuple[Seen, ...]:
    """The clauses with words, and their blocks, once every change in `html` is accepted."""
    return _Reader(_ACCEPTED, former=False).read(html)


def rejected(html: str) -> tuple[Seen, ...]:
    """The same, once every change is rejected."""
    return _Reader(_REJECTED, former=True).read(html)


def shown(html: str) -> tuple[Seen, ...]:
    """The same of a page without changes."""
    return _Reader(frozenset(), former=False).read(html)


def check_html(html: str, comparison: Comparison) -> str:
    """`html` itself. Raises RedlineError unless it restores both versions, blocks too."""
    for document, restored, which in (
        (comparison.old, rejected(html), "older"),
        (comparison.new, accepted(html), "newer"),
    ):
        if restored != _clauses(document):
            raise RedlineError(
                f"the HTML redline does not give back the {which} text",
                remedy="This is a flaw of Gazette: please report it with the two texts.",
            )
    return html


def path_of(blocks: Iterable[Block]) -> str:
    """`blocks` as `data-was` names them."""
    return "/".join([block.tag for block in blocks])


def _clauses(document: Document) -> tuple[Seen, ...]:
    seen = ((path_of(c.blocks), "".join(c.text.split())) for c in document.clauses)
    return tuple(clause for clause in seen if clause[1])


@dataclass(slots=True)
class _Reader:
    """Reads a page with some of its elements, by tag or class, left out.

    `former` is whether `data-was` counts. `_was` is its value where one holds,
    `_owner` the change that the text at hand belongs to.
    """

    dropped: frozenset[str]
    former: bool
    _path: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _seen: list[Seen] = field(default_factory=list)
    _owners: list[str] = field(default_factory=list)
    _was: str | None = None
    _owner: str = ""
    _joined: bool = False

    def read(self, html: str) -> tuple[Seen, ...]:
        """The clauses of `html`."""
        # libxml2 takes no controls; the redline shows them by their code.
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
        source = f"<html><body><div>{html}</div></body></html>"
        tree = etree.fromstring(source.encode("utf-8", "replace"), parser)[0][0]
        walk = etree.iterwalk(tree, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if not self._enter(element):
                    walk.skip_subtree()
            else:
                self._leave(element, tree)
        self._flush()
        return tuple(self._seen)

    def _enter(self, element: _Element) -> bool:
        """Begin an element; whether what is in it counts."""
        classes = (element.get("class") or "").split()
        if "change__break" in classes and self.former and "data-was" in element.attrib:
            self._flush()
            self._was = element.get("data-was")
        if "invisible" in classes:
            self._pieces.append(_character(element))
            return False
        if not self.dropped.isdisjoint((element.tag, *classes)):
            return False
        if _is_frame(element):
            return element.tag != "summary"
        if element.tag in BLOCKS:
            self._flush()
            self._path.append(str(element.tag))
        elif _is_clause(element, classes):
            self._flush()
            self._owner = element.get("data-change") or ""
            self._joined = self.former and "data-joined" in element.attrib
            if self.former:
                self._was = element.get("data-was", self._was)
        self._pieces.append(element.text or "")
        return True

    def _leave(self, element: _Element, tree: _Element) -> None:
        classes = (element.get("class") or "").split()
        if self.dropped.isdisjoint((element.tag, *classes)) and not _is_frame(element):
            if element.tag in BLOCKS:
                self._flush()
                self._path.pop()
            elif _is_clause(element, classes):
                self._flush()
                self._was, self._owner, self._joined = None, "", False
        if element is not tree:
            self._pieces.append(element.tail or "")

    def _flush(self) -> None:
        """Make a clause of the text since the last block, if there is any."""
        text = "".join("".join(self._pieces).split())
        self._pieces.clear()
        if not text:
            return
        path = "/".join(self._path[1:]) if self._was is None else self._was
        if self._joined and self._owners and self._owners[-1] == self._owner:
            self._seen[-1] = (self._seen[-1][0], self._seen[-1][1] + text)
            return
        self._seen.append((path, text))
        self._owners.append(self._owner)


def _character(element: _Element) -> str:
    """The character that is shown as `U+200B`."""
    return chr(int((element.text or "").replace("U+", "0x"), 16))


def _is_frame(element: _Element) -> bool:
    """Whether an element only folds away what did not change."""
    if element.tag == "summary":
        parent = element.getparent()
        return parent is not None and _is_frame(parent)
    return element.tag == "details" and element.get("class") == "unchanged"


def _is_clause(element: _Element, classes: list[str]) -> bool:
    """Whether an element holds the words of one whole clause."""
    return "change" in classes or ("data-was" in element.attrib and "change__break" not in classes)
