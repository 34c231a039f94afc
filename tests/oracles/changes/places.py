"""Where in a Markdown text a change may be made: its lines of prose, outside of links' targets."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Change = Callable[[str, Random], str | None]
"""From a text to the changed text; None where nothing of the kind stands there."""
LineChange = Callable[[str, Random], str | None]
Say = Callable[[re.Match[str], Random], str | None]

_SHORTEST = 40  # characters of a line that can be a sentence
_NO_PROSE = re.compile(
    r"\s*(?:#|\||<|!\[|```|---|===|:::|\[[^\]]*\]:|[*_]{0,2}(?:last|effective))", re.IGNORECASE
)
_LOGGED = re.compile(
    r"[\W_]*(?:\d{1,2} )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w* .{0,12}\d{4}",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:how|what) (?:we|you|information|the)\b|\b(?:who|what) we\b|\bplease (?:see|read|refer)|^\W*\d+\.",
    re.IGNORECASE,
)
"""What a text says of itself and of others, and headings without a mark, say nothing yet."""
_ITEM = re.compile(r"(?P<mark>\s*(?:[-*+]|\d+[.)])\s+)\S")
_TARGET = re.compile(r"\]\([^)]*\)|<[^>]*>|\{[^}]*\}|https?://\S+|\S+@\S+")


def is_prose(line: str) -> bool:
    """Whether a line holds a sentence: no heading, table, markup, link alone, or date line."""
    bare = _TARGET.sub("", line)
    if _ABOUT.search(bare):
        return False
    return (
        len(bare) >= _SHORTEST
        and not _NO_PROSE.match(line)
        and not _LOGGED.match(line)
        and " " in bare.strip()
    )


def is_item(line: str) -> bool:
    """Whether a line begins an entry of a list."""
    return bool(_ITEM.match(line))


def mark_of(line: str) -> str:
    """The indent and the marker of a list's entry; empty for another line."""
    match = _ITEM.match(line)
    return match["mark"] if match else ""


def body_start(lines: list[str]) -> int:
    """The number of the first line after any front matter."""
    if lines and lines[0].strip() == "---" and "---" in [x.strip() for x in lines[1:40]]:
        return [x.strip() for x in lines].index("---", 1) + 1
    return 0


def in_line(change: LineChange, *, where: Callable[[str], bool] = is_prose) -> Change:
    """A change of one line, tried on the lines that `where` allows, in an order of chance."""

    def changed(text: str, chance: Random) -> str | None:
        lines = text.split("\n")
        places = [i for i in range(body_start(lines), len(lines)) if where(lines[i])]
        chance.shuffle(places)
        for place in places:
            new = change(lines[place], chance)
            if new is not None and new != lines[place]:
                return "\n".join([*lines[:place], new, *lines[place + 1 :]])
        return None

    return changed


def replaced(pattern: str, by: str | Say, *, flags: int = re.IGNORECASE) -> LineChange:
    """One place of a pattern in a line said in another way, never within a link's target."""
    sought = re.compile(pattern, flags)

    def change(line: str, chance: Random) -> str | None:
        closed = [match.span() for match in _TARGET.finditer(line)]
        found = [
            match
            for match in sought.finditer(line)
            if not any(a < match.end() and match.start() < b for a, b in closed)
        ]
        chance.shuffle(found)
        for match in found:
            new = match.expand(by) if isinstance(by, str) else by(match, chance)
            if new is not None and new != match[0]:
                return line[: match.start()] + new + line[match.end() :]
        return None

    return change


def say(pattern: str, by: str | Say, *, flags: int = re.IGNORECASE) -> Change:
    """`replaced` in a line of prose."""
    return in_line(replaced(pattern, by, flags=flags))


def throughout(pattern: str, by: str | Callable[[re.Match[str]], str], *, least: int = 1) -> Change:
    """Every place of a pattern in the text, outside of links' targets."""
    sought = re.compile(pattern)

    def changed(text: str, _: Random) -> str | None:
        closed = [match.span() for match in _TARGET.finditer(text)]
        count = 0

        def new(match: re.Match[str]) -> str:
            nonlocal count
            if any(a < match.end() and match.start() < b for a, b in closed):
                return match[0]
            count += 1
            return match.expand(by) if isinstance(by, str) else by(match)

        result = sought.sub(new, text)
        return result if count >= least else None

    return changed


def exchanged(pairs: dict[str, str]) -> Change:
    """One word, or phrase, for its counterpart; its capital is kept."""
    table = pairs | {b: a for a, b in pairs.items()}
    words = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return say(rf"\b(?:{words})\b", lambda match, _: cased(table[match[0].lower()], match[0]))


def cased(word: str, like: str) -> str:
    """`word` with the capital of `like`."""
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def sentences(line: str) -> list[str]:
    """The sentences of a line."""
    return re.split(r"(?<=[a-z)][.!?])\s+(?=[A-Z])", line)


def paragraphs(text: str) -> list[str]:
    """The blocks of a text."""
    return text.split("\n\n")
