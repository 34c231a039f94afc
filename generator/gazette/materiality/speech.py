"""What a statement does: point elsewhere, speak of the text itself, give an address.

Such statements touch the policy's substance at most at its edge. Each test is
narrow on purpose: a statement that also says what is done with data, or how to
use a right, is none of these.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from gazette.materiality.data import load_data
from gazette.materiality.facts import MODAL, read_facts
from gazette.materiality.phrases import says_any
from gazette.materiality.quantities import find_quantities
from gazette.materiality.words import is_number, norms, read_words

_FIND = (
    r"(?:find|read|learn|view|see|review|consult"
    r"|(?:understand|access|know|get|obtain)(?=\s+(?:more|further|additional|about|how|what|which|why"
    r"|information|details|help|an?\s|the\s|our\s)))"
)
_SEE = r"(?:see|read|visit|review|refer\s+to|consult|check(?:\s+out)?|view|click|go\s+to|turn\s+to)"
_MORE = r"(?:more|further|additional|detailed|full|complete|specific)"
_PLACE = (
    r"(?:(?:web)?(?:pages?|sites?)|articles?|sections?|chapters?|clauses?|paragraphs?|parts?|guides?"
    r"|handbooks?|manuals?|(?:help|privacy|trust|safety|support|security)\s+(?:cent(?:er|re)|hub|portal)"
    r"|policy|policies|notices?|statements?|terms|conditions|agreements?|addend(?:um|a)|faqs?|q\s?&\s?a"
    r"|reports?|(?:white)?papers?|tables?|lists?|listings?|overview|summary|links?|documents?"
    r"|documentation|appendix|appendices|annex(?:es)?|schedules?|exhibits?|glossary|blog|repository"
    r"|footnotes?|top|bottom|foot|end|here|below|above)"
)
"""Where something can be read."""
_TELLS = (
    r"(?:explains?|answers?|has\s+(?:the\s+)?(?:answers|details)|describes?|contains?|tells?|shows?"
    r"|provides?|lists?|sets?\s+out|says?(?=\s+(?:more|what|who|whom|how|why|when|where|which)\b))"
    # What is shown to somebody is shown, and not written of.
    r"\b(?!\s+(?:(?:us|them|him|her|to|you)\b|your\s+(?!rights|options|choices)"
    r"|our\s+(?:partners?|sponsors?|advertisers?|affiliates?|staff|clients?)\b))"
)
_READ = rf"(?=.*(?:\b{_PLACE}\b|\w\.[a-z]{{2,}}(?:/|\b)))"
"""Somewhere in the sentence stands where to read it."""
_SOMEBODY = (
    r"(?:users?|members?|customers?|clients?|visitors?|people|persons?|winners?|everyone|anyone)"
)
_YOURS = (
    r"(?!\s+(?:(?:an?\s+)?cop(?:y|ies)\s+of\s+)?(?:your|the)\s+(?:personal\s+)?"
    r"(?:data|information|files?|records?|account|details)\b"
    r"|\s+your\s+(?!(?:\w+\s+)?(?:rights|options|choices|answers?)\b)"
    r"|.*\bwhat\s+(?:information\s+|data\s+)?(?:we|is)\s+(?:hold|know|have|keep|store|kept|held|stored)\b)"
)
"""What is found is not your data: to see those is a right."""
_POINTS = re.compile(
    rf"""^\W*(?:
      (?:please\s+)?(?:also\s+)?{_SEE}\b{_READ}
    | (?:to|you\s+(?:can|may|will|might))\s+(?:also\s+)?(?:(?:want|wish|like)\s+to\s+)?
      {_FIND}\b{_YOURS}{_READ}
    | (?:to\s+)?(?:learn|find\s+out|read)\s+more\b
    | for\s+more\s+(?:on|about)\b
    | (?:have\s+|got\s+)?(?:any\s+)?questions\b[^.]*\?\W*$
    | {_MORE}\s+(?:information|details?)(?:\W*$|\s*[,:(]
      |\s+(?:about|on|regarding|concerning|of|for|in|at|here|via|how|as|relating)\b|\s+(?:is|are|can\s+be|may\s+be)\s+(?:available|found|given|provided|set)\b)
    | for\s+(?:any\s+)?{_MORE}?\s*(?:information|details?|help|questions)\b(?!\s+we\b)
    | if\s+you\s+(?:want|need|would\s+like)\s+{_MORE}?\s*(?:information|details?|help)\b
    | (?:an?|the|our)\s+(?:(?!(?:that|which|who|you|your|names?|{_SOMEBODY})\b)[\w’'-]+\s+){{0,12}}
      (?:is|are|can\s+be)\s+(?:(?:also\s+)?(?:available|found|located|published|listed)\b{_READ}
        |(?:on|at|in)\s+(?:the|our|its|their)\s+(?:[\w’'-]+\s+){{0,3}}{_PLACE}\b)
    | (?:[\w’'-]+\s+){{0,8}}{_PLACE}\s+{_TELLS}
    | (?:[\w’'-]+\s+){{1,6}}{_TELLS}\s+(?:[\w’'-]+\s+){{1,4}}
      (?:on|in|at)\s+(?:its|their|the|our)\s+{_PLACE}\b
    | we\s+(?:also\s+)?(?:explain|describe|set\s+out|outline|discuss)\b.*
      \b(?:in|on|at|under)\s+.*{_PLACE}\b
    | .*\b(?:is|are)\s+(?:also\s+)?(?:explained|described|set\s+out|dealt\s+with)\b.*\b{_PLACE}\b
    | .{{0,90}}?\bplease\s+(?:also\s+)?{_SEE}\b{_READ}
    | here\s+(?:is|are)\b[^:]*:?\W*$
    | (?:an?\s+|the\s+)?list\s+of\b
      (?!.*\b(?:is|are|will|may|can|must|shall|has|have|shows?|goes|lets?|helps?|gets?)\b)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_DOES = re.compile(
    r"\b(?:opt(?:ing)?[\s-]?out|unsubscrib\w+|exercise|submit|withdraw|object|delete|deletion|lodge"
    r"|complain\w*|appeal|turn(?:ing)?\s+off|disabl\w+|revoke|cancel\w*"
    r"|we\s+(?:will|may|do|never|share|sell)\b|(?:[,;:]|\b(?:and|so|then))\s+we\s+)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b(?:street|avenue|ave|road|rd|suite|ste|floor|p\.?\s?o\.?\s+box|box|building|drive|lane"
    r"|boulevard|blvd|square|plaza|row|quay|stra(?:ß|ss)e|rue|zip|postcode|attn"
    r"|attention of|house)\b"
    r"|\b(?:registered\s+(?:in|under|with|office)|(?:registration|company|vat|tax)\s+(?:number|no|id)\b)"
    r"|\b\d+[A-Za-z]?\s+(?:[\w’'-]+\s+){1,2}(?:st|str|walk|way|court|close|terrace|place|parkway|lane|hill)\b"
    r"|\b[A-Z]{2}\s+\d{5}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b",
    re.IGNORECASE,
)
_LONGEST_POINTER = 60
_BESIDE = 30  # characters
_SUBSTANCE = frozenset(("duration", "age", "money", "percentage", "country", "organisation"))


@lru_cache(maxsize=4096)
def points_elsewhere(text: str) -> bool:
    """Whether a sentence only tells where to read more."""
    if not _POINTS.search(text) or len(read_words(text)) > _LONGEST_POINTER:
        return False
    if _GOES_ON.search(text):
        return False
    if _DOES.search(re.sub(r"\b(?:how|what|which|why|when|whether)\s+(?:\w+\s+){1,3}", " ", text)):
        return False
    facts = read_facts(_YOU_WILL.sub("you can", text))
    if any(fact.kind in _SUBSTANCE for fact in facts):
        return False
    return all(fact.value == "may" for fact in facts if fact.kind == MODAL)


_GOES_ON = re.compile(
    r"\b(?:and|then|so)\s+(?:the|our|your|an?)\s+\w+\s+(?:is|are|will|may|can|must|has|\w+[^\Ws]s)\s",
    re.IGNORECASE,
)
"""A second sentence after the pointer: “click here and the contract is made”."""
_YOU_WILL = re.compile(r"^\W*you\s+will\b", re.IGNORECASE)
"""Where you will find a thing, you can."""


def does(text: str) -> bool:
    """Whether a sentence says what is done with data, or how a right is used."""
    return bool(_DOES.search(text))


def asks(text: str) -> bool:
    """Whether a heading asks and so says nothing: “How we may share data”, “Will this change?”."""
    if not _ASKS.match(text) and not text.rstrip().endswith("?"):
        return False
    facts = [fact for fact in read_facts(text) if fact.first > 0]
    return not any(f.kind in _SUBSTANCE or f.key == (MODAL, "never") for f in facts)


_ASKS = re.compile(r"\W*(?:how|what|when|where|why|who|whom|whose|which|whether)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def speaks_of_text(text: str) -> bool:
    """Whether a sentence only speaks of the document: its translations, its licence, its date."""
    if not says_any(text, "about_text") or _DOES.search(text):
        return False
    # “A previous version of your file” is not of the text, nor “your posts are translated into”.
    return not _PARTIES.search(text) or not _DOCUMENT.isdisjoint(norms(text))


_PARTIES = re.compile(
    r"\b(?:you|yours?|users?|members?|customers?|partners?|software)\b", re.IGNORECASE
)
_DOCUMENT = frozenset(norms("policy notice statement terms agreement document page text"))


@lru_cache(maxsize=4096)
def gives_address(text: str) -> bool:
    """Whether a sentence holds a postal address, a telephone number or a mailbox."""
    # “Square” and “Drive” are names as well: an address has a number beside such a word.
    for match in _ADDRESS.finditer(text):
        if re.search(
            r"\d|registered", text[max(0, match.start() - _BESIDE) : match.end() + _BESIDE]
        ):
            return True
    return any(q.kind in {"phone", "email"} for q in find_quantities(text))


def is_contact_detail(text: str, *, names: bool) -> bool:
    """Whether words are nothing but a contact's address, number, mailbox or route.

    `names`: whether capitalised words count, as a street's or a city's name does.
    """
    kinds = {"phone", "email", "url"}
    covered = {
        i for q in find_quantities(text) if q.kind in kinds for i in range(q.first, q.last + 1)
    }
    plain = _contact_words()
    return all(
        i in covered
        or word.norm in plain
        or is_number(word.norm)
        or (names and word.text[:1].isupper())
        for i, word in enumerate(read_words(text))
    )


@cache
def _contact_words() -> frozenset[str]:
    words = load_data("contact").list("words")
    return frozenset((*words, *norms(" ".join(words))))
