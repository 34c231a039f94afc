"""A policy at an instant: its versions in time, each judged against the one before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from gazette.model.policy import Policy, State, Version
from gazette.model.verdict import Level
from gazette.publish.summary import summarise
from gazette.publish.together import Told, summarise_together
from gazette.redline import compare_documents

if TYPE_CHECKING:
    from collections.abc import Callable

    from gazette.model.comparison import Comparison
    from gazette.model.verdict import Verdict
    from gazette.publish.summary import SectionSummary
    from gazette.redline.tokens import Vocabulary

    Judge = Callable[[Policy, Version, Version], Verdict]
    """Judges what a step from one version to another changes."""
    Compare = Callable[[Version, Version], Comparison]
    """Compares two versions, whether or not they follow each other."""

ONE_DAY = timedelta(days=1)
RULES = "how-we-decide/"
PAIRED = 6
"""Of how many versions, the newest, every two are compared on a page of their own.

Every pair of n versions would be n (n - 1) / 2 pages, each as long as the policy: of 50 versions,
1,225. With this bound the pages of changes grow as the versions do: one for each step, one from
each version to the one in force, and these. What lies beyond, a reader's browser compares."""


def compare_versions(
    old: Version, new: Version, *, vocabulary: Vocabulary | None = None
) -> Comparison:
    """What differs between the texts of two versions."""
    return compare_documents(old.document, new.document, vocabulary=vocabulary)


@dataclass(frozen=True, slots=True)
class Entry:
    """A version in its place in time.

    `until` is its last day in force, known once a successor is. `before` is
    its predecessor, `verdict` what the step from there was judged to be, and
    `sections` the same section by section; there is none of them for the first
    version. `place` and `changes` are the paths of its own page and of its
    changes below the site's root.
    """

    version: Version
    state: State
    until: date | None
    before: Version | None
    verdict: Verdict | None
    sections: tuple[SectionSummary, ...]
    place: str
    changes: str = ""

    @property
    def label(self) -> str:
        """The version's label."""
        return self.version.label

    @property
    def turns(self) -> date | None:
        """The day from which it stands elsewhere in time; None while none is known."""
        if self.state is State.IN_FORCE:
            return self.until + ONE_DAY if self.until else None
        coming = self.state in {State.ANNOUNCED, State.SCHEDULED}
        return self.version.effective if coming else None

    @property
    def applied(self) -> bool:
        """Whether it was ever in force: a successor may have replaced it on its first day."""
        start = self.version.effective
        return self.until is None or start is None or self.until >= start


@dataclass(frozen=True, slots=True)
class Leap:
    """Two versions that do not follow each other, and what differs between them.

    `between` are the versions that lie between the two. `sections` tell what
    the releases from one to the other were judged to change.
    """

    old: Entry
    new: Entry
    between: tuple[Entry, ...]
    comparison: Comparison
    sections: tuple[SectionSummary, ...]
    place: str

    @property
    def level(self) -> Level:
        """The highest level of what they changed, where the texts differ still."""
        return max((each.level for each in self.sections), default=Level.EDITORIAL)


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a site may show of one policy at one instant, oldest version first.

    `root` is the path of the policy's own pages below the site's root. `front`
    is the version that its first page shows: the one in force; before there is
    one, the first announced. `leaps` lead from every version to the one in
    force, and between any two of the newest, where no single step does.
    `source` is the timeline of the text that prevails, where this one is of its
    translations into another language.
    """

    policy: Policy
    root: str
    entries: tuple[Entry, ...]
    front: Entry | None
    draft: Entry | None = None
    leaps: tuple[Leap, ...] = ()
    source: Timeline | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """What pages about all of it may speak: its own language, else that of what prevails."""
        return tuple(dict.fromkeys((self.language, self.prevailing.language)))

    @property
    def prevailing(self) -> Timeline:
        """The timeline of the text that prevails."""
        return self.source or self

    @property
    def title(self) -> str:
        """What the policy is called in this language."""
        return self.front.version.title if self.source and self.front else self.policy.title

    @property
    def rules(self) -> str:
        """The path of the page that says in this language how it is decided what is material."""
        return f"{self.language}/{RULES}" if self.source else RULES

    @property
    def chain(self) -> tuple[Entry, ...]:
        """Every version shown, the draft last."""
        return (*self.entries, self.draft) if self.draft else self.entries

    @property
    def language(self) -> str:
        """The language of the text that the first page shows."""
        return self.front.version.language if self.front else "en"

    @property
    def versions(self) -> tuple[Entry, ...]:
        """Every version there is, in this language where it is translated, oldest first."""
        own = {each.label: each for each in self.entries}
        return tuple(own.get(each.label, each) for each in self.prevailing.entries)

    @property
    def mattered(self) -> Entry | None:
        """The last version come into force that was judged a material change."""
        past = {State.IN_FORCE, State.SUPERSEDED}
        # A translation is compared with the one before, however many releases lie between.
        released = zip(self.prevailing.entries, self.versions, strict=True)
        grave = (pair for pair in released if _level(pair[0]) is Level.MATERIAL)
        told = [own if own.changes else each for each, own in grave if each.state in past]
        return next((each for each in reversed(told) if each.applied), None)

    def neighbours(self, entry: Entry) -> tuple[Entry | None, Entry | None]:
        """The versions just before and just after `entry`."""
        previous = next((old for old, new in pairwise(self.chain) if new is entry), None)
        following = next((new for old, new in pairwise(self.chain) if old is entry), None)
        return previous, following

    @property
    def announced(self) -> tuple[Entry, ...]:
        """The versions still to come into force, soonest first, the front page's excepted."""
        return tuple(
            each
            for each in self.versions
            if each.state in {State.ANNOUNCED, State.SCHEDULED} and each is not self.front
        )


