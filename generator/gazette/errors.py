"""Every error that Gazette raises on purpose.

One tree, so that a caller knows what to catch:

* GazetteError
  + SourceError        a policy file, its front matter or its dates
  + RuleError          a rule file of the catalogue
  + DecisionError      a decision that is incomplete, unmatched or stale
  + RedlineError       a redline that does not restore its two versions
  + HistoryError       git history that is needed and missing
  + TableError         a user table
  + AudienceError      an audience that does not add up or cannot be final yet
  + NoticeError        a notice that cannot be written, planned or sent
  + TemplateError      a template of the site
  + OutputError        a place that cannot be written to
  + ConfigurationError mkdocs.yml, or a folder that is no policy repository

Each says what is wrong, where, and what to do next; the command line prints
exactly that, and no traceback.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file: `path`, or `path:line` with lines counted from 1."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


class GazetteError(Exception):
    """Something the user can mend: what is wrong, where, and the remedy."""

    def __init__(self, what: str, *, remedy: str, where: Location | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error travel between processes, which its keywords would otherwise prevent."""
        return _raised_elsewhere, (type(self), self.what, self.remedy, self.where)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}\n  {self.remedy}"


def _raised_elsewhere(
    kind: type[GazetteError], what: str, remedy: str, where: Location | None
) -> GazetteError:
    return kind(what, remedy=remedy, where=where)


class SourceError(GazetteError):
    """A policy file cannot be read as what it should be."""


class RuleError(GazetteError):
    """A rule file is incomplete or contradicts itself."""


class DecisionError(GazetteError):
    """A decision is incomplete, matches no finding, or is bound to older text."""


class RedlineError(GazetteError):
    """A redline does not give back both of its versions, so it is not shown."""


class HistoryError(GazetteError):
    """Git history is needed for an answer and is not there."""


class TableError(GazetteError):
    """A user table cannot be read as one. Never quotes personal data."""


class AudienceError(GazetteError):
    """An audience does not add up, or a person must decide before it is final."""


class NoticeError(GazetteError):
    """A notice cannot be written, planned or sent. Never quotes personal data."""


class TemplateError(GazetteError):
    """A template of the site cannot be rendered."""


class OutputError(GazetteError):
    """A result cannot be written where it was asked for."""


class ConfigurationError(GazetteError):
    """The folder is no policy repository, or its configuration is wrong."""
