"""What a page has around its text: tables of contents, menus, buttons, votes, languages.

A policy that was taken from a web page brings some of it along. It says nothing
of what the policy governs, and much of it changes by the day.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from gazette.materiality.clarifying import weighed
from gazette.materiality.context import LONGEST_HEADING
from gazette.materiality.data import load_data
from gazette.materiality.slips import is_english
from gazette.materiality.speech import asks
from gazette.materiality.wording import sense
from gazette.materiality.words import read_words
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from gazette.materiality.statements import Statement
    from gazette.model.document import Clause

_MENU = re.compile(r"^\W*(?:[A-Z][\w’'-]*\s*){1,3}(?:[|·•]\s*(?:[A-Z][\w’'-]*\s*){1,3})+$")
"""A line of entries to choose from: Home | Support."""
_BETWEEN = re.compile(r"[|·•>→›»←‹«\n]+")
"""What stands between the entries of a menu, or before and after them."""
_MARKUP = re.compile(
    r"(?:import\s+(?:[\w{}*,$\s]+\s+from\s+)?['\"][^'\"]+['\"];?\s*)+"
    r"|export\s+(?:default\b.*|(?:const|let|var)\s+\w+\s*=.*|function\s+\w+\s*\(.*)"
    r"|\[?\[?_?TOC_?\]?\]?|\\[A-Za-z]+(?:\{[^{}]*\})?"
    r"|@@?include\(.*\)|[-–—*~=]{2,}\s*(?i:end(?:\s+of\s+(?:the\s+)?\w+)?)\s*[-–—*~=]{2,}",
    re.DOTALL,
)
"""What a site's generator reads and no visitor: an import, a table of contents to be made."""
_MADE = re.compile(
    r"(?:proudly\s+)?(?:powered|built|made|generated|created|published)\s+(?:by|with|using)\s+(.+)",
    re.IGNORECASE,
)
"""By what a page was made."""
_CONTENTS = re.compile(
    r"^\W*(?:table of )?contents\W*$|quick links|on this page|in this article"
    r"|^\W*(?:related|more|similar|recently viewed|popular) (?:articles|links|pages|topics)\W*$",
    re.IGNORECASE,
)
"""What stands above entries that lead to other places of the page, or to other pages."""


def is_part_of_page(statement: Statement, headings: frozenset[tuple[str, ...]]) -> bool:
    """Whether a statement is furniture, or repeats one of the `headings` in a table of contents."""
    return is_furniture(statement) or (
        _stands_in_contents(statement) and statement.forms in headings
    )


def is_furniture(statement: Statement) -> bool:
    """Whether a statement belongs to the page around the text, and not to the text."""
    clause = statement.clause
    if _is_menu(statement.text) or _MARKUP.fullmatch(clause.text.strip()):
        return True
    whole = statement.text.strip() == clause.text.strip()
    linked = _link(clause)
    if linked and linked.startswith("#"):
        return True
    if _stands_in_contents(statement):
        return not sense(statement.text) or asks(statement.text)
    # In a cell, or below a lead, the same word is an answer: “We call you: home, work”.
    if not whole or clause.kind is ClauseKind.CELL:
        return False
    if not clause.lead and any(is_one(clause.text) for is_one in _ALONE):
        return True
    return bool(linked or not clause.lead) and _names_languages(clause.text)


def _stands_in_contents(statement: Statement) -> bool:
    """Whether a statement is an entry of a table of contents, by what stands above it."""
    clause = statement.clause
    whole = statement.text.strip() == clause.text.strip()
    above = _CONTENTS.search(clause.lead) or _CONTENTS.search(clause.heading)
    return bool(above) and whole and len(statement.words) <= LONGEST_HEADING


def _is_menu(text: str) -> bool:
    """Whether a line has entries to choose from, none of which is somebody's name."""
    words = (word.text.casefold() for word in read_words(text))
    return bool(_MENU.match(text)) and not weighed(text) and all(map(is_english, words))


def _link(clause: Clause) -> str:
    """Where all of a clause leads to, or an empty string."""
    whole = len(clause.text) - 1
    links = (m.target for m in clause.marks if m.tag == "a" and m.end - m.start >= whole)
    return next(links, "")


@lru_cache(maxsize=4096)
def _is_label(text: str) -> bool:
    """Whether a text is a label that pages have, with any number in it."""
    return " ".join(_words(text)) in load_data("furniture").list("labels")


def _names_pages(text: str) -> bool:
    """Whether a text is a row of links to pages that every site has: Privacy | Terms."""
    entries = [entry.strip() for entry in _BETWEEN.split(text) if entry.strip()]
    pages = load_data("furniture").list("pages")
    named = (_words(entry) for entry in entries)
    return bool(_BETWEEN.search(text)) and all(words and pages.issuperset(words) for words in named)


def _names_maker(text: str) -> bool:
    """Whether a line tells only what a page was made with."""
    made = _MADE.fullmatch(text.strip(" .*♥❤️"))
    return bool(made) and " ".join(_words(made[1] if made else "")) in load_data("furniture").list(
        "makers"
    )


_ALONE: tuple[Callable[[str], object], ...] = (
    _is_label,
    _CONTENTS.fullmatch,
    _names_pages,
    _names_maker,
)
"""What a clause may be in all its text."""


@lru_cache(maxsize=4096)
def _names_languages(text: str) -> bool:
    """Whether a text is a language's name, or a row of them."""
    words, known = _words(text), load_data("furniture")
    languages = known.list("languages")
    return not languages.isdisjoint(words) and (languages | known.list("variants")).issuperset(
        words
    )


def _words(text: str) -> list[str]:
    """The words of a short text as the lists have them; none of a longer one."""
    return [] if len(text) > _LONGEST else _WORD.findall(_NUMBER.sub("#", text.casefold()))


_LONGEST = 200  # characters: a row of all languages is longer than any button
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"#|\w+(?:['’-]\w+)*")
