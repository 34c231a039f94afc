"""The values that a page is made of. Templates read these, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from gazette.model.comparison import Comparison
    from gazette.model.policy import Translation
    from gazette.model.verdict import Level
    from gazette.publish.address import Address
    from gazette.publish.history import SectionHistory
    from gazette.publish.outline import Section
    from gazette.publish.passages import Shelf
    from gazette.publish.rules import Topic
    from gazette.publish.summary import SectionSummary
    from gazette.publish.timeline import Entry, Timeline
    from gazette.release.translations import Lag


PLAIN = ("style.css",)
MARKED = (*PLAIN, "redline.css")
ASKING = (*PLAIN, "asking.css")
"""The files of a page's style: of any page, of one that marks changes, of one with fields."""


@dataclass(frozen=True, slots=True)
class TextContent:
    """A version's text.

    `is_front` marks the policy's own first page. `renewed` holds, by section,
    the version that last touched its words, where that is not the first.
    `alternates` are its languages, its own first, where it has several.
    `since` is the path of the page that compares an earlier version with the
    one in force. `aliases` are the ids that its headings had before.
    """

    timeline: Timeline
    entry: Entry
    outline: tuple[Section, ...]
    previous: Entry | None
    following: Entry | None
    is_front: bool
    renewed: Mapping[str, Entry]
    alternates: tuple[Alternate, ...] = ()
    since: str = ""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alternate:
    """A text in one of its languages; `title` is what its readers call that, empty for the source.

    `place` is its page's path.
    """

    tag: str
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class TranslationContent:
    """A translation of the version `entry`, which tells of it in the translation's words.

    `current` is the version that a reader of this page looks for: on the page
    of the present the one that applies, else `entry` itself. `lags` are the
    clauses in which the translation is behind it. `pdf` is the path of its PDF.
    `aliases` are the ids that its headings had before.
    """

    timeline: Timeline
    entry: Entry
    translation: Translation
    current: Entry
    lags: tuple[Lag, ...]
    outline: tuple[Section, ...]
    alternates: tuple[Alternate, ...]
    is_front: bool
    pdf: str
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangesContent:
    """What a version changes against an earlier one, `previous`.

    `between` are the versions that lie between the two; none in a single step.
    """

    timeline: Timeline
    entry: Entry
    previous: Entry
    comparison: Comparison
    sections: tuple[SectionSummary, ...]
    between: tuple[Entry, ...] = ()

    @property
    def release(self) -> Entry:
        """The entry of the text that prevails: what was released, and against which version."""
        released = self.timeline.prevailing.chain
        return next((each for each in released if each.label == self.entry.label), self.entry)


@dataclass(frozen=True, slots=True)
class Row:
    """A version in the archive.

    `compared` is the path of its comparison with the version in force; empty
    for that version itself, and where `entry.changes` is that very page.
    """

    entry: Entry
    compared: str


@dataclass(frozen=True, slots=True)
class ArchiveContent:
    """All versions of a policy, newest first; `applying` is the label of the one in force.

    `comparable` says whether there is a page to compare any two on.
    """

    timeline: Timeline
    rows: tuple[Row, ...]
    applying: str
    comparable: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """An earlier version that another is compared with on the page `place`."""

    old: Entry
    place: str
    level: Level | None


@dataclass(frozen=True, slots=True)
class CompareContent:
    """Each version but the first, newest first, with the earlier ones it is compared with.

    `complete` says whether every two versions have a page. Where they have not,
    `told` holds what each version was judged to change, by its label: a reader's
    browser judges two texts by what the releases between them were found to change.
    """

    timeline: Timeline
    rows: tuple[tuple[Entry, tuple[Compared, ...]], ...]
    complete: bool
    told: Mapping[str, tuple[SectionSummary, ...]]


@dataclass(frozen=True, slots=True)
class PassagesContent:
    """Every text of every version, under the newest version that holds it."""

    timeline: Timeline
    shelves: tuple[Shelf, ...]


@dataclass(frozen=True, slots=True)
class UpcomingContent:
    """What is to come into force after the policy's first page."""

    timeline: Timeline


@dataclass(frozen=True, slots=True)
class HistoryContent:
    """Since when each clause of the policy's first page reads so, section by section."""

    timeline: Timeline
    entry: Entry
    sections: tuple[SectionHistory, ...]


@dataclass(frozen=True, slots=True)
class RulesContent:
    """How it is decided what is material: `count` rules in all, by topic."""

    timelines: tuple[Timeline, ...]
    topics: tuple[Topic, ...]
    count: int


@dataclass(frozen=True, slots=True)
class HubContent:
    """The first page of a site with several policies."""

    timelines: tuple[Timeline, ...]


@dataclass(frozen=True, slots=True)
class LostContent:
    """The page for an address that leads nowhere."""

    timelines: tuple[Timeline, ...]


Content = (
    TextContent
    | TranslationContent
    | ChangesContent
    | ArchiveContent
    | CompareContent
    | PassagesContent
    | UpcomingContent
    | HistoryContent
    | RulesContent
    | HubContent
    | LostContent
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site.

    `place` is its path below the site's root, ending in a slash unless it is a
    file. `languages` are those that its own words may be in, the first for which
    there are words. `listed` says whether search engines should offer it: only what is in
    force, never an older text. `modified` is the day its text last changed.
    `scripts` are the files of what may make it handier; it says all without
    them. `styles` are the files of its style. `alternates` are the same page
    in all its languages, the one of the text that prevails first, where that
    is another page; a text has its own.
    """

    place: str
    template: str
    content: Content
    languages: tuple[str, ...]
    listed: bool = False
    modified: date | None = None
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = PLAIN
    alternates: tuple[Alternate, ...] = ()

    @property
    def file(self) -> str:
        """The path of its file below the site's root."""
        return (
            f"{self.place}index.html" if self.place.endswith("/") or not self.place else self.place
        )


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that a site shows at the instant `at`.

    `owner` is the organisation named in the pages' headers. A preview holds
    drafts, and says so on every page. `translated` are the timelines in other
    languages. `pdf` adds each version as a PDF.
    """

    address: Address
    at: datetime
    owner: str
    timelines: tuple[Timeline, ...]
    pages: tuple[Page, ...]
    preview: bool
    translated: tuple[Timeline, ...] = ()
    pdf: bool = False
