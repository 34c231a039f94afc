"""Quantities: periods, ages, money, percentages, dates, addresses, plain numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from gazette.materiality.citations import find_citations
from gazette.materiality.words import Word, is_number, read_words

DAYS = {
    "second": 1 / 86400,
    "minut": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "month": 365.25 / 12,
    "quarter": 365.25 / 4,
    "year": 365.25,
    "decad": 3652.5,
}
"""Length of each unit in days, by its norm. A month is a twelfth of a year."""

_GLUED = {"h": "hour", "d": "day", "w": "week", "m": "month", "mo": "month", "y": "year"}
"""What follows a number without a space, as tables of cookies have it: “24h”, “2y”."""
_KINDS_OF_DAY = frozenset(
    {"calendar", "busines", "business", "work", "full", "consecutiv", "bank", "trad"}
)
_WORKING = frozenset({"busines", "business", "work", "bank", "trad"})
_FOREVER = frozenset({"forever", "indefinitely", "perpetually"})
_CURRENCIES = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "usd": "USD", "eur": "EUR", "gbp": "GBP",
    "euro": "EUR", "dollar": "USD", "pound": "GBP", "chf": "CHF", "inr": "INR", "sek": "SEK",
    "₹": "INR", "rupe": "INR", "cad": "CAD", "aud": "AUD", "nzd": "NZD", "jpy": "JPY", "yen": "JPY",
    "cny": "CNY", "brl": "BRL", "pln": "PLN", "czk": "CZK", "dkk": "DKK", "nok": "NOK",
    "huf": "HUF", "sgd": "SGD", "hkd": "HKD", "zar": "ZAR", "mxn": "MXN", "krw": "KRW",
    "ils": "ILS", "franc": "CHF", "ron": "RON", "bgn": "BGN", "rub": "RUB", "uah": "UAH",
    "thb": "THB", "idr": "IDR", "myr": "MYR", "php": "PHP", "vnd": "VND", "aed": "AED",
    "sar": "SAR", "ngn": "NGN", "kes": "KES", "twd": "TWD", "isk": "ISK", "clp": "CLP",
    "ars": "ARS", "egp": "EGP", "₩": "KRW", "₺": "TRY", "₽": "RUB", "₪": "ILS", "฿": "THB",
    "₫": "VND", "₦": "NGN", "₱": "PHP", "₴": "UAH", "zloty": "PLN", "forint": "HUF",
    "koruna": "CZK", "yuan": "CNY", "renminbi": "CNY",
}  # fmt: skip
_DOLLARS = {
    "usa": "USD", "us": "USD", "usd": "USD", "c": "CAD", "ca": "CAD", "cad": "CAD",
    "canadian": "CAD", "a": "AUD", "au": "AUD", "aud": "AUD", "australian": "AUD", "nz": "NZD",
    "nzd": "NZD", "s": "SGD", "sgd": "SGD", "hk": "HKD", "hkd": "HKD",
}  # fmt: skip
"""Whose dollar it is, by the word before it."""
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m1>{_MONTH}),?\s+(?P<y1>\d{{4}})"
    rf"|(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
    rf"|(?P<m3>{_MONTH}),?\s+(?P<y3>\d{{4}})"
    r"|(?P<y4>\d{4})-(?P<m4>\d{1,2})-(?P<d4>\d{1,2})(?:T[\d:.]+Z?)?"
    r"|(?P<a>\d{1,2})[./](?P<b>\d{1,2})[./](?P<y5>\d{4}))\b",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w/])(?:\+\d[\d\s().-]{6,}\d|\(\d{3}\)\s?\d{3}-\d{4}|\d{3}-\d{3}-\d{4}"
    r"|0\d{1,4}(?:[ -]\d{2,4}){2,4}(?!\w))"  # with the zero of a long-distance call
)
_SECTION_WORDS = frozenset(
    (
        "section", "claus", "articl", "paragraph", "annex", "appendix", "exhibit", "schedul", "art",
        "par", "chapter", "part", "version", "step",
    )
)  # fmt: skip
_AGE_AFTER = frozenset({"year", "of", "age", "old"})
_AGE_LEADS = frozenset({"age", "aged", "of"})
_AGE_OPEN = frozenset(("older", "old", "over", "above", "younger", "under", "up"))
_AGE_BEFORE = frozenset({"under", "over", "below", "age", "aged", "older", "younger", "least"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its amount; `first` and `last` are positions among the text's words."""

    kind: str
    value: str
    first: int
    last: int
    amount: float | None = None


