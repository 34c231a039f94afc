"""Lines that only say when a text was last changed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from gazette.materiality.data import load_data
from gazette.materiality.edits import Act
from gazette.materiality.facts import read_facts
from gazette.materiality.quantities import find_quantities
from gazette.materiality.words import is_number, norms
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from gazette.materiality.edits import Edit
    from gazette.materiality.statements import Statement

_STAMP = re.compile(
    r"\b(?:updat\w+|edited|revis\w+|modif\w+|effective|version|dated?|published|as (?:of|at)"
    r"|in force|valid from|applies from|posted|copyright|stand(?=:|\s+(?:vom|\d))"
    r"|aktualisiert|gültig|mise à jour|actualización|aggiornamento|aktualizácie|účinné)\b|©",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\[[^\]\d]*\bdate\b[^\]\d]*\]", re.IGNORECASE)
"""A date that is still to be filled in: [DATE]."""
_AGO = re.compile(
    r"(?:\b(?:about|over|almost|more than)\s+)?\b(?:an?|one|\d+)\s+"
    r"(?:second|minute|hour|day|week|month|year)s?\s+ago\b",
    re.IGNORECASE,
)
"""A date as it is seen from the day of reading: “3 months ago”."""
_VERSION = re.compile(r"\W*(?:version|rev(?:ision)?\.?|v)\s*\d+(?:\.\d+)*\W*", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"\W*(?:[Aa]ll\s+[Rr]ights\s+[Rr]eserved\W*$|©|\([Cc]\)|[Cc]opyright)\s*(?:©\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?,?\s*)?(?:[A-Z][\w.&’'-]*\W*){0,5}"
    r"(?:[Aa]ll\s+[Rr]ights\s+[Rr]eserved\W*)?$"
)
_YEARS = re.compile(r"\W*(?:(?:19|20)\d\d\W*){1,2}")
_CLAIMED = re.compile(r"(?:©|\([Cc]\)|\b[Cc]opyright\b)[^.;|:\n]{0,40}$")
"""What stands before the year of a copyright, whatever follows in its line."""
_LONGEST = 16  # words of a line that is nothing but a stamp
_NEAR = 40  # characters between the word of a stamp and its date
_SIGNED = 2  # words that may sign the line: a name or a place


def is_date_stamp(edit: Edit) -> bool:
    """Whether an edit changes only the date of the text, or is the line that holds it."""
    sides = [side for side in (edit.old, edit.new) if side]
    if any(all(map(is_one, sides)) for is_one in (_log_row, _is_line, _is_bare)):
        return True
    if edit.act is Act.REWORDED and all(map(_is_dated, sides)) and _only_dates(edit):
        return True
    spans = ((edit.old, edit.removed), (edit.new, edit.added))
    if edit.act is Act.REWORDED and all(side and _is_copyright(side, span) for side, span in spans):
        return True
    return all(side is not None and _dates_text(side, span) for side, span in spans)


def _is_copyright(statement: Statement, span: tuple[int, int]) -> bool:
    """Whether the words of a span, if any, are the year of a copyright."""
    if span[0] >= span[1]:
        return True
    start, end = statement.words[span[0]].start, statement.words[span[1] - 1].end
    years = _YEARS.fullmatch(statement.text[start:end])
    return bool(years and _CLAIMED.search(statement.text[:start]))


def _is_dated(statement: Statement) -> bool:
    """A line that ends with its date, or is a document's number, and says nothing else.

    “Status: March 2024”, “Acme B.V. · Document 12-b · Valid from 1 April 2024”:
    few words, nobody who does or owes anything, nothing that a rule weighs.
    """
    text = statement.text.strip()
    if text != statement.clause.text.strip() or len(statement.words) > _LONGEST:
        return False
    dates = [q for q in find_quantities(text) if q.kind == "date"]
    ends = bool(dates) and dates[-1].last == len(statement.words) - 1
    facts = {fact.kind for fact in read_facts(text)}
    said = facts - _UNSAID or _PERSONAL.search(text) or _TERM.search(text)
    return not said and (ends or bool(_NUMBER.fullmatch(text)))


def _is_bare(statement: Statement) -> bool:
    """A paragraph that is a date and nothing more, below the document's own name alone.

    Below any other heading it may be what the heading asks for: the day of a deadline.
    """
    clause = statement.clause
    whole = clause.kind is ClauseKind.PARAGRAPH and statement.text.strip() == clause.text.strip()
    if not whole or len(statement.words) > _LONGEST:
        return False
    of_text = len(clause.headings) <= 1 or not _DOCUMENTS.isdisjoint(norms(clause.heading))
    last = len(statement.words) - 1
    dates = (q for q in find_quantities(statement.text) if q.kind == "date")
    return of_text and any((date.first, date.last) == (0, last) for date in dates)


_DOCUMENTS = frozenset(norms("policy notice statement agreement terms conditions document version"))


def _only_dates(edit: Edit) -> bool:
    """Whether the words that changed are a date, or hold a digit as a document's number does."""
    return any(map(_HOLDS_DIGIT.search, (edit.removed_text, edit.added_text))) or all(
        word.casefold()[:3] in _MONTHS for word in (edit.removed_text, edit.added_text)
    )


