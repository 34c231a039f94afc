"""Names and defined terms that were exchanged throughout the text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.materiality.edits import Act, Edit
from gazette.materiality.facts import read_facts
from gazette.materiality.statements import canonical_forms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.model.comparison import Comparison

Exchange = tuple[tuple[str, ...], tuple[str, ...]]
_TWICE = 2
_LONGEST = 6  # tokens of a name


@dataclass(frozen=True, slots=True)
class Renames:
    """Exchanges of one name for another that hold throughout the document."""

    exchanges: frozenset[Exchange]

    def explains(self, edit: Edit) -> bool:
        """Whether the edit is such an exchange and nothing else."""
        return edit.act is Act.REWORDED and _exchange(edit) in self.exchanges


def find_renames(edits: Iterable[Edit], comparison: Comparison) -> Renames:
    """Exchanges where the old name is gone from the text, or that occur time and again.

    A name, or a capitalised or defined term, must be on either side. A
    company's own name in a list of recipients is not a rename; the rules that
    look at recipients ask for that themselves.
    """
    counts = Counter(_exchange(e) for e in edits if e.act is Act.REWORDED and _nameable(e))
    new_forms = canonical_forms(comparison.new.text)
    held = [
        exchange
        for exchange, times in counts.items()
        if times >= _TWICE or (exchange[0] and not _occurs(exchange[0], new_forms))
    ]
    return Renames(frozenset(held))


def _exchange(edit: Edit) -> Exchange:
    return canonical_forms(edit.removed_text), canonical_forms(edit.added_text)


def _nameable(edit: Edit) -> bool:
    """Both sides are short and written as names."""
    gone, come = _exchange(edit)
    if not gone or not come or max(len(gone), len(come)) > _LONGEST:
        return False
    return all(_written_as_name(text) for text in (edit.removed_text, edit.added_text))


def _written_as_name(text: str) -> bool:
    named = any(fact.kind == "name" for fact in read_facts(f"called {text}"))
    words = [word for word in text.split() if word[:1].isalpha()]
    # A number alone is no name: “30” for “90” is a change of substance.
    return named or (bool(words) and all(word[:1].isupper() for word in words))


def _occurs(phrase: tuple[str, ...], forms: tuple[str, ...]) -> bool:
    length = len(phrase)
    return any(forms[i : i + length] == phrase for i in range(len(forms) - length + 1))
