"""Changes of what a policy says."""

from __future__ import annotations

import re
from random import Random

from oracles.changes.places import (
    Change,
    cased,
    exchanged,
    in_line,
    is_item,
    is_prose,
    mark_of,
    replaced,
    say,
    sentences,
)

DATA = (
    "fax number", "mother's maiden name", "shoe size", "gait", "voiceprint", "iris scan", "salary",
    "calendar entries", "address book", "tax code", "license plate", "signature", "nickname",
    "keystrokes", "clipboard contents", "sleep patterns", "union membership", "credit score",
    "call recordings", "text messages", "mood", "heart rate", "fertility data", "school grades",
    "family tree", "what you type", "documents you upload", "search terms", "installed apps",
    "battery level", "ad clicks", "contacts", "support tickets", "chat logs", "insurance number",
)  # fmt: skip
RECIPIENTS = (
    "our investors", "data brokers", "insurers", "your employer", "the police", "researchers",
    "landlords", "political campaigns", "schools", "banks", "anyone who asks", "other users",
    "affiliates", "the press", "credit bureaus", "app developers", "your parents",
)  # fmt: skip
VENDORS = ("Zetamail", "Quovadis Analytics", "Brightloop", "Norvik", "Tandem Cloud", "Oriole Pay")
COUNTRIES = ("Brazil", "Japan", "India", "Kenya", "Canada", "Norway", "Turkey", "Chile")
GATHERS = r"\b(?:we|us)\b[^.]{0,40}\b(?:collect|receive|record|gather|store|obtain)s?\b"
GIVES = r"\b(?:share|disclose|transfer)[sd]?\b"
RIGHTS = r"\brights?\s+to\b"
# Two things or more, then the last: “…, name, address and phone”.
LISTED = re.compile(
    r", (?P<one>(?!and |or |such |which |who |but |if )[a-z][\w’'-]*(?: [\w’'-]+){0,3})(?=,? (?:and|or) [a-z])"
)
_PRACTICE = re.compile(
    r"\bwe\s+(?:may\s+|will\s+|also\s+)*(?:collect|share|disclose|sell|retain|store|transfer|receive)\b",
    re.IGNORECASE,
)
LISTS_PRACTICES = re.compile(
    r"\b(?:collect|share|disclose|receive|rights?)\b[^.]*:\s*$", re.IGNORECASE
)


def _listed(pattern: str, words: tuple[str, ...] = ()) -> Change:
    """One more in a list of a sentence that speaks of `pattern`; without words one fewer."""
    about = re.compile(pattern, re.IGNORECASE)

    def change(line: str, chance: Random) -> str | None:
        found = [
            match
            for match in LISTED.finditer(line)
            if about.search(re.split(r"[.!?]\s", line[: match.start()])[-1])
        ]
        if not found:
            return None
        match = chance.choice(found)
        if words:
            return f"{line[: match.start()]}, {chance.choice(words)}{line[match.start() :]}"
        return line[: match.start()] + line[match.end() :]

    return in_line(change)


def _named(words: tuple[str, ...]) -> Change:
    """One more of several names in a row; without words one fewer."""

    def new(match: re.Match[str], chance: Random) -> str:
        return f"{match[0]}, {chance.choice(words)}" if words else match[1]

    change = replaced(r"(\b[A-Z][a-z]+), [A-Z][a-z]+(?=,? (?:and|or) [A-Z][a-z])", new, flags=0)
    # Of the sections of the text itself a name tells nothing.
    return in_line(
        change,
        where=lambda line: is_prose(line) and not re.search(r"\b[Ss]ection|\b[Cc]hanges\b", line),
    )


def _another_number(match: re.Match[str], chance: Random) -> str:
    number = int(match[1])
    others = [n for n in (number + 1, number * 2, number + 30, number - 1) if n > 0 and n != number]
    return f"{chance.choice(others)}{match[2]}"


def _sentence_added(line: str, chance: Random) -> str:
    verb, word = chance.choice((("collect your", DATA), ("share your data with", RECIPIENTS)))
    added = f"We {chance.choice(('may ', 'also ', ''))}{verb} {chance.choice(word)}."
    parts = sentences(line)
    place = chance.randrange(1, len(parts) + 1)
    return " ".join([*parts[:place], added, *parts[place:]])


def _sentence_dropped(line: str, chance: Random) -> str | None:
    parts = sentences(line)
    found = [i for i, part in enumerate(parts) if _PRACTICE.search(part)]
    if len(parts) < 2 or not found:
        return None
    place = chance.choice(found)
    return " ".join(parts[:place] + parts[place + 1 :])


