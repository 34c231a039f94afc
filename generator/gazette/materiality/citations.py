"""Articles of the GDPR by their number, read as what they say.

“Art. 6(1)(f) GDPR” is the whole of a legal basis in many European policies: one
letter is the difference between consent and legitimate interests.

Source: Regulation (EU) 2016/679, articles 6(1), 7(3), 9(2), 15 to 22, 27, 45 to 49 and 77.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from gazette.materiality.words import read_words

_BASES = {
    6: {
        "a": "consent", "b": "contract", "c": "legal obligation", "d": "vital interests",
        "e": "public interest", "f": "legitimate interests",
    },
    9: {
        "a": "consent", "b": "employment and social protection law", "c": "vital interests",
        "d": "members of a foundation", "e": "made public by the person", "f": "legal claims",
        "g": "public interest", "h": "health care", "i": "public health",
        "j": "archiving and research",
    },
}  # fmt: skip
"""The grounds of articles 6(1) and 9(2) by their letter."""
_ARTICLES = {
    6: ("legal_basis", "basis of article 6 or 9"), 9: ("legal_basis", "basis of article 6 or 9"),
    15: ("right", "access"), 16: ("right", "rectification"), 17: ("right", "erasure"),
    18: ("right", "restriction"), 20: ("right", "portability"), 21: ("right", "objection"),
    22: ("right", "human review"), 27: ("right", "representative"),
    45: ("transfer", "adequacy"), 46: ("transfer", "appropriate safeguards"),
    47: ("transfer", "binding corporate rules"), 49: ("transfer", "derogation"),
    77: ("right", "complaint"),
}  # fmt: skip

CITING = "art"
"""How the word begins that stands before the number of each article cited."""
_MARK = r"(?:litt?|letters?|let|points?|subparagraph|sub-paragraph)\b\.?"
_LETTER = rf"(?:{_MARK}\s*\(?[a-j]\)?|\([a-j]\)|[a-j]\)|[a-j](?=\s*(?:GDPR|DS-?GVO|UK|EU)))(?!\w)"
_BELOW = r"(?:par(?:a|agraph)?|abs|absatz|sec(?:t|tion)?|sentence|s|no|nr|I{1,3}|\d)\b"
_CITED = re.compile(
    r"\bart(?:icles?\s*|s?\b\.?\s*)(?P<article>\d{1,2})\b"
    r"(?P<more>(?:\s*(?:,|and|to|through|-|–|&)\s*\d{1,2}\b(?![\s-]*(?:\(|[a-z]*days?|months?|years?)))*)"
    rf"(?P<below>(?:[\s.,()§]{{0,3}}{_BELOW}){{0,5}}[\s.,)]{{0,3}})"
    rf"(?P<letters>{_LETTER}(?:\s*(?:,|and|or|&|/)\s*(?:{_MARK}\s*\(?[a-j]\)?|\([a-j]\)|[a-j]\)))*)?",
    re.IGNORECASE,
)
_POINT_OF = re.compile(
    rf"\b{_MARK}\s*\(?(?P<letters>[a-j])\)?\s+of\s+art(?:icle\s*|\.?\s*)(?P<article>\d{{1,2}})\b"
    r"(?:\s*\(\d\))?",
    re.IGNORECASE,
)
_LAW = re.compile(r"\bGDPR\b|\bDS-?GVO\b|General Data Protection Regulation|2016/679")
_SINGLE = re.compile(r"(?<![a-z])[a-j](?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """What a cited article says, as a fact's kind and value; positions among the text's words.

    Kind and value are empty where the article is none of those that tell a fact.
    """

    article: int
    kind: str
    value: str
    first: int
    last: int


@lru_cache(maxsize=8192)
def find_citations(text: str) -> tuple[Citation, ...]:
    """The articles that `text` cites: 6 and 9 by their letters, others where it names the law."""
    if "rt" not in text.casefold() or not any(map(str.isdigit, text)):
        return ()
    starts = [word.start for word in read_words(text)]
    named = bool(_LAW.search(text))
    found = []
    taken = 0
    for cited in sorted(
        (*_POINT_OF.finditer(text), *_CITED.finditer(text)), key=lambda match: match.start()
    ):
        if cited.start() >= taken:
            taken = cited.end()
            first = max(bisect_right(starts, cited.start()) - 1, 0)
            last = bisect_left(starts, cited.end()) - 1
            found += [Citation(*said, first, last) for said in _read(cited, named=named)]
    return tuple(found)


def _read(cited: re.Match[str], *, named: bool) -> list[tuple[int, str, str]]:
    """The number, kind and value of each article or letter that a match cites."""
    article = int(cited["article"])
    said = [(article, *ground) for ground in _grounds(cited)]
    if named and not said:
        said = [(each, *_ARTICLES[each]) for each in _articles(cited) if each in _ARTICLES]
    return said or [(article, "", "")]


def _grounds(cited: re.Match[str]) -> list[tuple[str, str]]:
    """The grounds that the letters behind an article name."""
    grounds = _BASES.get(int(cited["article"]), {})
    letters = map(str.casefold, _SINGLE.findall(re.sub(_MARK, " ", cited["letters"] or "")))
    return [("legal_basis", grounds[letter]) for letter in letters if letter in grounds]


def _articles(cited: re.Match[str]) -> list[int]:
    """The article and those listed or spanned behind it: “Articles 15 to 22”."""
    numbers = [int(cited["article"])]
    more = cited.groupdict().get("more") or ""
    for joint, number in _NEXT.findall(more):
        spanned = joint not in {",", "and", "&"}
        numbers += range(numbers[-1] + 1 if spanned else int(number), int(number) + 1)
    return numbers


_NEXT = re.compile(r"(,|and|to|through|-|–|&)\s*(\d{1,2})", re.IGNORECASE)
