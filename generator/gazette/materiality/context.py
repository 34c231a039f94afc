"""What a transition may have to know of the whole comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.materiality.governing import lead_of
from gazette.materiality.renames import Renames
from gazette.materiality.statements import canonical_forms
from gazette.materiality.wording import sense
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections import Counter

    from gazette.materiality.outline import Outline
    from gazette.materiality.readings import Known
    from gazette.materiality.regrouping import Regrouped
    from gazette.materiality.statements import Statement

LONGEST_HEADING = 14  # words


@dataclass(frozen=True, slots=True)
class Context:
    """The renames of a comparison, what its versions know, and how their lists changed."""

    renames: Renames
    known: tuple[Known, Known]
    regrouped: Regrouped
    outline: Outline

    def heads(self, statement: Statement) -> bool:
        """Whether a paragraph is only a heading in another dress: a version has it as one."""
        whole = statement.text.strip() == statement.clause.text.strip()
        if not whole or not statement.forms or len(statement.words) > LONGEST_HEADING:
            return False
        return statement.forms in self.outline.headings

    def reordered(self, statement: Statement) -> bool:
        """Whether an entry stands under the same lead in both versions, only in another place."""
        clause = statement.clause
        if clause.kind is not ClauseKind.ITEM or statement.text.strip() != clause.text.strip():
            return False
        old, new = self.outline.entries(clause.section)
        places = [side.holding(clause.lead, clause.text) for side in (old, new)]
        return places[0] == places[1] > 0

    def in_list(self, text: str, statement: Statement) -> bool:
        """Whether both versions say `text` as often in one and the same list, in whatever items.

        What an entry drops and another says anyhow was dropped all the same; of
        a whole entry, parted from another or joined to it, some may be said again.
        """
        clause = statement.clause
        wanted = frozenset(canonical_forms(text)) - {"or"}
        if clause.kind is not ClauseKind.ITEM or not wanted:
            return False
        old, new = self.outline.entries(clause.section)
        said = (old.saying(wanted), new.saying(wanted))
        both = old.leads & new.leads
        if any(said[0][lead] != said[1][lead] for lead in both) or sense(text):
            return False
        # From “we collect” to “we share” nothing is joined; but a lead that only one version has
        # may be the other's in new words, and is an edit of its own.
        lists = {lead_of(clause.lead)} if lead_of(clause.lead) in both else None
        times = [_times(side, lists, both) for side in said]
        if not times[0] == times[1] > 0:
            return False
        return text == statement.text or all(old.times(w) == new.times(w) for w in wanted)


def _times(said: Counter[str], lists: set[str] | None, both: frozenset[str]) -> int:
    """How often the lists say it; None for those that are not in both versions."""
    return sum(n for lead, n in said.items() if (lead in lists if lists else lead not in both))
