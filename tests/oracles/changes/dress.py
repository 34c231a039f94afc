"""Changes of how a text is written, which leave what it says alone."""

from __future__ import annotations

import re
from random import Random

from oracles.changes.places import (
    Change,
    cased,
    exchanged,
    in_line,
    is_item,
    paragraphs,
    replaced,
    say,
    sentences,
    throughout,
)

_BACKWARD = re.compile(r"\W*(?:this|these|that|those|it|they|such|however|but|also|for example|for instance|in addition|additionally|furthermore|otherwise|therefore|as such|moreover|and|or|if so|here|then|other)\b", re.IGNORECASE)  # fmt: skip
BRITISH = {
    "personalize": "personalise", "organization": "organisation", "authorized": "authorised",
    "authorize": "authorise", "recognize": "recognise", "license": "licence", "center": "centre",
    "behavior": "behaviour", "honor": "honour", "favor": "favour", "fulfill": "fulfil",
    "analyze": "analyse", "customize": "customise", "optimize": "optimise", "canceled": "cancelled",
    "minimize": "minimise", "program": "programme", "summarize": "summarise", "catalog": "catalogue",
    "judgment": "judgement", "pseudonymized": "pseudonymised", "anonymized": "anonymised",
    "labeled": "labelled", "utilize": "utilise", "enrollment": "enrolment", "color": "colour",
    "unauthorized": "unauthorised", "personalization": "personalisation", "categorize": "categorise",
}  # fmt: skip
CONTRACTED = {
    "we will": "we'll", "you will": "you'll", "do not": "don't", "cannot": "can't",
    "will not": "won't", "we are": "we're", "you are": "you're", "we have": "we've",
    "is not": "isn't", "are not": "aren't", "does not": "doesn't", "it is": "it's",
    "that is": "that's", "you have": "you've", "should not": "shouldn't", "they are": "they're",
}  # fmt: skip
DIGITS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "ten": "10",
    "twelve": "12", "fourteen": "14", "thirty": "30", "sixty": "60", "ninety": "90",
}  # fmt: skip
PLAIN = {
    "in order to": "to", "prior to": "before", "utilize": "use", "make use of": "use",
    "obtain": "get", "purchase": "buy", "assist": "help", "commence": "begin",
    "in the event that": "if", "pursuant to": "under", "with respect to": "about",
    "regarding": "about", "concerning": "about", "in accordance with": "under",
    "subsequent to": "after", "retain": "keep", "endeavor": "try", "additional": "more",
    "additionally": "also", "furthermore": "also", "however": "but", "therefore": "so",
    "currently": "now", "frequently": "often", "numerous": "many", "a number of": "several",
    "e-mail": "email", "web site": "website", "login": "log-in",
    "shall": "will", "inform": "tell", "notify": "tell", "ensure": "make sure",
    "personal information": "personal data", "third-party": "third party", "on-line": "online",
    "our site": "our website", "this policy": "this notice", "due to": "because of",
    "as well as": "and", "modify": "change", "permit": "allow", "attempt": "try", "employ": "use",
    "reside": "live", "terminate": "end", "demonstrate": "show", "determine": "decide",
    "facilitate": "help", "initiate": "start", "request": "ask for", "require": "need",
    "sufficient": "enough", "participate": "take part", "provide us with": "give us",
    "set forth in": "set out in", "remain": "stay", "such as": "for example", "select": "choose",
    "through": "via",
    "in connection with": "in relation to", "upon": "on", "following": "below",
    "solely": "only", "whether or not": "whether", "respond to": "answer", "desire": "want",
    "so that": "so", "enable": "allow", "transmit": "send", "maintain": "keep",
    "you can": "you may", "make changes to": "change", "you are able to": "you can",
    "identical": "same", "indicate": "show", "entire": "whole",
}  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WORD = r"(?<=[ ])[a-z]{7,}(?=[ ,.])"


def _typo(match: re.Match[str], chance: Random) -> str:
    """A word with a letter doubled, dropped, or two exchanged, not at its ends."""
    word = match[0]
    at = chance.randrange(1, len(word) - 2)
    kind = chance.choice(("doubled", "dropped", "exchanged"))
    if kind == "doubled":
        return word[:at] + word[at] + word[at:]
    if kind == "dropped":
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _heading(change: Change) -> Change:
    """A change of one heading."""

    def where(line: str) -> bool:
        return bool(re.match(r"#{2,6} .*[A-Za-z]", line))

    return in_line(change, where=where)