@lru_cache(maxsize=8192)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of `text`: what a number means is read from the words around it."""
    words = read_words(text)
    telling = [i for i, w in enumerate(words) if not w.norm.isalpha() or w.norm in _FOREVER]
    if not telling:
        return ()  # as in nearly every text: a date or a number holds a digit
    dates = _places(text, words, _DATE, "date")
    phones = _places(text, words, _PHONE, "phone")
    taken = {i for quantity in dates + phones for i in range(quantity.first, quantity.last + 1)}
    taken |= {i for cited in find_citations(text) for i in range(cited.first, cited.last + 1)}
    found = list(dates + phones)
    for position in telling:
        quantity = None if position in taken else _at(words, position)
        if quantity:
            found.append(quantity)
    return tuple(found)


def _places(
    text: str, words: tuple[Word, ...], pattern: re.Pattern[str], kind: str
) -> list[Quantity]:
    """Quantities that a pattern finds in the written text, as word positions."""
    found = []
    for match in pattern.finditer(text):
        inside = [i for i, w in enumerate(words) if w.start < match.end() and w.end > match.start()]
        if inside:
            value = _date_value(match) if kind == "date" else re.sub(r"\D", "", match.group())
            found.append(Quantity(kind, value, inside[0], inside[-1]))
    return found


def _date_value(match: re.Match[str]) -> str:
    """A date as year-month-day; day and month as written where their order is unclear."""
    part = match.groupdict()
    year = next(part[key] for key in ("y1", "y2", "y3", "y4", "y5") if part[key])
    if part["y5"]:
        return f"{year}-{part['b']:0>2}-{part['a']:0>2}"
    month = part["m1"] or part["m2"] or part["m3"] or part["m4"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    day = part["d1"] or part["d2"] or part["d4"] or "0"
    return f"{year}-{number:02}-{int(day):02}"


def _at(words: tuple[Word, ...], position: int) -> Quantity | None:
    """The quantity that begins at a word, if one does."""
    norm = words[position].norm
    if norm in _FOREVER:
        return Quantity("duration", "without limit", position, position, inf)
    if "@" in norm:
        return Quantity("email", norm, position, position)
    if "/" in norm or words[position].text.lower().startswith(("http", "www.")):
        return Quantity("url", norm, position, position)
    if not is_number(norm):
        return None
    return (
        _money(words, position)
        or _percentage(words, position)
        or _age(words, position)
        or _duration(words, position)
        or _count(words, position)
    )


def _norm(words: tuple[Word, ...], position: int) -> str:
    return words[position].norm if 0 <= position < len(words) else ""


def _number(norm: str) -> float:
    parts = norm.replace(",", "").split(".")
    return float(".".join(parts[:2]))


def _money(words: tuple[Word, ...], position: int) -> Quantity | None:
    """A sum: “$5”, “US$ 5”, “5 EUR”, “5 Canadian dollars”."""
    amount = _number(words[position].norm)
    for beside in (position - 1, position + 1, position + 2):
        norm = _norm(words, beside)
        currency = _CURRENCIES.get(norm)
        whose = _DOLLARS.get(_norm(words, beside - 1), "") if norm in {"$", "dollar"} else ""
        if not currency or (beside == position + 2 and not whose):
            continue
        first = beside - 1 if whose and beside < position else beside
        first, last = min(first, position), max(beside, position)
        return Quantity("money", f"{amount:g} {whose or currency}", first, last, amount)
    return None


def _percentage(words: tuple[Word, ...], position: int) -> Quantity | None:
    if _norm(words, position + 1) not in {"%", "percent"}:
        return None
    amount = _number(words[position].norm)
    return Quantity("percentage", f"{amount:g}%", position, position + 1, amount)


def _duration(words: tuple[Word, ...], position: int) -> Quantity | None:
    unit_at = position + 1
    if _norm(words, unit_at) in _KINDS_OF_DAY:
        unit_at += 1
    unit = _norm(words, unit_at)
    if unit_at < len(words) and words[unit_at].start == words[position].end:
        unit = _GLUED.get(words[unit_at].text, unit)
    if unit not in DAYS:
        return None
    amount = _number(words[position].norm) * DAYS[unit]
    between = "business " if _norm(words, position + 1) in _WORKING else ""
    plain = _plain(amount)
    return Quantity("duration", f"{plain} {between}days", position, unit_at, amount)


def _plain(days: float) -> str:
    """Days to a thousandth, so that twelve months equal one year."""
    return f"{days:.3f}".rstrip("0").rstrip(".")


def _age(words: tuple[Word, ...], position: int) -> Quantity | None:
    """An age: "under (the age of) 16", "at least 18 years old", "16 years of age"."""
    years = _norm(words, position + 1) == "year"
    after = {_norm(words, position + 2), _norm(words, position + 1)}
    before = {_norm(words, position - 1), _norm(words, position - 2)}
    of_age = years and after & {"old", "of", "age"}
    open_ended = _norm(words, position + 1) in {"or", "and"} and (
        _norm(words, position + 2) in _AGE_OPEN
    )
    bare = (
        not years and _norm(words, position + 1) not in DAYS and before & (_AGE_BEFORE - {"least"})
    )
    amount = _number(words[position].norm)
    if not (of_age or bare or open_ended) or not (2 if bare else 0) < amount < 100:  # noqa: PLR2004 - nobody is a hundred here
        return None
    first, last = position, position
    while _norm(words, last + 1) in _AGE_AFTER:
        last += 1
    if not of_age:
        first = _age_start(words, position)
    return Quantity("age", f"{amount:g}", first, last, amount)


def _age_start(words: tuple[Word, ...], position: int) -> int:
    """Where “(the) age of 13” begins."""
    start = position
    while _norm(words, start - 1) in _AGE_LEADS:
        start -= 1
    return start if _norm(words, start) in {"age", "aged"} else position


def _count(words: tuple[Word, ...], position: int) -> Quantity | None:
    """A plain number, unless it only counts sections, or is one in a row of numbers."""
    if _norm(words, position - 1) in _SECTION_WORDS or words[position].norm.count(".") > 1:
        return None
    amount = _number(words[position].norm)
    return Quantity("count", f"{amount:g}", position, position, amount)
