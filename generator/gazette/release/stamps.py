"""The days that a text states of itself, in its stamp: "Last updated: 1 May 2024"."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from gazette.materiality.quantities import find_quantities
from gazette.materiality.words import read_words
from gazette.release.dates import STAMP, event_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gazette.model.document import Document

_MONTHS = 12
_NUMBERS = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}")


def stated_days(document: Document) -> Mapping[str, date]:
    """The days that `document` states by "published" and "effective", where it does.

    Only a stamp counts, a clause of a few words. What it leaves open is left
    out: a month without its day, 5/6/2024, which half the world reads as June,
    and two stamps that contradict each other.
    """
    found: defaultdict[str, set[date | None]] = defaultdict(set)
    for clause in document.clauses:
        words = read_words(clause.text)
        for quantity in find_quantities(clause.text) if len(words) <= STAMP else ():
            start, end = words[quantity.first].start, words[quantity.last].end
            event = event_of(clause, start)
            if quantity.kind == "date" and event:
                found[event].add(_day(quantity.value, clause.text[start:end]))
    single = {event: next(iter(days)) for event, days in found.items() if len(days) == 1}
    return {event: day for event, day in single.items() if day}


def _day(value: str, spelt: str) -> date | None:
    """The day that `value` (year-month-day) is, unless how it is spelt leaves it open."""
    year, month, day = (int(part) for part in value.split("-"))
    if _NUMBERS.fullmatch(spelt) and month != day:
        if month <= _MONTHS and day <= _MONTHS:
            return None
        month, day = min(month, day), max(month, day)
    try:
        return date(year, month, day)
    except ValueError:
        return None
