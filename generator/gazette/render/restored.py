"""The two texts that an HTML redline gives back, and the refusal of one that does not.

Accepting drops `del` and `move--away`; rejecting drops `ins` and `move--here`
and puts what is left into the blocks of the old version, where those differ:

* `data-was` names them, outermost first (`ul/li`); empty for none. On
  `span.change__break` it begins a further clause of the old version;
* `data-joined` says that a clause continued the one before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from gazette.errors import RedlineError
from gazette.source.clauses import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gazette.model.comparison import Comparison
    from gazette.model.document import Block, Document

Seen = tuple[str, str]
"""The blocks around a clause, outermost first, and its text."""

_ASIDES = frozenset(
    "visually-hidden change__note change__notes change__number change__break move__link image".split()  # noqa: E501, SIM905 - read as one line
)
"""What the redline says of the text, beside it."""
_ACCEPTED = frozenset(("del", "move--away")) | _ASIDES
_REJECTED = frozenset(("ins", "move--here")) | _ASIDES
_DROPPED = _ACCEPTED | _REJECTED


_TELLING = frozenset(("ins", "del", "summary"))
"""Elements that mean something by their tag alone."""
_OUTERMOST = 3
"""Elements around what a redline holds."""


def accepted(html: str) -> tuple[Seen, ...]:
    """The clauses with words, and their blocks, once every change in `html` is accepted.

    Their texts come without white space.
    """
    return _bare(_Text(_ACCEPTED, former=False), html)


def rejected(html: str) -> tuple[Seen, ...]:
    """The same, once every change is rejected."""
    return _bare(_Text(_REJECTED, former=True), html)


def shown(html: str) -> tuple[Seen, ...]:
    """The same of a page without changes."""
    return _bare(_Text(frozenset(), former=False), html)


def check_html(html: str, comparison: Comparison) -> str:
    """`html` itself. Raises RedlineError unless it restores both versions, blocks too."""
    old, new = _Text(_REJECTED, former=True), _Text(_ACCEPTED, former=False)
    _read(html, (old, new))
    for document, text, which in (
        (comparison.old, old, "older"),
        (comparison.new, new, "newer"),
    ):
        if not _is_all_of(text.seen, document):
            raise RedlineError(
                f"the HTML redline does not give back the {which} text",
                remedy="This is a flaw of Gazette: please report it with the two texts.",
            )
    return html


def path_of(blocks: Iterable[Block]) -> str:
    """`blocks` as `data-was` names them."""
    return "/".join([block.tag for block in blocks])


def _is_all_of(seen: Sequence[Seen], document: Document) -> bool:
    """Whether the clauses seen are those of `document` that have words."""
    clauses = [c for c in document.clauses if c.text and not c.text.isspace()]
    return len(clauses) == len(seen) and all(
        path == path_of(clause.blocks)
        # White space may differ, but mostly it does not, and then this is quick.
        and (text == clause.text or _solid(text) == _solid(clause.text))
        for (path, text), clause in zip(seen, clauses, strict=True)
    )


def _bare(text: _Text, html: str) -> tuple[Seen, ...]:
    _read(html, (text,))
    return tuple((path, _solid(words)) for path, words in text.seen)


def _solid(text: str) -> str:
    """`text` without white space."""
    return "".join(text.split())


@dataclass(slots=True, eq=False)
class _Text:
    """One of the texts that a page holds, without the elements, by tag or class, of the other.

    `former` is whether `data-was` counts. `was` is its value where one holds,
    `owner` the change that the text at hand belongs to, `joined` whether it
    continues the clause before, `parted` whether a clause has begun that has no
    text yet.
    """

    dropped: frozenset[str]
    former: bool
    seen: list[Seen] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    was: str | None = None
    owner: str = ""
    joined: bool = False
    parted: bool = False

    def flush(self, path: str) -> None:
        """Make a clause of the text since the last block, if there is any."""
        text = "".join(self.pieces)
        self.pieces.clear()
        if not text or text.isspace():
            return
        if self.joined and self.owners and self.owners[-1] == self.owner:
            self.seen[-1] = (self.seen[-1][0], self.seen[-1][1] + text)
            return
        self.seen.append((path if self.was is None else self.was, text))
        self.owners.append(self.owner)
        self.parted = False

    def begin(self, attributes: Mapping[str, str]) -> None:
        """Begin the words of one whole clause."""
        self.owner = attributes.get("data-change", "")
        if self.former and not self.parted:
            self.joined = "data-joined" in attributes
            self.was = attributes.get("data-was", self.was)

    def part(self, was: str) -> None:
        """Begin a further clause of the old version, whose text may only come after `end`."""
        self.was, self.joined, self.parted = was, False, True

    def end(self) -> None:
        """End them."""
        self.owner, self.joined = "", False
        if not self.parted:
            self.was = None


def _read(html: str, texts: tuple[_Text, ...]) -> None:
    """Read a page once, into all of `texts`."""
    # libxml2 takes no controls; the redline shows them by their code.
    parser = etree.HTMLParser(
        target=_Reader(texts),  # type: ignore[arg-type]  # the stubs think of Python 2's bytes
        encoding="utf-8",
        huge_tree=True,
    )
    source = f"<html><body><div>{html}</div></body></html>"
    etree.fromstring(source.encode("utf-8", "replace"), parser)


class _Sort(Enum):
    """What an element is to the reader."""

    BLOCK = auto()
    CLAUSE = auto()
    """It holds the words of one whole clause."""
    CHARACTER = auto()
    """It shows a character as `U+200B`."""
    FRAME = auto()
    """It only folds away what did not change."""
    OTHER = auto()


# A name of the module is found several times as fast as a member of an enumeration.
_BLOCK, _CLAUSE, _CHARACTER, _FRAME, _OTHER = _Sort


@lru_cache(maxsize=256)
def _known(tag: str, classes: str) -> tuple[frozenset[str], _Sort]:
    """The names of an element, its tag and its classes, and what it is by them."""
    names = classes.split()
    if "invisible" in names:
        sort = _CHARACTER
    elif tag == "details" and names == ["unchanged"]:
        sort = _FRAME
    else:
        sort = _BLOCK if tag in BLOCKS else _OTHER
    return frozenset((tag, *names)), sort


class _Reader:
    """What lxml's parser tells of a page, told to the texts that each part belongs to."""

    def __init__(self, texts: tuple[_Text, ...]) -> None:
        self._texts = texts
        self._paths = [""]
        self._open: list[tuple[tuple[_Text, ...], _Sort]] = []
        self._code = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        before, sort = self._texts, _OTHER
        if before and (attributes or tag in _TELLING):
            sort = self._begin(tag, attributes)
        elif before and tag in BLOCKS:
            sort = _BLOCK
        if sort is _BLOCK:
            self._flush()
            around = f"{self._paths[-1]}/" if self._paths[-1] else ""
            # The outermost three are around every page.
            self._paths.append(f"{around}{tag}" if len(self._open) >= _OUTERMOST else "")
        self._open.append((before, sort))

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> _Sort:
        """Begin an element that its attributes or its tag may tell something of."""
        names, sort = _known(tag, attributes.get("class", ""))
        was = attributes.get("data-was")
        if was is not None and "change__break" in names:
            self._break(was)
        if not _DROPPED.isdisjoint(names):
            self._texts = tuple(text for text in self._texts if text.dropped.isdisjoint(names))
        if tag == "summary" and self._open[-1][1] is _FRAME:
            self._texts = ()
        if not self._texts:
            return _OTHER
        if sort is _OTHER and ("change" in names or was is not None):
            self._flush()
            for text in self._texts:
                text.begin(attributes)
            return _CLAUSE
        return sort

    def _break(self, was: str) -> None:
        """Begin a further clause of the old text."""
        for text in self._texts:
            if text.former:
                text.flush(self._paths[-1])
                text.part(was)

    def data(self, data: str) -> None:
        """Take up text."""
        if self._open[-1][1] is _CHARACTER:
            self._code += data
            return
        for text in self._texts:
            text.pieces.append(data)

    def end(self, _tag: str) -> None:
        """End the element that began last."""
        before, sort = self._open.pop()
        if sort is _BLOCK:
            self._flush()
            self._paths.pop()
        elif sort is _CLAUSE:
            self._flush()
            for text in self._texts:
                text.end()
        elif sort is _CHARACTER:
            character = chr(int(self._code.replace("U+", "0x"), 16))
            self._code = ""
            for text in self._texts:
                text.pieces.append(character)
        self._texts = before

    def close(self) -> None:
        """End the page."""
        self._flush()

    def _flush(self) -> None:
        for text in self._texts:
            # Half of all blocks begin where another has just ended.
            if text.pieces:
                text.flush(self._paths[-1])
