"""The values that a notice is made of. The templates of mail read these, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from gazette.model.comparison import Redline
    from gazette.model.policy import Contact, Titles


NOTIFY = "notify"
CONSENT = "consent"
"""What a notice can be for: to tell, or to ask for agreement as well."""


@dataclass(frozen=True, slots=True)
class Readership:
    """Those who get the same notice.

    `accepted` is the version that they accepted, empty where nothing shows
    one; `segments` are the ids of those they are in; `locale` is the language
    they asked for, a tag such as "pt-BR", empty for none.
    """

    accepted: str
    segments: tuple[str, ...] = ()
    locale: str = ""
    action: str = NOTIFY


@dataclass(frozen=True, slots=True)
class Link:
    """The redline from one version to another: their labels, and its whole address."""

    old: str
    new: str
    url: str


@dataclass(frozen=True, slots=True)
class Links:
    """Where to read on: the new text, every version, and the redlines from the reader's own."""

    text: str
    versions: str
    redlines: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """What something is called, and in other languages, by their tags."""

    text: str
    translations: Titles = ()

    def __str__(self) -> str:
        return self.text

    def said_in(self, language: str) -> str:
        """The name in `language`, or in its plainer form ("pt" for "pt-BR"); else as it is."""
        known = {tag.lower(): said for tag, said in self.translations}
        tag = language.lower()
        return known.get(tag) or known.get(tag.partition("-")[0]) or self.text

    def is_known_in(self, language: str) -> bool:
        """Whether the name has a form in `language`."""
        tags = {tag.lower() for tag, _ in self.translations}
        return not tags.isdisjoint({language.lower(), language.lower().partition("-")[0]})


@dataclass(frozen=True, slots=True)
class Effect:
    """What one rule found: its title, what that means to a reader, and each thing found.

    `asks` says that it applies to the reader only if they agree.
    """

    rule: str
    title: str
    means: str
    words: tuple[str, ...]
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """One clause before and after; either is empty where the clause is new or gone."""

    before: str
    after: str
    redline: Redline


@dataclass(frozen=True, slots=True)
class Part:
    """What changes under one heading for this readership, in reading order."""

    heading: str
    effects: tuple[Effect, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice, complete: it can be understood without opening any link.

    `base` is the version that `parts` compare with: the one the reader
    accepted, else the one before the release; empty for a first version.
    `between` are the versions that came between it and the release.
    `smaller` counts the changes that are not told here because they are not
    material to this readership. The names are told in the language of the
    mail, where they have a form in it. `consent_url` is where they can agree or
    refuse; empty for by mail.
    """

    organisation: str
    title: Name
    contact: Contact
    release: str
    is_draft: bool
    published: date | None
    effective: date | None
    summary: str
    language: str
    base: str
    readership: Readership
    segments: tuple[Name, ...]
    parts: tuple[Part, ...]
    smaller: int
    links: Links
    consent_url: str = ""
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mail:
    """A notice as it is sent, the same to all its readers; `language` is what it is written in."""

    subject: str
    text: str
    html: str
    language: str
    action: str = NOTIFY
