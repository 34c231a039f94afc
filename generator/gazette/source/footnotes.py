"""Python-Markdown's footnotes, without what it counts anew for every mark."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions.footnotes import FootnoteExtension, FootnoteInlineProcessor

if TYPE_CHECKING:
    import re

    from markdown import Markdown


class QuickFootnotes(FootnoteExtension):
    """Footnotes as `extra` has them; the thousandth mark takes no longer than the first."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Take the place of what `extra` registered, name by name."""
        super().extendMarkdown(md)
        marks = _Marks(md.inlinePatterns["footnote"].pattern, self)
        md.inlinePatterns.register(marks, "footnote", 175)

    def reset(self) -> None:
        """Forget the notes of the document before."""
        super().reset()
        self.numbers: dict[str, int] = {}
        self.found_refs = Counter()

    def unique_ref(self, reference: str, found: bool = False) -> str:  # noqa: FBT001, FBT002 - as above
        """The id of one more mark of a note: `fnref:1`, `fnref2:1`, `fnref3:1`."""
        if not found:
            return reference
        self.found_refs[reference] += 1
        count = self.found_refs[reference]
        start, rest = reference.split(self.get_separator(), 1)
        return reference if count == 1 else f"{start}{count}{self.get_separator()}{rest}"


class _Marks(FootnoteInlineProcessor):
    """The marks of notes in running text."""

    footnotes: QuickFootnotes

    # Its own superclass has another type, which Python-Markdown means to be so.
    def handleMatch(  # type: ignore[override] # noqa: N802 - as above
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - as above
    ) -> tuple[Element | None, int | None, int | None]:
        """A mark with its note's number, unless there is no such note."""
        notes = self.footnotes
        # By now every note is known, and their order is their definitions'.
        if len(notes.numbers) != len(notes.footnotes):
            notes.numbers = {name: at for at, name in enumerate(notes.footnotes, 1)}
        name = m[1]
        if name not in notes.numbers:
            return None, None, None
        mark = Element("sup", {"id": notes.makeFootnoteRefId(name, found=True)})
        to = {"href": f"#{notes.makeFootnoteId(name)}", "class": "footnote-ref"}
        SubElement(mark, "a", to).text = str(notes.numbers[name])
        return mark, m.start(0), m.end(0)