def _level(line: str, chance: Random) -> str:
    return f"#{line}" if chance.random() < 0.5 and not line.startswith("#####") else line[1:]


def _dash(match: re.Match[str], _: Random) -> str:
    return {"-": "–", "–": "—", "—": "–"}[match[1]].join("  ") if match[1] else match[0]


def _reflowed(line: str, chance: Random) -> str | None:
    if is_item(line) or not line.rstrip().endswith(".") or line.startswith(" "):
        return None
    spaces = [match.start() for match in re.finditer(r"(?<=[a-z,]) (?=[a-z])", line)]
    if not spaces:
        return None
    at = chance.choice(spaces)
    return line[:at] + "\n" + line[at + 1 :]


def _sentences_swapped(line: str, chance: Random) -> str | None:
    parts = sentences(line)
    places = [
        i
        for i in range(len(parts) - 1)
        if not any(_BACKWARD.match(part) for part in parts[i : i + 3])
    ]
    if not places or is_item(line):
        return None
    i = chance.choice(places)
    return " ".join([*parts[:i], parts[i + 1], parts[i], *parts[i + 2 :]])


def _lists(text: str) -> list[list[str]]:
    """The blocks of a text that are plain lists of three entries and more, as lines."""
    blocks = [block.split("\n") for block in paragraphs(text)]
    return [b for b in blocks if len(b) > 2 and all(re.match(r"[-*+] \S", x) for x in b)]


def _on_list(change: object) -> Change:
    def changed(text: str, chance: Random) -> str | None:
        found = _lists(text)
        if not found:
            return None
        lines = chance.choice(found)
        new = change(lines, chance)  # type: ignore[operator] # a function of lines
        return text.replace("\n".join(lines), "\n".join(new), 1) if new != lines else None

    return changed


def _reordered(lines: list[str], chance: Random) -> list[str]:
    last = lines[-1]
    if re.search(r"\b(?:and|or);?\s*$", lines[-2]) or last.rstrip().endswith(".") != lines[
        0
    ].rstrip().endswith("."):
        return lines
    i = chance.randrange(len(lines) - 1)
    return [*lines[:i], lines[i + 1], lines[i], *lines[i + 2 :]]


def _as_prose(text: str, chance: Random) -> str | None:
    """A list of short entries as the end of the sentence before it."""
    blocks = paragraphs(text)
    places = []
    for i in range(1, len(blocks)):
        lines = blocks[i].split("\n")
        short = all(
            re.match(r"[-*+] \S", x) and len(x.split()) < 9 and not re.search(r"[.;:]", x[:-1])
            for x in lines
        )
        if (
            short
            and len(lines) > 1
            and re.search(r"[a-z]:\s*$", blocks[i - 1])
            and "\n" not in blocks[i - 1]
        ):
            places.append(i)
    if not places:
        return None
    i = chance.choice(places)
    entries = [
        re.sub(r"[;,.]?\s*(?:and|or)?\s*$", "", x[2:].strip()) for x in blocks[i].split("\n")
    ]
    entries = [e[:1].lower() + e[1:] if e[1:2].islower() else e for e in entries]
    lead = blocks[i - 1].rstrip().removesuffix(":").rstrip()
    prose = f"{lead}: {', '.join(entries[:-1])} and {entries[-1]}."
    return "\n\n".join([*blocks[: i - 1], prose, *blocks[i + 1 :]])


def _as_list(match: re.Match[str], _: Random) -> str | None:
    entries = re.split(r", (?:and |or )?|,? (?:and|or) ", match[2])
    if any(len(entry.split()) > 6 for entry in entries):
        return None
    return f"{match[1]}:\n\n" + "\n".join(f"- {entry}" for entry in entries) + "\n"


def _sections(text: str) -> list[str]:
    return re.split(r"(?m)^(?=## )", text)


def _sections_swapped(text: str, chance: Random) -> str | None:
    parts = _sections(text)
    places = [
        i
        for i in range(1, len(parts) - 1)
        if not re.match(r"## \W*(?:\d|[A-Z]\.)", parts[i])
        and len(parts[i]) > 80 < len(parts[i + 1])
    ]
    if not places:
        return None
    i = chance.choice(places)
    first, second = parts[i].rstrip("\n") + "\n\n", parts[i + 1].rstrip("\n") + "\n\n"
    return "".join([*parts[:i], second, first, *parts[i + 2 :]])


