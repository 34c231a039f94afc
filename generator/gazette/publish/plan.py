"""From policies to the plan of a site: which pages there are, and what each holds."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING

from gazette.errors import ConfigurationError
from gazette.materiality import judge_step
from gazette.model.policy import State
from gazette.publish.address import Address
from gazette.publish.aliases import aliases_in
from gazette.publish.archive import archive_pages, compared_with_applying, upcoming_page
from gazette.publish.history import readings_in, sections_of
from gazette.publish.in_languages import timelines_in_languages
from gazette.publish.outline import outline
from gazette.publish.pages import (
    MARKED,
    ChangesContent,
    HistoryContent,
    HubContent,
    LostContent,
    Page,
    RulesContent,
    Site,
    TextContent,
)
from gazette.publish.rules import topics_of
from gazette.publish.siblings import with_siblings
from gazette.publish.timeline import (
    PAIRED,
    Entry,
    Leap,
    Timeline,
    compare_versions,
    timeline,
)
from gazette.publish.translated import alternates_of, translation_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from gazette.materiality import Catalogue
    from gazette.model.policy import Policy, Version
    from gazette.model.verdict import Verdict
    from gazette.publish.history import SectionHistory
    from gazette.publish.timeline import Compare

    JudgeStep = Callable[[Policy, Version, Version, Catalogue], Verdict]


def plan_site(  # noqa: PLR0913 - by keyword, and each tells of another thing
    policies: tuple[Policy, ...],
    *,
    at: datetime,
    site_url: str,
    catalogue: Catalogue,
    preview: bool = False,
    judge: JudgeStep = judge_step,
    compare: Compare = compare_versions,
    paired: int = PAIRED,
) -> Site:
    """Plan the site that shows `policies` as of the instant `at` (with a time zone).

    One policy has the site's root to itself; several have a folder each, named
    after their ids, below a page that lists them. Drafts and versions yet to
    be published are left out unless `preview`. `judge` and `compare` may be ones
    that remember. Every two of the newest `paired` versions have a page that
    compares them. Raises ConfigurationError when nothing is left to publish
    or `site_url` is no web address.
    """
    address = Address.parse(site_url)
    several = len(policies) > 1

    def judged(policy: Policy, old: Version, new: Version) -> Verdict:
        return judge(policy, old, new, catalogue)

    drawn = (
        timeline(
            policy,
            at=at,
            root=f"{policy.id}/" if several else "",
            preview=preview,
            judge=judged,
            compare=compare,
            paired=paired,
        )
        for policy in policies
    )
    timelines = tuple(each for each in drawn if each.front)
    if not timelines:
        raise ConfigurationError(
            f"no version is published as of {at.date()}",
            remedy="Release a version whose `published` day has come, "
            "or look at drafts with `gazette serve`.",
        )
    theirs = [tuple(timelines_in_languages(each, compare)) for each in timelines]
    translated = tuple(chain.from_iterable(theirs))
    pages = [
        *chain.from_iterable(map(_policy_pages, timelines, theirs)),
        *_rules(timelines, translated, catalogue),
        _lost(timelines),
    ]
    if several:
        pages = [*_hubs(timelines, translated), *pages]
    owner = policies[0].organisation
    return Site(address, at, owner, timelines, tuple(pages), preview, translated)


def _policy_pages(line: Timeline, translated: tuple[Timeline, ...]) -> Iterator[Page]:
    """All pages of one policy, in all its languages."""
    if line.front:
        yield _text(line, line.front, _front_history(line))
    yield from with_siblings([(each, tuple(_telling_pages(each))) for each in (line, *translated)])
    since = compared_with_applying(line)
    for entry in line.chain:
        yield _text(line, entry, since=since.get(entry.label, ""))
    yield from translation_pages(line, translated)
    for leap in line.leaps:
        yield _leap(line, leap)


def _telling_pages(line: Timeline) -> Iterator[Page]:
    """The pages that tell in one language of all versions, and of what each changed."""
    if line.front:
        yield _history(line, line.front, _front_history(line))
        yield upcoming_page(line)
    yield from archive_pages(line)
    for previous, entry in pairwise(line.chain):
        if entry.verdict:
            yield _changes(line, previous, entry, entry.verdict)


def _front_history(line: Timeline) -> tuple[SectionHistory, ...]:
    """Since when each clause of the first page's text reads so."""
    if line.front is None:
        return ()
    return sections_of(line.front, readings_in(line)[line.front.label])


