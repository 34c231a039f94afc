"""Gates on dates: their order, the notice they leave, and what the text says of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gazette.errors import Location
from gazette.materiality.quantities import find_quantities
from gazette.materiality.words import read_words
from gazette.model.verdict import Level
from gazette.release.complaints import closed, key_of, warning
from gazette.release.promises import promised_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.document import Clause
    from gazette.model.gate import Gate
    from gazette.model.policy import Version
    from gazette.release.proposal import Proposal

YEAR = 365
STAMP = 8  # words: a clause as short as this is a stamp, not running text
_CUES = re.compile(
    r"\b(?:(?P<published>updated|revised|modified|amended|published|posted)"
    r"|(?P<effective>effective|in force|takes? effect|appl(?:y|ies) (?:from|as of)))\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;!?]\s")


def check_dates(proposal: Proposal) -> Iterator[Gate]:
    """Both dates are there, none lies behind, and they follow the last version's."""
    draft, last = proposal.draft, proposal.last
    if draft is None:
        return
    today = proposal.at.astimezone(ZoneInfo(proposal.policy.time_zone)).date()
    published, effective = suggested_dates(proposal, today)
    for key, day in (("published", published), ("effective", effective)):
        if getattr(draft, key) is None:
            yield closed(
                f"the draft does not say when it is {key}",
                where=key_of(draft, key),
                remedy=f"Add a line to its front matter, such as {key}: {day}",
            )
    if draft.published and draft.published < today:
        yield closed(
            f"`published` is {draft.published}, and today is {today}: a release is not backdated",
            where=key_of(draft, "published"),
            remedy=f"Write published: {today}, or a later day.",
        )
    for key in ("published", "effective"):
        day, before = getattr(draft, key), getattr(last, key, None)
        if day and before and day < before:
            yield closed(
                f"`{key}` is {day}, before version {last.label if last else ''}’s {before}",
                where=key_of(draft, key),
                remedy=f"Write {key}: {before}, or a later day.",
            )


def suggested_dates(proposal: Proposal, today: date) -> tuple[date, date]:
    """The days that would do for the draft: its own publication, or today, and the notice."""
    published = proposal.draft.published if proposal.draft else None
    published = max(published or today, today)
    return published, published + timedelta(days=required_days(proposal))


def required_days(proposal: Proposal) -> int:
    """The days that must lie between publication and effect."""
    return _requirement(proposal).days


@dataclass(frozen=True, slots=True)
class _Requirement:
    """So many days of notice, and who asks for them; empty for the policy's own."""

    days: int
    source: str = ""


def _requirement(proposal: Proposal) -> _Requirement:
    """The longest notice that anything asks for.

    A material change needs the policy's `notice_days`, or what it promises
    where that is more; every level needs what the jurisdictions in policy.toml
    ask for. A first version needs none: nobody relied on another.
    """
    policy, level = proposal.policy, proposal.level
    if proposal.verdict is None:
        return _Requirement(0)
    own = max(policy.notice_days, promised_days(policy)) if level is Level.MATERIAL else 0
    elsewhere = (
        _Requirement(each.days(level), f" ({each.title}: {each.source})")
        for each in policy.notice_periods
    )
    return max((_Requirement(own), *elsewhere), key=lambda each: each.days)


def check_notice(proposal: Proposal) -> Iterator[Gate]:
    """A change leaves the notice period of its level, or says why not."""
    draft = proposal.draft
    if draft is None or draft.published is None or draft.effective is None:
        return
    given, needed = (draft.effective - draft.published).days, _requirement(proposal)
    reason, promised = draft.shorter_notice, promised_days(proposal.policy)
    if given >= needed.days:
        if reason:
            yield warning(
                "`shorter_notice` gives a reason, and the notice is not shorter",
                where=key_of(draft, "shorter_notice"),
                remedy="Remove it.",
            )
    elif reason and (given >= promised or proposal.level is not Level.MATERIAL):
        yield warning(
            f"{_days(given)} of notice instead of {needed.days}{needed.source}, because: {reason}",
            where=key_of(draft, "shorter_notice"),
            remedy="Nothing, if the reason holds: it becomes part of the record.",
        )
    else:
        yield _too_short(proposal, draft, given, needed)


def _too_short(proposal: Proposal, draft: Version, given: int, needed: _Requirement) -> Gate:
    """The complaint about a notice period that nothing excuses."""
    later = (draft.published or date.min) + timedelta(days=needed.days)
    level, promised = proposal.level, promised_days(proposal.policy)
    other = (
        f"; the policy itself promises {_days(promised)}, so no reason makes it shorter."
        if level is Level.MATERIAL and given < promised
        else ", or give a reason as shorter_notice: …"
    )
    return closed(
        f"{'an' if level is Level.EDITORIAL else 'a'} {level} change takes effect {_days(given)} "
        f"after its publication, and {needed.days} are needed{needed.source}",
        where=key_of(draft, "effective"),
        remedy=f"Write effective: {later}, or a later day{other}",
    )


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def check_review(proposal: Proposal) -> Iterator[Gate]:
    """Someone read the text within a year; releasing a draft is to have read it."""
    policy, last = proposal.policy, proposal.last
    if last is None or last.published is None:
        return
    reviewed = max(last.published, policy.reviewed or last.published)
    due = policy.start_of(reviewed + timedelta(days=YEAR))
    if proposal.at < due:
        return
    complain = warning if proposal.draft else closed
    yield complain(
        f"the text was last reviewed on {reviewed}, more than a year ago",
        where=proposal.file("policy.toml"),
        remedy="Read it against what is done; then release what must change, or, where "
        f"nothing must, write the day into policy.toml, such as reviewed = {proposal.at:%Y-%m-%d}",
    )


def check_prose_dates(proposal: Proposal) -> Iterator[Gate]:
    """No date in the text contradicts the front matter's."""
    text = proposal.text
    for clause in text.document.clauses if text else ():
        if text:
            yield from _contradictions(clause, text)


def _contradictions(clause: Clause, version: Version) -> Iterator[Gate]:
    words = read_words(clause.text)
    for quantity in find_quantities(clause.text):
        if quantity.kind != "date":
            continue
        key = event_of(clause, words[quantity.first].start)
        day = getattr(version, key) if key else None
        if day is None or _may_be(quantity.value, day):
            continue
        complain = closed if len(words) <= STAMP else warning
        yield complain(
            f"the text says “{clause.text[words[quantity.first].start : words[quantity.last].end]}”"
            f", and `{key}` is {day}",
            where=Location(version.path, clause.line),
            remedy="Correct one of the two; better, leave the date to the page, which shows both.",
        )


def event_of(clause: Clause, start: int) -> str:
    """What a date is the date of: the nearest word before it tells; empty for neither."""
    before = clause.text[:start]
    sentence = _SENTENCE_END.split(before)[-1]
    above = "" if sentence.strip() else clause.lead or clause.heading
    cues = list(_CUES.finditer(sentence or above))
    return (cues[-1].lastgroup or "") if cues else ""


def _may_be(value: str, day: date) -> bool:
    """Whether a date as the text spells it can be `day`.

    `value` is year-month-day; the day is 00 where the text names only a month,
    and an all-number date may have its day first or its month first.
    """
    year, month, number = (int(part) for part in value.split("-"))
    if number == 0:
        return (year, month) == (day.year, day.month)
    return (year, month, number) == (day.year, day.month, day.day) or (
        (year, number, month) == (day.year, day.month, day.day)
    )
