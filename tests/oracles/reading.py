"""What a reader sees of a document, whatever it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gazette.model.document import Document

_GROUPS = {"p", "thead", "tbody", "div"}
"""Elements that a reader does not see; a paragraph in a list item is one of them."""
_SAME = {"b": "strong", "i": "em", "del": "s", "ins": "u"}


def seen(document: Document) -> list[tuple[object, ...]]:
    """Each clause: what it is, its words, its number, where it stands, its mark-up and id."""
    return [
        (
            clause.kind,
            clause.text,
            clause.level,
            clause.number,
            clause.id if clause.level else "",
            tuple(block.tag for block in clause.blocks if block.tag not in _GROUPS),
            sorted(
                (m.start, m.end, _SAME.get(m.tag, m.tag), m.target.replace("%20", " "), m.title)
                for m in clause.marks
            ),
        )
        for clause in document.clauses
    ]
