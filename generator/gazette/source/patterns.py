"""Python-Markdown's patterns, each tried only on text that can match it.

Policies are mostly plain words, and Python-Markdown runs some fifteen regular
expressions over each of them, once for blocks and once for what is in them:
more than half of its time. A look for the characters that a pattern cannot do
without tells most of them away; `benchmarks/redline.py` says what that is worth.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, TypeVar, cast

from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX, STX, AtomicString

from gazette.source.effort import SLOWLY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree.ElementTree import Element

    from markdown import Markdown
    from markdown.blockparser import BlockParser
    from markdown.blockprocessors import BlockProcessor
    from markdown.inlinepatterns import LinkInlineProcessor
    from markdown.util import Registry

    from gazette.source.effort import Effort

    _Find = Callable[[str, int], tuple[str, str | None, int, bool]]

_T = TypeVar("_T")

_INLINE: Mapping[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
    "footnote": ("[^",),
}
"""What a text must hold, at least one of it, for a pattern of that name to match.
Others are always tried."""
_BLOCKS: Mapping[str, tuple[str, ...]] = {
    "markdown_block": (STX,),
    "table": ("|",),
    "hashheader": ("#",),
    "setextheader": ("\n=", "\n-"),
    "hr": ("\n-", "\n*", "\n_", "\n "),
    "deflist": ("\n:", "\n "),
    "quote": (">",),
    "footnote": ("[^",),
    "abbr": ("*[",),
    "reference": ("]:",),
}
"""The same for blocks, each with a line break put before it."""


_LINKS = (
    "link",
    "image_link",
    "reference",
    "image_reference",
    "short_reference",
    "short_image_ref",
)
_QUICKLY = 64
"""Characters that are copied, or looked at for one of them, while a pattern goes over one."""
_NEAR = 80
"""Characters of a text, at its end and so not yet replaced, by which its line is found."""
_FEW = 64
"""Brackets to look at before all of a text's are paired."""
_BRACKET = re.compile(r"[\[\]]")


class QuickPatterns(Extension):
    """Makes Python-Markdown leave out the patterns that cannot match."""

    def __init__(self, effort: Effort) -> None:
        """Count in `effort` what is gone over again."""
        super().__init__()
        self._effort = effort

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Replace the inline tree processor, the walk over blocks, and the reader of tags."""
        effort = self._effort
        md.treeprocessors.register(_Inline(md, effort), "inline", 20)
        # Its processors hold the parser, so it cannot be replaced.
        md.parser.parseBlocks = _Blocks(md.parser, effort).parse  # type: ignore[method-assign] # see above
        for name in _LINKS:
            link = cast("LinkInlineProcessor", md.inlinePatterns[name])
            link.getText = _Brackets().text  # type: ignore[method-assign] # as above
            link.getLink = _address(link.getLink, effort)  # type: ignore[assignment,method-assign] # as above


class _Blocks:
    """Python-Markdown's `BlockParser.parseBlocks`, without the tests that must fail."""

    def __init__(self, parser: BlockParser, effort: Effort) -> None:
        self._parser = parser
        self._effort = effort
        self._steps: list[tuple[BlockProcessor, tuple[str, ...]]] = []

    def parse(self, parent: Element, blocks: list[str]) -> None:
        """Give each of `blocks` to the first processor that takes it."""
        # Only now every extension has registered its own.
        steps = self._steps = self._steps or _steps(self._parser.blockprocessors, _BLOCKS)
        while blocks:
            text = f"\n{blocks[0]}"
            # All blocks move up by one; and after each definition the rest is cut into lines.
            cost = 2 * len(text) if "\n:" in text else len(text) // _QUICKLY
            self._effort.spend(len(blocks) // _QUICKLY * 8 + cost, text[-_NEAR:])
            for processor, needs in steps:
                for need in needs:
                    if need in text:
                        break
                else:
                    continue
                if processor.test(parent, blocks[0]) and (
                    processor.run(parent, blocks) is not False
                ):
                    break


class _Brackets:
    """The brackets of links, without counting to the end of the text from each of them.

    That is what Python-Markdown does, and brackets alone keep it busy for hours.
    """

    def __init__(self) -> None:
        self._data = ""
        self._partners: dict[int, int] = {}

    def text(self, data: str, index: int) -> tuple[str, int, bool]:
        """What stands in the brackets opened before `index`, where they end, and whether."""
        if data is not self._data:
            depth = 1
            for found in islice(_BRACKET.finditer(data, index), _FEW):
                depth += 1 if found[0] == "[" else -1
                if not depth:
                    return data[index : found.start()], found.end(), True
            # Far from its end, or without one; the next asks the same of the same text.
            self._data, self._partners = data, _partners(data)
        end = self._partners.get(index - 1)
        return ("", len(data), False) if end is None else (data[index:end], end + 1, True)


def _address(find: _Find, effort: Effort) -> _Find:
    """`find`, the search for a link's address, unless there is nothing to end one."""

    def quick(data: str, index: int) -> tuple[str, str | None, int, bool]:
        if ")" not in data[index:]:
            return "", None, index, False
        found = find(data, index)
        if not found[-1]:
            effort.spend(SLOWLY * (len(data) - index), data[-_NEAR:])
        return found

    return quick


def _partners(data: str) -> dict[int, int]:
    """Each bracket that is opened in `data` and closed, with the place where it is."""
    opened: list[int] = []
    found: dict[int, int] = {}
    for bracket in _BRACKET.finditer(data):
        if bracket[0] == "[":
            opened.append(bracket.start())
        elif opened:
            found[opened.pop()] = bracket.start()
    return found


class _Inline(InlineProcessor):
    """Leaves out the patterns that cannot match."""

    def __init__(self, md: Markdown, effort: Effort) -> None:
        super().__init__(md)
        self._effort = effort

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Know what each pattern needs, then do as Python-Markdown does."""
        self._steps = _steps(self.inlinePatterns, _INLINE)
        return super().run(tree, ancestors)

    # Python-Markdown offers no other way to stand between a text and its patterns.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - Python-Markdown's names
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined] # its name once mangled
        at, start = patternIndex, 0
        while at < len(self._steps):
            pattern, needs = self._steps[at]
            matched = False
            for need in needs:
                if need in data:
                    # What matches is cut out, and all the rest copied.
                    self._effort.spend(len(data) // _QUICKLY, data[-_NEAR:])
                    data, matched, start = apply(pattern, data, at, start)
                    break
            if not matched:
                at, start = at + 1, 0
        return data

    def _InlineProcessor__processPlaceholders(  # noqa: N802 - Python-Markdown's name
        self,
        data: str | None,
        parent: Element,
        isText: bool = True,  # noqa: FBT001, FBT002, N803 - Python-Markdown's own
    ) -> list[tuple[Element, list[str]]]:
        if isText and data and INLINE_PLACEHOLDER_PREFIX not in data:
            parent.text = parent.text + data if parent.text else data
            return []
        search = super()._InlineProcessor__processPlaceholders  # type: ignore[misc] # as above
        found: list[tuple[Element, list[str]]] = search(data, parent, isText)
        return found


def _steps(
    registry: Registry[_T], known: Mapping[str, tuple[str, ...]]
) -> list[tuple[_T, tuple[str, ...]]]:
    """What is registered, in order, each with what it needs."""
    needs = {id(registry[name]): needs for name, needs in known.items() if name in registry}
    # Every text holds "".
    return [(each, needs.get(id(each), ("",))) for each in registry]
