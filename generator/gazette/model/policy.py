"""A policy, its versions, and which of them applies when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from gazette.model.document import Document
from gazette.model.verdict import Decision, Finding, Level


class State(StrEnum):
    """What a version is at an instant."""

    DRAFT = "draft"
    """Still being written; never part of a production site."""
    SCHEDULED = "scheduled"
    """Released, and not yet announced: its publication day is still to come."""
    ANNOUNCED = "announced"
    """Published, not yet effective."""
    IN_FORCE = "in force"
    """The text that applies."""
    SUPERSEDED = "superseded"
    """A later version is in force."""


@dataclass(frozen=True, slots=True)
class Version:
    """One immutable text with a label and dates.

    `label` is `major.minor.patch` for a released version and `draft` for the
    next one. `published` is the day it is announced, `effective` the day it
    comes into force, both whole days in the policy's time zone; only a draft
    may lack them. `data` are the source file's bytes, `sha256` their digest.
    `shorter_notice` is the reason, if one is given, for fewer days between the
    two than the policy's `notice_days`. `decisions` are what named persons
    made of the findings on it.
    """

    policy: str
    label: str
    title: str
    document: Document
    published: date | None = None
    effective: date | None = None
    summary: str = ""
    language: str = "en"
    path: str = ""
    source: str = ""
    sha256: str = ""
    data: bytes = field(default=b"", repr=False)
    shorter_notice: str = ""
    decisions: tuple[Decision, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether this is the next version, still editable."""
        return self.label == "draft"


Titles = tuple[tuple[str, str], ...]
"""What something is called in other languages: language tag, and its title there."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the users that a clause may speak to.

    A user belongs to it when the user table's `column` holds one of `values`.
    A clause speaks to it alone when its text, or the lead that introduces it,
    names one of `mentions` and no other segment's. What one of the rules
    `rules` finds concerns its members, and those of segments that the clause
    names: so a processor's new vendor is told to its customers' administrators
    (GDPR Art. 28(2)). Its members know it by `title`, and by `titles` in notices
    in other languages.
    """

    id: str
    title: str
    column: str
    values: tuple[str, ...]
    mentions: tuple[str, ...]
    rules: tuple[str, ...] = ()
    titles: Titles = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a reader turns to; `names` is what they are called in other languages."""

    name: str
    email: str
    url: str = ""
    names: Titles = ()


@dataclass(frozen=True, slots=True)
class NoticePeriod:
    """The whole days that must lie between publication and effect somewhere.

    `title` names whom or where it protects, `source` the law or contract that
    asks for it. It binds besides the policy's own `notice_days`.
    """

    id: str
    title: str
    source: str
    material: int
    minor: int = 0
    editorial: int = 0

    def days(self, level: Level) -> int:
        """The days that a change of `level` needs; what is unreviewed counts as material."""
        return {Level.EDITORIAL: self.editorial, Level.MINOR: self.minor}.get(level, self.material)


@dataclass(frozen=True, slots=True)
class Language:
    """A language into which a policy is translated.

    `title` is what its readers call it, `note` what tells them, in their
    language, that it is a translation and which text prevails.
    """

    tag: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A version's text, or the draft's, in another language; `label` is the version's.

    The text that is translated prevails, and it alone is judged. A translation
    of a released version is frozen too, and corrected on record only.
    """

    language: Language
    label: str
    title: str
    document: Document
    summary: str = ""
    path: str = ""
    sha256: str = ""
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Policy:
    """One document with its versions, oldest first.

    `reviewed` is the day on which someone last read the text in force against
    what is done, and left it as it is.
    `retention_days` is how long the text in force says that data is kept once
    an account is cancelled; None where it names no such time. Whoever is gone
    for longer than that is told nothing. `consent_url` is the page of the
    product where a user agrees to a change, or refuses; empty for by mail.
    `consent` are the ids of the rules whose material findings apply to a user
    only if they agree: legal knows for what data is used by consent.
    for longer than that is told nothing.
    `titles` is what notices in other languages call it where there is no
    translation of the version.
    `notices_on_record` is whether a materially changed text is shown as in
    force only once it is on record that its notices went out.
    """

    id: str
    title: str
    organisation: str
    contact: Contact
    time_zone: str
    notice_days: int
    versions: tuple[Version, ...]
    draft: Version | None = None
    segments: tuple[Segment, ...] = ()
    promises: tuple[str, ...] = field(default=())
    path: str = ""
    reviewed: date | None = None
    retention_days: int | None = None
    notice_periods: tuple[NoticePeriod, ...] = ()
    consent_url: str = ""
    consent: tuple[str, ...] = ()
    notices_on_record: bool = False
    languages: tuple[Language, ...] = ()
    translations: tuple[Translation, ...] = ()
    titles: Titles = ()

    def translation(self, tag: str, label: str) -> Translation | None:
        """The translation of the version `label` into the language `tag`, if there is one."""
        found = (e for e in self.translations if e.language.tag == tag and e.label == label)
        return next(found, None)

    def start_of(self, day: date) -> datetime:
        """The instant at which `day` begins where the policy is at home."""
        return datetime.combine(day, time.min, ZoneInfo(self.time_zone))

    def asks(self, finding: Finding) -> bool:
        """Whether what `finding` found applies to a user only if they agree to it."""
        return finding.decided is Level.MATERIAL and finding.rule in self.consent

    def in_force(self, at: datetime) -> Version | None:
        """The version that applies at the instant `at`, if any does yet."""
        applying = [v for v in self.versions if v.effective and self.start_of(v.effective) <= at]
        return applying[-1] if applying else None

    def state(self, version: Version, at: datetime) -> State:
        """What `version` is at the instant `at`."""
        if version.is_draft:
            return State.DRAFT
        if version.published is None or self.start_of(version.published) > at:
            return State.SCHEDULED
        if version.effective is None or self.start_of(version.effective) > at:
            return State.ANNOUNCED
        return State.IN_FORCE if version == self.in_force(at) else State.SUPERSEDED

    def public(self, at: datetime) -> tuple[Version, ...]:
        """The versions that a visitor may see at the instant `at`, oldest first."""
        hidden = (State.DRAFT, State.SCHEDULED)
        return tuple(v for v in self.versions if self.state(v, at) not in hidden)
