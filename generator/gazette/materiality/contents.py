"""A table of contents that a page's text holds in one line, and numbers that count what follows.

Both only repeat what stands below them: they are right or wrong, and say
nothing of their own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gazette.materiality.edits import Act
from gazette.materiality.statements import canonical, canonical_forms
from gazette.materiality.words import is_number, norms, read_words

if TYPE_CHECKING:
    from gazette.materiality.edits import Edit
    from gazette.materiality.outline import Outline
    from gazette.materiality.statements import Token

_LEAST = 3  # headings in a row that no sentence has by chance
_GLANCE = 120  # characters, in which the first word of weight is always whole
_TITLES = frozenset(map(canonical_forms, ("table of contents", "table of content", "contents")))


def lists_headings(edit: Edit, outline: Outline) -> bool:
    """Whether what came or went stands among the text's headings, said one after the other."""
    headings = outline.headings
    spans = ((edit.old, edit.removed), (edit.new, edit.added))
    changed = [(side, span) for side, span in spans if side and span[0] < span[1]]
    return bool(changed) and all(
        side.start + side.words[span[1] - 1].end <= _contents_end(side.clause.text, headings)
        for side, span in changed
    )


@lru_cache(maxsize=256)
def _contents_end(text: str, headings: frozenset[tuple[str, ...]]) -> int:
    """Where the headings end with which a text begins, each the longest that fits; 0 for none."""
    titles = headings | _TITLES
    openings = {title[0] for title in titles if title}
    if openings.isdisjoint(form for form, *_ in _counted(text[:_GLANCE])[:1]):
        return 0  # as nearly every paragraph, which need not be read for it
    tokens = _counted(text)
    forms = tuple(token.form for token in tokens)
    lengths = sorted({len(title) for title in titles if title}, reverse=True)
    found = at = 0
    while at < len(forms):
        runs = (forms[at : at + length] for length in lengths)
        title = next((run for run in runs if run in titles), ())
        if not title:
            break
        at, found = at + len(title), found + 1
    return read_words(text)[tokens[at - 1].last].end if found >= _LEAST else 0


def _counted(text: str) -> list[Token]:
    """The tokens of a text but for numbers."""
    return [token for token in canonical(text) if not is_number(token.form)]


def counts_entries(edit: Edit, outline: Outline) -> bool:
    """Whether only a number changed, and now is that of the entries below: “in three cases:”.

    An entry that came or went is told by an edit of its own.
    """
    if edit.act is not Act.REWORDED or edit.new is None:
        return False
    gone, come = norms(edit.removed_text), norms(edit.added_text)
    if len(gone) != 1 or len(come) != 1 or not is_number(gone[0]) or not is_number(come[0]):
        return False
    return come[0] == str(outline.below(edit.new.clause))