def _text(
    line: Timeline, entry: Entry, history: tuple[SectionHistory, ...] = (), *, since: str = ""
) -> Page:
    """The page of a version's text; with its history, the policy's own first page."""
    is_front = bool(history)
    first = line.chain[0]
    previous, following = line.neighbours(entry)
    content = TextContent(
        timeline=line,
        entry=entry,
        outline=outline(entry.version.document),
        previous=previous,
        following=following,
        is_front=is_front,
        alternates=alternates_of(line, entry, is_front=is_front),
        since=since,
        renewed={each.section.id: each.since for each in history if each.since is not first},
        aliases=aliases_in(line) if is_front else {},
    )
    return Page(
        place=line.root if is_front else entry.place,
        template="text.html",
        content=content,
        languages=(entry.version.language,),
        # Search engines offer the text that applies, at one address only.
        listed=is_front and entry.state is State.IN_FORCE,
        modified=entry.version.effective,
        scripts=("turn.js",) if _turns(line, entry, is_front=is_front) else (),
    )


def _turns(line: Timeline, entry: Entry, *, is_front: bool) -> bool:
    """Whether a page of text tells what is to come, and so may outlive it."""
    return bool(entry.turns or (is_front and line.announced))


def _history(line: Timeline, entry: Entry, history: tuple[SectionHistory, ...]) -> Page:
    """Since when each clause of the policy's first page reads so."""
    return Page(
        place=f"{line.root}history/",
        template="history.html",
        styles=MARKED,
        content=HistoryContent(line, entry, history),
        languages=line.languages,
        modified=entry.version.effective,
    )


def _changes(line: Timeline, previous: Entry, entry: Entry, verdict: Verdict) -> Page:
    """The page of what a version changes."""
    return Page(
        place=entry.changes,
        template="changes.html",
        styles=MARKED,
        content=ChangesContent(
            timeline=line,
            entry=entry,
            previous=previous,
            comparison=verdict.comparison,
            sections=entry.sections,
            between=_between(line, previous, entry),
        ),
        languages=tuple(dict.fromkeys((entry.version.language, *line.languages[1:]))),
        modified=entry.version.published,
    )


def _between(line: Timeline, previous: Entry, entry: Entry) -> tuple[Entry, ...]:
    """The versions between two that follow each other in `line`: those that it has no text of."""
    order = [each.label for each in line.prevailing.chain]
    first, last = order.index(previous.label), order.index(entry.label)
    return line.prevailing.chain[first + 1 : last]


def _leap(line: Timeline, leap: Leap) -> Page:
    """The page of what has changed over several versions."""
    return Page(
        place=leap.place,
        template="changes.html",
        styles=MARKED,
        content=ChangesContent(
            timeline=line,
            entry=leap.new,
            previous=leap.old,
            comparison=leap.comparison,
            sections=leap.sections,
            between=leap.between,
        ),
        languages=(leap.new.version.language,),
        modified=leap.new.version.published,
    )


def _rules(
    timelines: tuple[Timeline, ...], translated: tuple[Timeline, ...], catalogue: Catalogue
) -> Iterator[Page]:
    """How it is decided what is material, for all policies alike, in each language."""
    topics = topics_of(catalogue)

    def page(lines: tuple[Timeline, ...]) -> Page:
        return Page(
            place=lines[0].rules,
            template="rules.html",
            content=RulesContent(lines, topics, len(catalogue)),
            languages=lines[0].languages,
            listed=True,
        )

    return with_siblings([(each[0], (page(each),)) for each in _by_language(timelines, translated)])


def _hubs(timelines: tuple[Timeline, ...], translated: tuple[Timeline, ...]) -> Iterator[Page]:
    """The first page of a site with several policies, in each language."""
    taken = {each.policy.id for each in timelines}

    def days(lines: tuple[Timeline, ...]) -> Iterator[date]:
        fronts = (each.front.version.effective for each in lines if each.front)
        return (day for day in fronts if day)

    def page(lines: tuple[Timeline, ...]) -> Page:
        return Page(
            place=f"{lines[0].language}/" if lines[0].source else "",
            template="hub.html",
            content=HubContent(lines),
            languages=lines[0].languages,
            listed=True,
            modified=max(days(lines), default=None),
        )

    # Where a policy is called as a language is, its own pages are there.
    lines = (each for each in _by_language(timelines, translated) if _tag(each) not in taken)
    return with_siblings([(each[0], (page(each),)) for each in lines])


def _tag(lines: tuple[Timeline, ...]) -> str:
    """The language that `lines` are translations into; empty for the text that prevails."""
    return lines[0].language if lines[0].source else ""


def _by_language(
    timelines: tuple[Timeline, ...], translated: tuple[Timeline, ...]
) -> Iterator[tuple[Timeline, ...]]:
    """The timelines that there are in each language, the prevailing texts first."""
    yield timelines
    for tag in dict.fromkeys(each.language for each in translated):
        yield tuple(each for each in translated if each.language == tag)


def _lost(timelines: tuple[Timeline, ...]) -> Page:
    """The page for an address that leads nowhere."""
    return Page(
        place="404.html",
        template="404.html",
        content=LostContent(timelines),
        languages=timelines[0].languages,
    )
