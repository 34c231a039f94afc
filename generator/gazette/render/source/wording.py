"""Keeping a source as its author wrote it wherever it still says the same.

Markdown says one thing in many ways: lines are wrapped or not, bullets are
stars or dashes. A text that comes back from elsewhere must not rewrite all of
it, or its changes could not be told from the new spelling.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from gazette.render.source.blocks import APART
from gazette.source.reading import read_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    from gazette.model.document import Document

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_MOST_PARTS = 200
"""Paragraphs of source that one block may have, such as a list of long items."""


def keep_wording(
    blocks: list[str], source: str, *, blocks_of: Callable[[Document], list[str]]
) -> str:
    """`blocks` joined, each as `source` has it where it has the same.

    `blocks_of` writes a document's blocks. Where `source` cannot be told
    apart into blocks, or the result would read differently, its wording is
    not kept.
    """
    plain = "\n\n".join(blocks) + "\n"
    written = [block for block in blocks_of(read_markdown(source)) if block != APART]
    spelled = _spelled(source, written, blocks_of)
    if spelled is None:
        return plain
    kept = []
    matcher = SequenceMatcher(None, written, blocks, autojunk=False)
    for tag, i, k, j, m in matcher.get_opcodes():
        kept.extend(spelled[i:k] if tag == "equal" else blocks[j:m])
    text = "\n\n".join(kept) + "\n"
    return text if blocks_of(read_markdown(text)) == blocks else plain


def _spelled(
    source: str, written: list[str], blocks_of: Callable[[Document], list[str]]
) -> list[str] | None:
    """The parts of `source` that stand for each block of `written`."""
    parts = [part for part in _BLANK_LINES.split(source.strip("\n")) if part.strip()]
    found: list[str] = []
    at = 0
    for block in written:
        for end in range(at + 1, min(at + _MOST_PARTS, len(parts)) + 1):
            text = "\n\n".join(parts[at:end])
            if blocks_of(read_markdown(text)) == [block]:
                break
        else:
            return None
        found.append(text)
        at = end
    return found