def _renumbered(text: str, _: Random) -> str | None:
    if len(re.findall(r"(?m)^#+ \d+\. ", text)) < 3:
        return None
    return re.sub(r"(?m)^(#+) (\d+)\. ", lambda m: f"{m[1]} {int(m[2]) + 1}. ", text)


def _all_headings(text: str, _: Random) -> str:
    def lower(match: re.Match[str]) -> str:
        words = match[2].split(" ")
        rest = [w.lower() if w[1:].islower() or len(w) == 1 else w for w in words[1:]]
        return match[1] + " ".join([words[0], *rest])

    return re.sub(r"(?m)^(#+ )([^\d\W].*)$", lower, text)


def _passive(match: re.Match[str], _: Random) -> str:
    verb = {"collect": "collected", "use": "used", "share": "shared", "store": "stored", "process": "processed", "disclose": "disclosed", "encrypt": "encrypted", "protect": "protected"}[match[1].lower()]  # fmt: skip
    return f"{cased(match[2], 'A')} is {verb} by us{match[3] or ''}."


HEADINGS = {
    "information we collect": "what information we collect", "contact us": "how to contact us",
    "how we use": "how do we use", "children's privacy": "privacy of children",
    "changes to this policy": "updates to this policy", "your rights": "what rights you have",
    "data retention": "how long we keep data", "data security": "security of your data",
    "cookies": "use of cookies", "definitions": "terms we use", "security": "keeping data secure",
    "how we share": "sharing of", "introduction": "overview", "personal data": "personal information",
    "contact": "contact details", "information": "data", "policy": "notice", "your choices": "choices you have",
}  # fmt: skip

