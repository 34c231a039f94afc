"""The record of releases: one entry each, chained by hashes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gazette.model.chained import Chain, Line
from gazette.model.verdict import Decision, Level


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a finding: enough to tell which rule fired where, and on which words.

    `fingerprint` is the finding's own, `level` what its rule said.
    """

    rule: str
    level: Level
    clause: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One release, or a translation of one.

    `released_at` is the instant of the release, in UTC and whole seconds;
    `published` and `effective` are days in the policy's time zone.
    `source_sha256` is the digest of the version's file, `body_sha256` of its
    rendered HTML, and `words_sha256` of the words that a visitor reads with
    one space between them: when a new renderer writes other mark-up, the words
    still prove that nobody was shown another text. `level` is None for the
    first version, which has none to be compared with. An entry is `adopted`
    when its version was frozen before the ledger began, so that no gate was
    asked. `tool` names what judged and rendered. `previous` is the digest of
    the line before, line end included; empty in the first.

    `language` is that of a translation, and empty for the version itself. A
    translation has its version's dates and no findings; `released_at` is when
    it was frozen. Where one was corrected, its last line counts.
    """

    policy: str
    version: str
    published: date
    effective: date
    released_at: datetime
    released_by: str
    source_sha256: str
    body_sha256: str
    words_sha256: str
    level: Level | None
    findings: tuple[Record, ...] = ()
    decisions: tuple[Decision, ...] = ()
    shorter_notice: str = ""
    adopted: bool = False
    tool: str = ""
    previous: str = ""
    language: str = ""

    @property
    def file(self) -> str:
        """The path of the frozen file below the policy's folder."""
        return f"{self.language}/{self.version}.md" if self.language else f"{self.version}.md"


@dataclass(frozen=True, slots=True)
class Ledger(Chain[Entry]):
    """All the releases of one policy, and the translations of them."""

    @property
    def releases(self) -> tuple[Line[Entry], ...]:
        """The lines of the versions themselves."""
        return tuple(line for line in self.lines if not line.entry.language)

    @property
    def translations(self) -> tuple[Line[Entry], ...]:
        """The line that counts of each translation: where it was corrected, its last."""
        last = {line.entry.file: line for line in self.lines if line.entry.language}
        return tuple(last.values())

    def line_of(self, version: str, language: str = "") -> Line[Entry] | None:
        """The line of the version with that label, or of its translation; None without one."""
        lines = self.translations if language else self.releases
        wanted = (version, language)
        found = (e for e in lines if (e.entry.version, e.entry.language) == wanted)
        return next(found, None)
