"""What `gazette audience` asks of a release, kept between runs.

Reading the versions and judging them takes longer than listing a small table.
What came of it depends on the policy's files and on the code that judges, so
it is kept under the digest of both and found again only where neither changed.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from gazette.adapters.keeping import digest_of, digest_of_folder, kept
from gazette.audience import AudienceRules
from gazette.audience.written import read, written
from gazette.errors import DecisionError, Location

if TYPE_CHECKING:
    from collections.abc import Mapping

_CODE = ("audience", "cli", "materiality", "model", "redline", "source")


@dataclass(frozen=True, slots=True)
class Named:
    """A release as the options of a command name it, with more decisions in a file."""

    policy_dir: Path
    policy_id: str | None
    release: str | None
    decisions: Path | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A release, judged: who is told by which rules.

    `judged` says of each earlier version what the step from it came to.
    `published`, `time_zone` and `retention_days` are what
    `rules.cancelled_before` is counted from.
    """

    rules: AudienceRules
    judged: tuple[tuple[str, str], ...]
    path: str
    is_draft: bool
    published: date | None
    time_zone: str
    retention_days: int | None


def ask(named: Named, *, as_of: date | None) -> Asked:
    """The release that is named, judged now or before; cancelled accounts count from `as_of`.

    Without `as_of` from the day it is published, else from today. Errors are
    those of reading the policy and of `question.pose`.
    """
    asked = kept(_place(named), lambda: _judged(named), read=_read, write=_written)
    cutoff = cancelled_before(
        asked.retention_days, as_of or asked.published, time_zone=asked.time_zone
    )
    return replace(asked, rules=replace(asked.rules, cancelled_before=cutoff))


def caches() -> Path:
    """Where this user's caches go, by the XDG Base Directory Specification 0.8."""
    folder = os.environ.get("XDG_CACHE_HOME", "")
    found = Path(folder) if Path(folder).is_absolute() else Path("~/.cache").expanduser()
    return found / "gazette"


def cancelled_before(
    retention_days: int | None, day: date | None, *, time_zone: str
) -> datetime | None:
    """The instant before which a cancelled account is gone by the policy's own promise.

    Counted back from the start of `day`, or of today, where the policy is at home.
    """
    if retention_days is None:
        return None
    zone = ZoneInfo(time_zone)
    counted_from = day or datetime.now(zone).date()
    first_day = counted_from - timedelta(days=retention_days)
    return datetime.combine(first_day, time.min, zone).astimezone(UTC)


def refuse_undecided(asked: Asked) -> None:
    """DecisionError where findings of a released version still wait for a person."""
    rules = asked.rules
    if not rules.undecided:
        return
    pairs = ", ".join(f"{label}: {count}" for label, count in rules.undecided)
    raise DecisionError(
        f"findings on {rules.release} still wait for a person (from {pairs})",
        where=Location(asked.path),
        remedy=(
            "Decide them, or list everybody they may concern with --include-review;"
            f" see them with: gazette diff {rules.undecided[0][0]} {rules.release}"
        ),
    )


def _judged(named: Named) -> Asked:
    # Imported here: what reads and judges texts is slow to load.
    from gazette.cli.choice import only  # noqa: PLC0415
    from gazette.cli.question import choose_release, found_in, pose  # noqa: PLC0415
    from gazette.source.decisions import load_decisions  # noqa: PLC0415

    policy = only(named.policy_dir, named.policy_id)
    release = choose_release(policy, named.release)
    decisions = load_decisions(named.decisions) if named.decisions else ()
    question = pose(policy, release, decisions=decisions, as_of=None)
    return Asked(
        rules=replace(question.rules, cancelled_before=None),
        judged=tuple((label, found_in(verdict)) for label, verdict in question.verdicts.items()),
        path=release.path,
        is_draft=release.is_draft,
        published=release.published,
        time_zone=policy.time_zone,
        retention_days=policy.retention_days,
    )


def _place(named: Named) -> Path | None:
    """Where the answer is kept; None where what it depends on cannot be read."""
    try:
        decisions = named.decisions.read_text(encoding="utf-8") if named.decisions else None
        texts = digest_of_folder(named.policy_dir)
    except (OSError, ValueError):
        return None
    asked = [str(named.policy_dir), named.policy_id, named.release, decisions, texts]
    return caches() / "releases" / f"{digest_of(asked, *_CODE)}.json"


def _written(asked: Asked) -> object:
    day = asked.published
    rules = written(asked.rules)
    return asdict(asked) | {"rules": rules, "published": day.isoformat() if day else None}


def _read(said: Mapping[str, Any]) -> Asked:
    day = said["published"]
    return Asked(
        rules=read(said["rules"]),
        judged=tuple((label, says) for label, says in said["judged"]),
        path=said["path"],
        is_draft=said["is_draft"],
        published=date.fromisoformat(day) if day else None,
        time_zone=said["time_zone"],
        retention_days=said["retention_days"],
    )
