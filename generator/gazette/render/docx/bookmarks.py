"""Which bookmarks a paragraph carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.model.bookmarks import NEW, OLD, encode
from gazette.model.document import ClauseKind
from gazette.render.docx.flow import paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.model.document import Clause
    from gazette.render.docx.flow import Flow


def bookmarks_of(old: Clause | None, new: Clause | None) -> tuple[str, ...]:
    """The bookmarks of a paragraph that is `old` in one version and `new` in the other."""
    before, after = _given_id(old), _given_id(new)
    return (
        *(encode(after, NEW) if after else ()),
        *(encode(before, OLD) if before and before != after else ()),
    )


def bookmarks_in(flow: Iterable[Flow]) -> frozenset[str]:
    """The names of all bookmarks in `flow`."""
    return frozenset(name for item in flow for p in paragraphs_of(item) for name in p.bookmarks)


def _given_id(clause: Clause | None) -> str:
    """The id of `clause` where it is its own and not only its place."""
    if clause is None:
        return ""
    given = any(("id", clause.id) in block.attributes for block in clause.blocks)
    return clause.id if given or clause.kind is ClauseKind.HEADING else ""
