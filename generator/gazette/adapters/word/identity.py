"""Ids for a text that came without them, from the draft that it continues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.model.comparison import Comparison
from gazette.model.document import Clause, ClauseKind
from gazette.redline import compare_documents
from gazette.source.markdown import HEADINGS, read_tree, serialise
from gazette.source.reading import read_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.adapters.word import WordText
    from gazette.model.document import Document


def adopt_ids(word: WordText, draft: Document) -> Document:
    """The document of `word`, its headings named as their counterparts in `draft` are.

    An id that came with the file stays. A heading that `draft` does not have
    keeps the id made from its text, unless another needs that name.
    """
    taken = set(word.given)
    names: dict[str, str] = {}
    for old, new in _counterparts(compare_documents(draft, word.document)):
        if new.id not in word.given and old.id not in taken:
            names[new.id] = old.id
            taken.add(old.id)
    tree = read_tree(word.document.html, path="<text>")
    for heading in tree.iter(*HEADINGS):
        own = str(heading.get("id"))
        if own in names:
            heading.set("id", names[own])
        elif own not in word.given:
            free = _free(own, taken)
            taken.add(free)
            heading.set("id", free)
    return read_html(serialise(tree))


def _counterparts(comparison: Comparison) -> Iterator[tuple[Clause, Clause]]:
    """Headings of both versions that are one."""
    sides = [(pair.old, pair.new) for pair in comparison.pairs]
    sides += [(change.old, change.new) for change in comparison.changes]
    for olds, news in sides:
        if len(olds) == len(news) == 1 and _is_heading(olds[0]) and _is_heading(news[0]):
            yield olds[0], news[0]


def _is_heading(clause: Clause) -> bool:
    return clause.kind is ClauseKind.HEADING


def _free(wanted: str, taken: set[str]) -> str:
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{wanted}-{count}"
    return name
