"""Python-Markdown's readers of raw HTML, code and attributes, held to a bound.

From every `<`, fence and brace they look for what ends it. Where nothing does,
they have looked through all the rest of the text, and do so again from the next.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.md_in_html import HtmlBlockPreprocessor, HTMLExtractorExtra

from gazette.source.effort import SLOWLY

if TYPE_CHECKING:
    from markdown import Markdown

    from gazette.source.effort import Effort

    # Its two methods declare them differently; a list of pairs is what they get.
    _Found = Any


_FENCE = re.compile(r"^(~{3,}|`{3,})(.*)$", re.MULTILINE)


class Bounds(Extension):
    """Counts what is looked through in vain."""

    def __init__(self, effort: Effort) -> None:
        """Count in `effort`."""
        super().__init__()
        self._effort = effort

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Replace three processors of `extra`, name by name."""
        md.preprocessors.register(_RawHtml(md, self._effort), "html_block", 20)
        md.preprocessors.register(_Fences(md, self._effort), "fenced_code_block", 25)
        md.treeprocessors.register(_Attributes(md), "attr_list", 8)


class _Fences(FencedBlockPreprocessor):
    def __init__(self, md: Markdown, effort: Effort) -> None:
        super().__init__(md, {})
        self._effort = effort

    def run(self, lines: list[str]) -> list[str]:
        """Put code between fences aside, after counting the fences that nothing closes."""
        text = "\n".join(lines)
        if "~~~" in text or "```" in text:
            self._count(text)
        return super().run(lines)

    def _count(self, text: str) -> None:
        fences = list(_FENCE.finditer(text))
        last = {found[1]: found.start() for found in fences if not found[2].strip(" ")}
        for found in fences:
            if last.get(found[1], -1) <= found.start():
                self._effort.spend(SLOWLY * (len(text) - found.end()), found[0])


class _AtEnd:
    """A pattern that ends with a brace, tried only on text that does."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def search(self, text: str) -> re.Match[str] | None:
        return self._pattern.search(text) if text.rstrip(" ").endswith("}") else None


class _Attributes(AttrListTreeprocessor):
    """Attributes in braces, at the end of headings, terms and cells found without trying each."""

    # Declared without a type, it is taken for a constant.
    HEADER_RE = cast(  # type: ignore[misc] # as above
        "re.Pattern[str]", _AtEnd(AttrListTreeprocessor.HEADER_RE)
    )


class _RawHtml(HtmlBlockPreprocessor):
    def __init__(self, md: Markdown, effort: Effort) -> None:
        super().__init__(md)
        self._effort = effort

    def run(self, lines: list[str]) -> list[str]:
        """Put raw HTML aside; as Python-Markdown does."""
        tags = _Tags(self.md, self._effort)
        tags.feed("\n".join(lines))
        tags.close()
        return "".join(tags.cleandoc).split("\n")


class _Tags(HTMLExtractorExtra):
    """Spends what is looked through in vain, and what telling attributes apart takes."""

    def __init__(self, md: Markdown, effort: Effort) -> None:
        super().__init__(md)
        self._effort = effort

    def parse_starttag(self, i: int) -> int:
        """Where the tag at `i` ends, or the `<` where it has no end."""
        end: int = super().parse_starttag(i)
        if end <= i + 1:
            self._effort.spend(SLOWLY * (len(self.rawdata) - i), self.rawdata[i : i + 80])
        return end

    def handle_starttag(self, tag: str, attrs: _Found) -> None:
        """Take a tag; nh3 will compare each of its attributes with those before it."""
        self._effort.spend(len(attrs) ** 2 // 2, f"<{tag}")
        super().handle_starttag(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: _Found) -> None:
        """The same for one that has no end tag."""
        self._effort.spend(len(attrs) ** 2 // 2, f"<{tag}")
        super().handle_startendtag(tag, attrs)
