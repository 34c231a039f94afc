"""Whether the same words in another order say the same.

Order tells who does what to whom: “we keep invoices for ten years and logs for
one” has the words of its reverse. So words that changed places prove nothing
but where English leaves their place free:

* an adjunct comes first or last: “after 90 days, we delete it”
* entries of one enumeration change places: “names and addresses”
* the passive for the active, by the same doer: “is collected by us”
* the two sides of “is”: “the controller is Acme”
* what belongs to something, and it: “the settings of the browser”
* an adverb, which speaks of the same verb on either side of it

Whatever these forms do not show is left to the rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.materiality.parts import BE, JOINING, WE, Parts, forms, read_parts
from gazette.materiality.words import norms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.materiality.parts import Part
    from gazette.materiality.statements import Statement

_OPENING = frozenset(
    norms("if when where unless until after before since while once because under during within")
    + norms("from without through via")
)
"""What begins an adjunct, besides a preposition without weight."""
_BINDING = frozenset(
    norms("not no never neither nor none without only solely exclusively unless except some if")
    + norms("until before after since may must will can should when where but")
)
"""What reaches over the words behind it, so that an entry cannot be taken past it."""
_ONLY = frozenset(norms("only solely exclusively"))
_ADVERBS = _ONLY | frozenset(norms("always often sometimes now still again today"))
_VERB, _DOER, _HEAD = 4, 8, 3  # words at most: of a verb with its modal, a doer, a head noun
_PARTICIPLE = ("ing", "ed")


def is_rearranged(old: Statement, new: Statement) -> bool:
    """Whether two statements have the same words of weight, in orders that say the same."""
    sides = (read_parts(old), read_parts(new))
    if _bag(sides[0]) != _bag(sides[1]):
        return False
    return any(
        _free(*pair) or any(_free(*rest) for rest in _without_verb(*pair))
        for pair in (sides, sides[::-1])
    )


def _bag(parts: Parts) -> list[str]:
    """The words of weight in no order; who speaks is left out of many a passive."""
    return sorted(part.form for part in parts if part.form != WE)


def _joined(parts: Parts) -> list[tuple[str, str]]:
    """Which words “or” joins, where “and” joins others."""
    marks = {mark for part in parts for mark in part.cut}
    return sorted((part.form if "and" in marks else "", "or") for part in parts if "or" in part.cut)


def _free(old: Parts, new: Parts) -> bool:
    """Whether two orders of the same words differ only where their place is free."""
    if _adverbs(old) == _adverbs(new):
        old, new = (tuple(p for p in side if not _is_adverb(p)) for side in (old, new))
    joined_alike = _joined(old) == _joined(new)
    first, end = _shared(old, new)
    if first == len(old) == len(new):
        return joined_alike
    x, y = old[first : len(old) - end], new[first : len(new) - end]
    if sorted(p.form for p in x) != sorted(p.form for p in y):
        return False
    alone = first == end == 0
    after = old[len(old) - end :][:1]
    turned = (
        _adjunct(*blocks, alone=alone) or (alone and _is_the_other(*blocks)) or _belongs(*blocks)
        for blocks in _turned(x, y)
    )
    return _enumerates(x, y, after) or (joined_alike and any(turned))


def _shared(old: Parts, new: Parts) -> tuple[int, int]:
    """How many words two statements begin, and how many more they end, with alike."""
    pairs = list(zip(old, new, strict=False))
    first = next((n for n, (a, b) in enumerate(pairs) if a.form != b.form), len(pairs))
    backwards = list(zip(old[:first:-1], new[:first:-1], strict=False))
    end = next((n for n, (a, b) in enumerate(backwards) if a.form != b.form), len(backwards))
    return first, end


def _turned(old: Parts, new: Parts) -> Iterator[tuple[Parts, Parts, Parts, Parts]]:
    """Each way in which two blocks of the old words stand the other way round in the new."""
    here, there = forms(old), forms(new)
    for at in range(1, len(old)):
        if here[at:] + here[:at] == there:
            yield old[:at], old[at:], new[: len(old) - at], new[len(old) - at :]


def _adverbs(parts: Parts) -> list[tuple[str, int, bool]]:
    """The adverbs, each with the cut behind which it stands, and whether it comes first.

    “Only” speaks of what follows the verb, wherever English puts it, but at the front.
    """
    cuts, found = 0, []
    for at, part in enumerate(parts):
        cuts += bool(part.cut)
        if _is_adverb(part):
            found.append((part.form, cuts, at == 0 and part.form in _ONLY))
    return sorted(found)


def _is_adverb(part: Part) -> bool:
    plain = not (part.owned or part.lead - {BE})
    return plain and (part.form in _ADVERBS or part.text.casefold().endswith("ly"))


def _enumerates(x: Parts, y: Parts, after: Parts) -> bool:
    """Whether both are the entries of one enumeration, each whole, in another order."""
    cuts = [mark for part in (*x, *after) for mark in part.cut]
    inside = {mark for part in x[1:] for mark in part.cut}
    if {",", ";"} <= set(cuts) or inside & {"(", ")"}:
        return False  # entries within entries
    if sum(mark in JOINING for mark in cuts) > 1 or any(p.form in _BINDING for p in x):
        return False
    old, new = _segments(x), _segments(y)
    entries = len(old) > 1 and sorted(old) == sorted(new) and x[0].lead == y[0].lead
    return entries and _led_alike(x) and _led_alike(y)


def _segments(parts: Parts) -> list[tuple[tuple[str, tuple[str, ...]], ...]]:
    """The entries as their forms, each but the first of an entry with the words before it."""
    found: list[list[tuple[str, tuple[str, ...]]]] = []
    for part in parts:
        if part.cut or not found:
            found.append([(part.form, ())])
        else:
            found[-1].append((part.form, tuple(sorted(part.lead))))
    return [tuple(entry) for entry in found]


def _led_alike(parts: Parts) -> bool:
    """Whether no entry brings a preposition of its own while another has none, or another."""
    leads = {part.lead for part in parts[1:] if part.cut}
    return leads in ({frozenset()}, {parts[0].lead})


def _adjunct(head: Parts, tail: Parts, front: Parts, back: Parts, *, alone: bool) -> bool:
    """Whether one of two blocks is an adjunct, which keeps its preposition wherever it stands."""
    moved = [pair for pair in ((tail, front), (head, back)) if _is_adjunct(*pair)]
    if not moved:
        return False
    if alone:
        rest = head if moved[0][0] is tail else tail
        bound = any(part.form in _BINDING for part in moved[0][0])
        return not (bound and _is_parted(rest))
    blocks = (*head[1:], *tail)
    joined = any(mark in JOINING or mark == ";" for part in blocks for mark in part.cut)
    return not joined and not any("of" in block[0].lead for block in (tail, back, head, front))


def _is_parted(parts: Parts) -> bool:
    """Whether a sentence says two things, of which a condition at its end binds the second."""
    cuts = [part.cut for part in parts[1:] if part.cut]
    return any(";" in cut for cut in cuts) or (
        len(cuts) == 1 and "," in cuts[0] and not JOINING.isdisjoint(cuts[0])
    )


def _is_adjunct(here: Parts, there: Parts) -> bool:
    first, again = here[0], there[0]
    led = first.lead - {BE}
    begins = first.form.split(" ")[0] in _OPENING or first.text.split()[0].endswith(_PARTICIPLE)
    return led == again.lead - {BE} and "of" not in led and (bool(led) or begins)


def _is_the_other(head: Parts, tail: Parts, front: Parts, back: Parts) -> bool:
    """Whether a statement says of two things that one is the other, one of them a certain one."""
    return (
        BE in tail[0].lead
        and BE in back[0].lead
        and tail[0].lead == back[0].lead
        and head[0].lead == front[0].lead
        and any(part.owned for part in (head[0], tail[0], front[0], back[0]))
    )


def _belongs(head: Parts, tail: Parts, front: Parts, back: Parts) -> bool:
    """Whether “A of B” became “B A”, or the reverse; or “A-ing” its object became “A-ing of B”."""
    if len(head) > _HEAD or any(part.cut for part in (*head[1:], tail[0], back[0])):
        return False
    if back[0].lead or front[0].lead != head[0].lead:
        return False
    doing = len(head) == 1 and head[0].text.casefold().endswith("ing")
    return tail[0].lead == {"of"} or (doing and not tail[0].lead)


def _without_verb(active: Parts, passive: Parts) -> Iterator[tuple[Parts, Parts]]:
    """Both sides without the verb and its doer, for each verb that one has in the passive.

    In the active the doer stands before the verb, in the passive behind it with
    “by”, or nowhere where it is the speaker: “we block port 25”, “port 25 is blocked”.
    """
    for at, verb in _runs(active, _VERB):
        follows = not (verb[0].lead or verb[0].cut or any(BE in part.lead for part in verb))
        place = _in_passive(verb, passive) if follows else None
        if place is None:
            continue
        rest = passive[:place] + passive[place + len(verb) :]
        following = rest[place:]
        for length in range(1, min(at, _DOER) + 1):
            doer = active[at - length : at]
            bare = active[: at - length] + active[at + len(verb) :]
            named = forms(following[:length]) == forms(doer) and "by" in following[0].lead
            if named and not any(BE in part.lead for part in doer):
                yield bare, rest[:place] + rest[place + length :]
            elif forms(doer) == [WE] and not any(p.form == WE for p in passive):
                yield bare, rest


def _runs(parts: Parts, longest: int) -> Iterator[tuple[int, Parts]]:
    """Each run of words, with where it begins, that may be a verb: not the first word."""
    for at in range(1, len(parts)):
        for length in range(1, longest + 1):
            if at + length <= len(parts):
                yield at, parts[at : at + length]


def _in_passive(verb: Parts, parts: Parts) -> int | None:
    """Where the words of a verb stand with “be” before them, or behind their modal."""
    wanted = forms(verb)
    for at in range(len(parts) - len(verb) + 1):
        run = parts[at : at + len(verb)]
        if forms(run) == wanted and any(BE in part.lead for part in run):
            return at
    return None