def _item(text: str, chance: Random, *, added: bool) -> str | None:
    """An entry more, or fewer, of a list that a lead on data, recipients or rights begins."""
    lines = text.split("\n")
    led, places = False, []
    for i, line in enumerate(lines):
        if line.strip() and not is_item(line):
            led = bool(LISTS_PRACTICES.search(line))
        elif led and is_item(line) and (added or i + 1 == len(lines) or lines[i + 1][:1] != " "):
            places.append(i)
    if not places:
        return None
    place = chance.choice(places)
    if added:
        entry = mark_of(lines[place]) + chance.choice(DATA)
        return "\n".join([*lines[:place], entry, *lines[place:]])
    return "\n".join(lines[:place] + lines[place + 1 :])


def _ended(ends: tuple[str, ...], about: str) -> Change:
    """A sentence on `about` with something more at its end."""

    def new(match: re.Match[str], chance: Random) -> str:
        return f"{match[1]}{chance.choice(ends)}."

    return say(rf"(\b{about}\b[^.!?:;()]{{20,200}}[a-z])\.(?=\s|$)", new)


_WE = r"[Ww]e\s+(?:may|will|can|do|must|collect|use|share|keep|store|process|disclose)"
_PERIOD = r"\d{1,3} (?:days?|weeks?|months?|years?)"
_BETWEEN = r"with|for|from|after|before|to|by|without|instead of|on behalf of"


def _exchanged_words(match: re.Match[str], _: Random) -> str | None:
    """The word before a preposition and the one behind it, each in the other's place."""
    one, between, owner, other = match.group(1, 2, 3, 4)
    return f"{other} {between} {owner or ''}{one}" if one != other else None


ANTONYMS = {
    "before": "after", "at least": "at most", "more than": "less than", "with": "without",
    "opt in": "opt out", "opt-in": "opt-out", "minimum": "maximum", "enable": "disable",
    "accept": "refuse", "agree": "disagree", "include": "exclude", "allow": "forbid",
    "increase": "decrease", "start": "stop", "anonymous": "personal", "temporary": "permanent",
    "first party": "third party", "public": "private", "direct": "indirect", "free": "paid",
    "sender": "recipient", "automatically": "manually", "voluntary": "mandatory",
    "internal": "external", "later": "earlier", "everyone": "nobody", "delete": "keep",
}  # fmt: skip
NEGATED = {
    "able": "unable", "authorized": "unauthorized", "authorised": "unauthorised",
    "lawful": "unlawful", "encrypted": "unencrypted", "identifiable": "non-identifiable",
    "sensitive": "non-sensitive", "necessary": "unnecessary", "possible": "impossible",
    "limited": "unlimited", "secure": "insecure", "aggregated": "unaggregated",
    "affiliated": "unaffiliated", "personal": "non-personal", "commercial": "non-commercial",
    "essential": "non-essential", "required": "not required", "responsible": "not responsible",
    "liable": "not liable", "subscribe": "unsubscribe", "related": "unrelated",
    "reasonable": "unreasonable", "restricted": "unrestricted", "verified": "unverified",
}  # fmt: skip
_EXCEPTIONS = (", unless we decide otherwise", ", except where we think it useful",
               ", unless our partners need it")  # fmt: skip