DRESS: dict[str, Change] = {
    "typo made": say(_WORD, _typo, flags=0),
    "typo in heading": _heading(replaced(r"(?<=[ ])[A-Za-z][a-z]{6,}", _typo, flags=0)),
    "comma added": say(r"(?<=[a-z]) (?=(?:and|which|but|including|such as) )", ", "),
    "comma dropped": say(r"(?<=[a-z]), (?=(?:and|which|but|including|such as) )", " "),
    "stop at end": in_line(lambda line, _: line.rstrip()[:-1] if line.rstrip()[-1:] in ".;" else f"{line.rstrip()}."),
    "quotes": throughout(r"[“”\"]", lambda m: "'" if m[0] == '"' else '"'),
    "apostrophes": throughout(r"(?<=[a-z])['’](?=[a-z])", lambda m: "’" if m[0] == "'" else "'"),
    "dashes": say(r"(?<=\w) ([–—-]) (?=\w)", _dash),
    "hyphen": say(r"(?<= )(third|opt|long|non|real|high|first|well|up|user)-(?=[a-z])", r"\1 "),
    "heading case": _all_headings,
    "heading capitals": _heading(lambda line, _: line.upper()),
    "heading stop": _heading(lambda line, _: f"{line.rstrip()}:"),
    "heading level": _heading(_level),
    "heading reworded": _heading(replaced("|".join(HEADINGS), lambda m, _: cased(HEADINGS[m[0].lower()], m[0]))),
    "word capital": say(r"(?<=[a-z] )(?:website|user|service|personal data|personal information|third parties|content|account|policy|terms)s?\b", lambda m, _: m[0].title(), flags=0),
    "british": exchanged(BRITISH),
    "contracted": exchanged(CONTRACTED),
    "digits": say(rf"\b(?:{'|'.join(DIGITS)})\b(?! of)", lambda m, _: DIGITS[m[0].lower()]),
    "in words": say(r"\b(?:30|14|60|90|7|2|5) (?=days|years|months)", lambda m, _: next(w for w, d in DIGITS.items() if d == m[0].strip()) + f" ({m[0].strip()}) "),
    "ampersand": say(r"(?<=[a-z]) and (?=[a-z])", " & "),
    "emphasis": say(r"(?<= )[a-z]{5,}(?= )", r"**\g<0>**"),
    "emphasis dropped": in_line(lambda line, _: line.replace("**", "") if "**" in line else None),
    "link wrapped": say(r"(?<= )[a-z]{6,} [a-z]{4,}(?= )", r"[\g<0>](https://example.com/page)"),
    "link unwrapped": in_line(lambda line, _: re.sub(r"(?<!!)\[([^\]]+)\]\([^)]*\)", r"\1", line, count=1)),
    "link target": in_line(lambda line, _: re.sub(r"(?<=\]\()[^)]+(?=\))", "https://example.com/new", line, count=1)),
    "list marker": in_line(lambda line, _: re.sub(r"^(\s*)[-*] ", r"\1+ ", line), where=is_item),
    "ordered": _on_list(lambda lines, _: [f"{i}. {line[2:]}" for i, line in enumerate(lines, 1)]),
    "item stops": _on_list(lambda lines, _: [f"{line.rstrip(' .;,')};" for line in lines]),
    "item capitals": _on_list(lambda lines, _: [line[:2] + (line[2:].capitalize() if line[3:].islower() else line[2:]) for line in lines]),
    "items reordered": _on_list(_reordered),
    "list as prose": _as_prose,
    "prose as list": say(r"^(We (?:may |also )?collect)[: ]+([a-z][^.:;()]+, [^.:;()]+ and [^.:;()]+)\.$", _as_list, flags=re.MULTILINE),
    "reflowed": in_line(_reflowed),
    "sentences joined": say(r"(?<=[a-z])\. (We|You|It|They|This)(?= )", lambda m, _: f"; {m[1].lower()}", flags=0),
    "sentence split": say(r"(?<=[a-z]); (we|you|it|they|this)(?= )|(?<=[a-z]), and (we|you)(?= )", lambda m, _: f". {(m[1] or m[2]).capitalize()}", flags=0),
    "sentences swapped": in_line(_sentences_swapped),
    "sections swapped": _sections_swapped,
    "renumbered": _renumbered,
    "exampled": say(r",? (?:such as|for example,?|e\.g\.,?|like|including)(?= [a-z]+)", lambda _, c: c.choice((" such as", ", for example,", ", like", ", e.g.", ", including")), flags=0),
    "personal data throughout": lambda text, _: text.replace("personal information", "personal data").replace("Personal information", "Personal data").replace("Personal Information", "Personal Data") if "ersonal information" in text else None,
    "site throughout": throughout(r"\b(?:our|the|this) (?:web)?site\b", lambda m: m[0].replace("website", "site") if "website" in m[0] else m[0].replace("site", "website")),
    "contracted throughout": throughout(r"\b(?:do|does|is|are|will) not\b|\b[Ww]e (?:will|are|have)\b", lambda m: cased(CONTRACTED[m[0].lower()], m[0])),
    "oxford": say(r"(?<=, )([a-z]+(?: [a-z]+){0,3}) (?=(?:and|or) [a-z])", r"\1, "),
    "oxford dropped": say(r"(?<=, )([a-z]+(?: [a-z]+){0,3}), (?=(?:and|or) [a-z])", r"\1 "),
    "article dropped": say(r"\b(?:the|an?) (?=[a-z]{4,})", ""),
    "article added": say(r"\b(of|in|to|by|on|with) (?=(?:personal|information|data|users|services|cookies)\b)", r"\1 the "),
    "passive": say(r"(?<![,;] )\bWe (collect|use|share|store|process|disclose|encrypt|protect) (your [a-z]+(?: [a-z]+){0,2})( (?:for|to|with|from|in) [^.,;:]{4,60})?\.", _passive, flags=0),
    "doubled word": say(r"(?<= )(?:the|to|of|and|in)(?= [a-z])", r"\g<0> \g<0>"),
    "doubled mended": say(r"(?<= )(?:that|this|with)(?= [a-z])", r"\g<0> \g<0>"),
    "date form": say(r"\b(January|February|March|April|May|June|July|August|September|October|November|December) (\d{1,2}), (\d{4})", r"\2 \1 \3"),
    "abroad": say(r"\bU\.S\.(?= [a-z])", "US"),
    "spaces": throughout(r"(?<=[.]) (?=[A-Z])", "  "),
    "space lost": say(r"(?<=[a-z]),(?: )(?=[a-z]{5,})", ","),
    "brackets": say(r", ((?:such as|for example|including)[^,.;()]{4,60})(?=\.)", r" (\1)"),
    "front adverbial": say(r"(?<![\w.] )^(We [^.,;:]{10,80}) ((?:if|when) you [^.,;:]{5,80})\.$", lambda m, _: f"{m[2][:1].upper()}{m[2][1:]}, {m[1][:1].lower()}{m[1][1:]}.", flags=re.MULTILINE),
    "which for that": say(r"(?<=[a-z] )that(?= (?:we|you|are|is|may|can) )", "which"),
}  # fmt: skip
DRESS |= {
    f"plain: {old}": say(rf"\b{re.escape(old)}\b", lambda m, _, new=new: cased(new, m[0]))  # type: ignore[misc] # bound early
    for old, new in PLAIN.items()
}