_UNSAID = frozenset(
    ("date", "count", "name", "organisation", "institution", "url", "service", "change_notice")
)
_PERSONAL = re.compile(r"\b(?:we|us|our|you|your|they|users?)\b", re.IGNORECASE)
_TERM = re.compile(
    r"\b(?:ends?|ended|expires?|until|till|before|by|due|deadline|clos\w+|starts?|begins?|opens?)\b",
    re.IGNORECASE,
)
"""What makes a date the day of something, and not of the text."""
_NUMBER = re.compile(
    r"(?=\S*\d)(?=\S*[A-Z])[\w.-]+(?:[/.-][\w.-]+)+(?:\s+[Vv](?:ersion)?\s*[\d.]+)?"
)
_HOLDS_DIGIT = re.compile(r"\d")
_MONTHS = frozenset(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
)


def _log_row(statement: Statement) -> bool:
    """A cell of a table of versions: its number, its date, or that it was updated."""
    if statement.clause.kind is not ClauseKind.CELL:
        return False
    words = _stamped()
    about = "change_notice" in {f.kind for f in read_facts(statement.clause.heading)}
    return about and all(n in words or is_number(n) for n in norms(statement.text))


def _is_line(statement: Statement) -> bool:
    """Nothing but a date and the words of a stamp."""
    text = _AGO.sub("1", _BLANK.sub("1", statement.text))
    if _VERSION.fullmatch(text):
        return True
    if _COPYRIGHT.match(text):
        return True
    if len(statement.words) > _LONGEST or not _STAMP.search(f"{statement.clause.lead} {text}"):
        return False
    facts = read_facts(text)
    if not any(f.kind in {"date", "count"} for f in facts) or any(
        f.kind in {"duration", "age", "money", "percentage"} for f in facts
    ):
        return False
    words = _stamped()
    return len([n for n in norms(text) if n not in words and not is_number(n)]) <= _SIGNED


@cache
def _stamped() -> frozenset[str]:
    words = load_data("stamps")
    return words.list("words") | frozenset(norms(" ".join(words.list("abroad"))))


def _dates_text(statement: Statement, span: tuple[int, int]) -> bool:
    """Whether the changed words are a date right after a stamp's word, as in “as of 3 May 2024”.

    A number elsewhere in a sentence that speaks of updates is no date of the text.
    """
    for fact in find_quantities(statement.text):
        if fact.kind == "date" and fact.first <= span[0] and span[1] <= fact.last + 1:
            start = statement.words[fact.first].start
            return bool(_STAMP.search(statement.text[max(0, start - _NEAR) : start]))
    return False