MEANING: dict[str, Change] = {
    "not inserted": say(r"\b(will|may|can|must|do|does|is|are)(?= [a-z])(?! not\b)", r"\1 not"),
    "not dropped": say(r"\b(will|may|can|must|do|does|is|are) not (?!limited)", r"\1 "),
    "may to will": say(r"\bmay (?=[a-z])", "will "),
    "will to may": say(r"\bwill (?=[a-z])", "may "),
    "must to may": say(r"\bmust (?!not)(?=[a-z])", "may "),
    "may to must": say(r"\bmay (?!not)(?=[a-z])", "must "),
    "datum added": _listed(GATHERS, DATA),
    "datum dropped": _listed(GATHERS),
    "recipient added": _listed(GIVES, RECIPIENTS),
    "recipient dropped": _listed(GIVES),
    "right dropped": _listed(RIGHTS),
    "name added": _named(VENDORS),
    "country added": _named(COUNTRIES),
    "name dropped": _named(()),
    "duration changed": say(r"\b(\d{1,3})( ?\)? ?(?:days?|months?|years?|hours?))\b", _another_number),
    "age changed": say(r"(?:(?<=under )|(?<=age of )|(?<=least )|(?<=over ))(1[3-8])(\b)", _another_number),
    "money changed": say(r"(?<=[$€£])(\d+)(\b)", _another_number),
    "consent dropped": say(r",? (?:with|without) your (?:\w+ )?consent\b", ""),
    "consent added": _ended((" with your consent", ", if you agree"), _WE),
    "exception added": _ended(_EXCEPTIONS, _WE),
    "exception dropped": say(r",? (?:unless|except)\b(?! that\b)[^.,;]+(?=[.,;])", ""),
    "condition added": _ended((" when you ask us to", ", if the law allows it"), _WE),
    "condition dropped": say(r",? (?:if|where|provided that)\b[^.,;:]{10,}\.", "."),
    "only dropped": say(r"\b(?:only|solely|exclusively) ", ""),
    "only added": say(r"\b(we (?:may|will)|you (?:may|can)) (?!only)(?=[a-z])", r"\1 only "),
    "never dropped": say(r"\bnever ", ""),
    "always dropped": say(r"\balways ", ""),
    "all dropped": say(r"\b(?<!at )all (?=(?:of )?(?:your|personal|data|information|users)\b)", ""),
    "all to some": say(r"\b(?:all|any) (?=(?:of )?(?:your|personal|data|information|users)\b)", "some "),
    "and to or": say(r"(?<=\bif )([^.]{8,80}) and ", r"\1 or "),
    "or to and": say(r"(?<=\bif )([^.]{8,80}) or ", r"\1 and "),
    "we to you": say(r"\bwe (?=(?:may|will|can|must|collect|share|delete|keep)\b)", lambda m, _: cased("you ", m[0])),
    "you to we": say(r"\byou (?=(?:may|will|can|must)\b)", lambda m, _: cased("we ", m[0])),
    "sentence added": in_line(_sentence_added),
    "sentence dropped": in_line(_sentence_dropped),
    "item added": lambda text, chance: _item(text, chance, added=True),
    "item dropped": lambda text, chance: _item(text, chance, added=False),
    "antonym": exchanged(ANTONYMS),
    "negated prefix": exchanged(NEGATED),
    "share to sell": say(r"\bshare(?= (?:your|personal|the|this|any)\b)", "sell"),
    "hedge added": say(r"\b(we will) (?=(?:not|never|delete|notify|keep|protect|use|only)\b)", r"\1 try to "),
    "third party added": say(r"\b(we (?:may |will )?)(?=(?:collect|use|share|store|process)\b)", r"\1and our partners "),
    "words exchanged": say(rf"\b([a-z]{{5,}}) ({_BETWEEN}) (your |our |the |any |other )?([a-z]{{5,}})\b(?=[ ,.])", _exchanged_words),
    "periods exchanged": say(rf"\b({_PERIOD})\b([^.]{{3,160}}?)\b({_PERIOD})\b", lambda m, _: f"{m[3]}{m[2]}{m[1]}"),
    "we and you exchanged": say(r"\b[Ww]e ((?:may |will |can )?[a-z]+) you\b(?!r)", lambda m, _: cased(f"you {m[1]} us", m[0])),
    "verb dropped": say(r"\b(?:(?<=we may )|(?<=we will )|(?<=^we ))(collect|use|share|store|process|disclose), (?=[a-z]+,? and [a-z])", ""),
    "within to after": say(r"\bwithin (?=(?:\w+ )?(?:\(\d+\) )?(?:\w+ )?(?:days?|hours?|months?)\b)", "after "),
    "your to their": say(r"\byour (?=(?:consent|request|permission|prior)\b)", "our "),
    "by to": say(r"\bby (?=(?:us|you|third|our|your|other|partners|users)\b)", "to "),
    "currently added": say(r"\b(do not|will not) (?=(?:sell|share|use|collect|disclose)\b)", r"\1 currently "),
    "default added": say(r"\b(we (?:may|will)) (?=[a-z])", r"\1 by default "),
    "parent for user": say(r"\bparents?\b", "user"),
    "to ourselves": say(r"\bthird part(?:y|ies)\b", "affiliates"),
}  # fmt: skip


def word_exchanged(text: str, chance: Random) -> str | None:
    """One noun of a sentence on a practice for a word of another such sentence of the text."""
    lines = [line for line in text.split("\n") if is_prose(line) and _PRACTICE.search(line)]
    words = sorted({w for line in lines for w in re.findall(r"\b[a-z]{5,}\b", line)})
    if len(words) < 2:
        return None
    other = chance.choice(words)
    change = replaced(
        r"(?<= )[a-z]{5,}(?= )", lambda m, _: None if m[0][:4] == other[:4] else other
    )
    return in_line(change, where=lambda line: is_prose(line) and bool(_PRACTICE.search(line)))(
        text, chance
    )


MEANING["word exchanged"] = word_exchanged
