"""Where policies stand, as text and as JSON."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING

from gazette.model.policy import State
from gazette.render.checks import gate_value
from gazette.render.memo import Memo

if TYPE_CHECKING:
    from datetime import date, datetime

    from gazette.release.standing import Pending, Row, Standing
    from gazette.release.timetable import Turn
    from gazette.render.json import Json

SCHEMA = "gazette/status/1"
_STYLES = {State.IN_FORCE: "bold green", State.ANNOUNCED: "bold cyan", State.SCHEDULED: "cyan"}


def instant_text(instant: datetime) -> str:
    """`instant` in UTC, to the second, as ISO 8601 spells it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def render_standings(
    standings: tuple[Standing, ...], turn: Turn | None, *, width: int, colour: bool
) -> str:
    """Each policy's versions, the newest first, its draft, and what is to come."""
    memo = Memo(width=width, colour=colour)
    for each in standings:
        memo.blank().divider(f"{each.policy.id}: {each.policy.title}")
        if each.pending:
            _pending(memo, each.pending)
        for row in each.rows:
            _row(memo, row)
    memo.blank().paragraph(_next(turn))
    return str(memo)


def _pending(memo: Memo, pending: Pending) -> None:
    draft = pending.draft
    level = f"{pending.level} change, " if pending.level is not None else ""
    memo.row("draft", f"{level}to be {pending.label}{_dates(draft.published, draft.effective)}")
    if not pending.closed:
        memo.row("", "ready: no gate is closed").blank()
        return
    memo.row("", f"blocked by {len(pending.closed)}:", style="bold red")
    for gate in pending.closed:
        memo.row("", f"- {gate.what} ({gate.id})")
    memo.blank()


def _row(memo: Memo, row: Row) -> None:
    version, entry = row.version, row.entry
    memo.row(
        version.label,
        f"{row.state}{_dates(version.published, version.effective)}",
        style=_STYLES.get(row.state, ""),
    )
    if entry is None:
        memo.row("", "not in the ledger")
    else:
        level = f"{entry.level} change, " if entry.level is not None else ""
        act = "adopted" if entry.adopted else "released"
        memo.row("", f"{level}{act} {instant_text(entry.released_at)} by {entry.released_by}")


def _dates(published: date | None, effective: date | None) -> str:
    named = (("published", published), ("effective", effective))
    return "".join(f", {name} {day}" for name, day in named if day)


def _next(turn: Turn | None) -> str:
    if turn is None:
        return "Nothing is to come: the site stays true until the next release."
    return (
        f"Build the site next at {instant_text(turn.at)}: "
        f"then {turn.policy} {turn.version} is {turn.state}."
    )


def standings_json(standings: tuple[Standing, ...], turn: Turn | None, *, at: datetime) -> str:
    """The same as JSON, schema `gazette/status/1`."""
    value: Json = {
        "schema": SCHEMA,
        "at": instant_text(at),
        "next_change": _turn_value(turn),
        "policies": [_standing_value(each) for each in standings],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _turn_value(turn: Turn | None) -> Json:
    if turn is None:
        return None
    return {
        "at": instant_text(turn.at),
        "policy": turn.policy,
        "version": turn.version,
        "state": str(turn.state),
    }


def _standing_value(standing: Standing) -> Json:
    return {
        "policy": standing.policy.id,
        "title": standing.policy.title,
        "draft": _pending_value(standing.pending),
        "versions": [_row_value(row) for row in standing.rows],
    }


def _pending_value(pending: Pending | None) -> Json:
    if pending is None:
        return None
    return {
        "label": pending.label,
        "level": None if pending.level is None else str(pending.level),
        "published": _day(pending.draft.published),
        "effective": _day(pending.draft.effective),
        "blocked_by": [gate_value(gate) for gate in pending.closed],
    }


def _row_value(row: Row) -> Json:
    entry = row.entry
    return {
        "label": row.version.label,
        "state": str(row.state),
        "published": _day(row.version.published),
        "effective": _day(row.version.effective),
        "sha256": row.version.sha256,
        "level": None if entry is None or entry.level is None else str(entry.level),
        "released_at": instant_text(entry.released_at) if entry else None,
        "released_by": entry.released_by if entry else None,
        "adopted": entry.adopted if entry else None,
    }


def _day(day: date | None) -> Json:
    return day.isoformat() if day else None