def timeline(  # noqa: PLR0913 - by keyword, and each tells of another thing
    policy: Policy,
    *,
    at: datetime,
    root: str,
    preview: bool,
    judge: Judge,
    compare: Compare = compare_versions,
    paired: int = PAIRED,
) -> Timeline:
    """Place the versions of `policy` in time as of the instant `at`.

    Only a preview holds the draft, and versions whose publication is to come.
    Any two of the newest `paired` are compared, too.
    """
    shown = policy.versions if preview else policy.public(at)
    draft = policy.draft if preview else None
    chain = (*shown, draft) if draft else shown
    steps = zip((None, *chain), chain, strict=False)

    def judged(old: Version, new: Version) -> Verdict:
        return judge(policy, old, new)

    entries = _with_last_days(
        tuple(
            _entry(new, old, policy.state(new, at), judged(old, new) if old else None, root)
            for old, new in steps
        )
    )
    released = entries[: len(shown)]
    return Timeline(
        policy=policy,
        root=root,
        entries=released,
        front=_front(entries),
        draft=entries[-1] if draft else None,
        leaps=_leaps(released, root, compare, paired),
    )


def _level(entry: Entry) -> Level:
    """What a version was judged to change; a first one changes nothing."""
    return entry.verdict.level if entry.verdict else Level.EDITORIAL


def _entry(
    version: Version, before: Version | None, state: State, verdict: Verdict | None, root: str
) -> Entry:
    """One version with the places of its pages."""
    return Entry(
        version=version,
        state=state,
        until=None,
        before=before,
        verdict=verdict,
        sections=summarise(verdict) if verdict else (),
        place=f"{root}draft/" if version.is_draft else f"{root}versions/{version.label}/",
        changes=f"{root}changes/{before.label}..{version.label}/" if before else "",
    )


def _leaps(
    entries: tuple[Entry, ...],
    root: str,
    compare: Compare,
    paired: int,
) -> tuple[Leap, ...]:
    """Each version to or from the one in force, and each two of the newest, neighbours excepted."""
    pairs = {
        (min(at, other), max(at, other))
        for at, each in enumerate(entries)
        if each.state is State.IN_FORCE
        for other in range(len(entries))
    }
    pairs |= set(combinations(range(max(len(entries) - paired, 0), len(entries)), 2))
    told = tuple(Told.of(each.verdict, each.sections) if each.verdict else None for each in entries)
    return tuple(
        _leap(entries[old : new + 1], told[old + 1 : new + 1], compare, root)
        for old, new in sorted(pairs)
        if new - old > 1
    )


def _leap(
    entries: tuple[Entry, ...], steps: tuple[Told | None, ...], compare: Compare, root: str
) -> Leap:
    """From the first of `entries` to the last over the `steps` that lie between them."""
    old, *_, new = entries
    comparison = compare(old.version, new.version)
    return Leap(
        old=old,
        new=new,
        between=entries[1:-1],
        comparison=comparison,
        sections=summarise_together([each for each in steps if each], comparison),
        place=f"{root}changes/{old.label}..{new.label}/",
    )


def _with_last_days(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The same entries, each with the day before its successor takes effect."""
    # A draft's dates are a proposal: they end nobody's term.
    released = [each.version for each in entries if not each.version.is_draft]
    ends = {old.label: new.effective - ONE_DAY for old, new in pairwise(released) if new.effective}
    return tuple(replace(each, until=ends.get(each.label)) for each in entries)


def _front(entries: tuple[Entry, ...]) -> Entry | None:
    """The version of the first page."""
    order = (State.IN_FORCE, State.ANNOUNCED, State.SCHEDULED, State.DRAFT)
    return next((each for state in order for each in entries if each.state is state), None)
