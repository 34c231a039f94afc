"""Edits of a detail that leads to something or names it, and changes nothing of it.

How and when someone is reached, where a thing is read, by which number a law
is cited, what a product was called before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazette.materiality.clarifying import weighed
from gazette.materiality.edits import Act
from gazette.materiality.examples import names_data
from gazette.materiality.facts import MODAL, read_facts
from gazette.materiality.quantities import find_quantities
from gazette.materiality.speech import does, gives_address, is_contact_detail
from gazette.materiality.statements import is_weightless
from gazette.materiality.words import is_number, norms, read_words

if TYPE_CHECKING:
    from gazette.materiality.edits import Edit
    from gazette.materiality.statements import Statement


def is_contact(edit: Edit) -> bool:
    """Only an address, a number, a mailbox or the way to reach someone differs."""
    if any(fact.kind in _WEIGHED for fact in edit.lost + edit.gained) or _may_name_data(edit):
        return False
    if edit.act is Act.REWORDED:
        if _gives_hours(edit) or _is_place(edit) or _ends_address(edit):
            return True
        if _is_counted(edit.old, edit.removed) or _is_counted(edit.new, edit.added):
            return False
        spoken = all(gives_address(s.text) or _CONTACTING & set(norms(s.text)) for s in edit.sides)
        address = all(gives_address(s.text) for s in edit.sides)
        texts = (edit.removed_text, edit.added_text)
        if all(map(_is_person, texts)) and any(set(s.forms) & _OFFICES for s in edit.sides):
            return True  # another person in the same office
        routed = any(set(norms(text)) & _ROUTES for text in texts)
        # Beside an address stands whose it is: a bare name that changed may be somebody else's.
        placed = address and any(map(_GIVEN.search, texts))
        return spoken and all(is_contact_detail(text, names=placed or routed) for text in texts)
    return all(gives_address(s.text) and is_contact_detail(s.text, names=True) for s in edit.sides)


def _is_counted(statement: Statement | None, span: tuple[int, int]) -> bool:
    """Whether the words end with a number of things, “1,000 votes”, which is in no address."""
    if statement is None or not 0 < span[1] < len(statement.words):
        return False
    last, after = statement.words[span[1] - 1 : span[1] + 1]
    joined = statement.text[last.end : after.start].isspace()
    thing = after.text.islower() and not is_weightless((after.norm,))
    phones = (q for q in find_quantities(statement.text) if q.kind == "phone")
    called = any(q.first < span[1] <= q.last + 1 for q in phones)
    return is_number(last.norm) and joined and thing and not called


def _may_name_data(edit: Edit) -> bool:
    """Whether the words may name data: “your phone and fax number” are collected, not called.

    An address or a number itself is no name of data, and in a sentence on data a
    proper name is none.
    """
    texts = (edit.removed_text, edit.added_text)
    if any(map(_GIVEN.search, texts)):
        return False
    if any(fact.kind == "data" for fact in edit.lost + edit.gained):
        return True
    plain = all(word.text.islower() for text in texts for word in read_words(text))
    return plain and any(names_data(side.text) for side in edit.sides)


_GIVEN = re.compile(r"\d|@")


def invites(text: str) -> bool:
    """Whether a sentence only tells whom to write to or to call, and of nothing else.

    “Questions? Call us on …”; not how a right is used, and not what is done with a number.
    """
    words = norms(text)
    # “We may call you” tells what we do, and “contacts” may be data that we collect.
    if not (gives_address(text) or "us" in words):
        return False
    if "we" in words or not _INVITES.match(text) or does(text):
        return False
    facts = read_facts(text)
    if any(fact.kind == "act" and fact.value != "contact" for fact in facts):
        return False
    # Without an address, a sentence that speaks of data may speak of it as collected.
    reached = _REACHED | _OWN if gives_address(text) else _REACHED
    return all(f.kind in _WAYS or f.key in reached for f in facts if f in weighed(text))


_REACH = (
    r"(?:contact|call|phone|telephone|ring|dial|reach|write|e-?mail|mail|text|message|fax|ask|tell|visit"
    r"|(?:get|be|keep)\s+in\s+touch|reach\s+out|speak|talk|turn|drop|let\s+us\s+know|address|send"
    r"|direct)(?:ing)?"
)
_INVITES = re.compile(
    r"\W*(?:(?:(?:if|should|when|whenever|where|in\s+case|for|with|alternatively|otherwise)\b[^,?]*,"
    r"|[^,?]*\?)\s*)?"
    r"(?:(?:you|anyone|everyone)\s+(?:can|may|could)|please|also|always|just|simply|feel\s+free\s+to"
    r"|do\s+not\s+hesitate\s+to|don[’']t\s+hesitate\s+to|to|by|or|and|\s|[:,])*"
    rf"(?:{_REACH}\b"
    r"|(?:our|the|your|this|any|all|an?)?\s*(?:[\w’'&-]+\s+){1,8}?"
    r"(?:(?:is|are)\s+(?:(?:also\s+)?(?:reachable|available|there|here|on|at)\b|(?=[\d+(]|[\w.]+@))"
    r"|(?:can|may|should|must)\s+be\s+(?:reached|contacted|sent|addressed|called|directed|made|asked)\b)"
    r"|(?:(?:our|the|your)\s+)?(?:[\w’'-]+\s+){0,4}(?:address(?:es)?|e-?mail|phone|telephone|tel|fax"
    r"|number|hotline|contacts?)\b\W*(?:is|are|:|$|\d))",
    re.IGNORECASE,
)
"""A sentence that asks to reach somebody, or says how: no other verb stands before that one."""
_WAYS = frozenset(("phone", "email", "url", "country"))
_REACHED = frozenset({(MODAL, "may"), ("right", "data protection officer")})
_OWN = frozenset({("data", "postal address"), ("data", "email address")})


def _is_place(edit: Edit) -> bool:
    """Only a postal address differs, as the world writes it: Musterweg 3, 12345 Musterstadt.

    A street has a name and a number, and somewhere in the sentence stands a
    postcode with its town; nothing else may have changed.
    """
    sides = [
        (text, side, span)
        for text, side, span in (
            (edit.removed_text, edit.old, edit.removed),
            (edit.added_text, edit.new, edit.added),
        )
        if text and side
    ]
    if all(_is_postcode(side, span) for _, side, span in sides):
        return True
    towns = any(_TOWN.search(side.text) or gives_address(side.text) for side in edit.sides)
    kinds = {fact.kind for fact in edit.lost + edit.gained}
    # What only came may be somebody else with an address: it has to begin with the street.
    finds = _STREET.search if len(sides) > 1 else _STREET.match
    return (
        towns
        and kinds <= _IN_ADDRESSES
        and any(finds(text) for text, _, _ in sides)
        and all(_PLACED.fullmatch(text) for text, _, _ in sides)
    )


def _ends_address(edit: Edit) -> bool:
    """Only the country at the end of an address came or went: “London E1 4AA, United Kingdom”."""
    if edit.old is None or edit.new is None or (edit.removed_text and edit.added_text):
        return False
    side, (first, end) = (edit.old, edit.removed) if edit.removed_text else (edit.new, edit.added)
    facts = read_facts(side.text)
    country = any((f.kind, f.first, f.last) == ("country", first, end - 1) for f in facts)
    before = side.words[max(0, first - 2) : first]
    apart = before and "," in side.text[before[-1].end : side.words[first].start]
    return (
        bool(country and apart)
        and any(word.text[-1].isdigit() or word.text[0].isdigit() for word in before)
        and gives_address(side.text)
    )


def _is_postcode(statement: Statement, span: tuple[int, int]) -> bool:
    """Whether the words are the postcode, or the town with it, that follow a street."""
    first, end = (statement.words[at] for at in (span[0], span[1] - 1))
    return any(
        place.start(1) <= first.start and end.end <= place.end()
        for place in _AFTER_STREET.finditer(statement.text)
    )


_UPPER, _LOWER = "A-ZÀ-ÖØ-Þ", "a-zß-öø-ÿ"
_POSTCODE = (
    r"(?:(?:[A-Z]{1,2}-)?\d{4,6}|\d{3}\s\d{2}|\d{4}\s?[A-Z]{2}|[A-Z]{2}\s\d{5}(?:-\d{4})?"
    r"|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|[A-Z]\d[A-Z]\s\d[A-Z]\d)"
)
"""Central European, Scandinavian, Dutch, American with its state, British, Canadian."""
_TOWN = re.compile(
    rf"\b{_POSTCODE}\s+[{_UPPER}][{_LOWER}]+"
    r"|\b[A-Z]{2}\s\d{5}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"
)
_STREET = re.compile(
    rf"\b[{_UPPER}][{_LOWER}]{{3,}}(?:\s[{_UPPER}][{_LOWER}]+)*\s\d{{1,4}}[A-Za-z]?\b"
    rf"|\b\d{{1,4}}(?:-\d{{1,4}})?\s[{_UPPER}][{_LOWER}]{{3,}}"
)
_AFTER_STREET = re.compile(rf"\d[A-Za-z]?,\s+({_POSTCODE}\s+[{_UPPER}][{_LOWER}]+)")
_PLACED = re.compile(
    rf"(?:(?:[{_UPPER}][\w’'.-]*|[\w-]*\d[\w/-]*|[a-z]{{1,3}}\.?|floor|room|suite|unit|level)"
    r"(?:[\s,()]+|$))+"
)
_IN_ADDRESSES = frozenset(("count", "country", "name", "company", "service"))


def _gives_hours(edit: Edit) -> bool:
    """Only when someone can be reached differs: weekdays, from 9 to 17."""
    texts = (edit.removed_text, edit.added_text)
    if not any(set(side.forms) & _ROUTES for side in edit.sides):
        return False
    hours = any(_HOURS.search(text) for text in texts)
    return hours and all(is_contact_detail(text, names=False) for text in texts)


_HOURS = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekdays?|weekends?|working\s+days?"
    r"|\d{1,2}(?::\d\d)?\s*[ap]\.?m\b)",
    re.IGNORECASE,
)


def _is_person(text: str) -> bool:
    """Two or three words, each with a capital, and no company's name or known term."""
    words = [word for word in text.split() if word[:1].isalpha()]
    facts = {fact.kind for fact in read_facts(f"by {text}")}
    return 2 <= len(words) <= 3 and all(w[:1].isupper() for w in words) and facts <= {"name"}  # noqa: PLR2004 - a person's name


_CONTACTING = frozenset(norms("contact call phone telephone reach hotline write mail"))
_OFFICES = frozenset(norms("officer dpo representative contact attn attention"))
_WEIGHED = frozenset(("organisation", "duration", "age", "money", "percentage"))
_ROUTES = frozenset({"portal", "support", "form", "team", "center", "desk", "email", "phone"})
