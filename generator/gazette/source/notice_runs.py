"""The file of notice runs, a record in one spelling only (`gazette.source.canonical`)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from gazette.model.notice_run import NoticeRun, NoticeRuns
from gazette.source.canonical import INSTANT, count_of, parsed_lines, spelt, text_of
from gazette.source.files import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

NOTICE_RUNS = "notices.jsonl"
SCHEMA = "gazette/notice-run/1"


def read_notice_runs(folder: Path) -> NoticeRuns:
    """What is on record for the policy in `folder`; no lines where the file is missing.

    Raises SourceError, naming the line, for anything but canonical entries.
    """
    path = folder / NOTICE_RUNS
    data = read_bytes(path) if path.exists() else b""
    lines = parsed_lines(data, path=str(path), schema=SCHEMA, read=_run, spell=run_line)
    return NoticeRuns(str(path), tuple(lines))


def run_line(run: NoticeRun) -> bytes:
    """`run` as the one line that stands for it, line end included."""
    return spelt(
        {
            "schema": SCHEMA,
            "policy": run.policy,
            "version": run.version,
            "release_sha256": run.release_sha256,
            "recorded_at": run.recorded_at.astimezone(UTC).strftime(INSTANT),
            "recorded_by": run.recorded_by,
            "means": run.means,
            "lists": list(run.lists),
            "told": run.told,
            "failed": run.failed,
            "forgotten": run.forgotten,
            "previous": run.previous,
        }
    )


def _run(values: dict[str, Any]) -> NoticeRun:
    lists = values["lists"]
    if not isinstance(lists, list) or not all(isinstance(each, str) for each in lists):
        raise TypeError(lists)
    return NoticeRun(
        policy=text_of(values, "policy"),
        version=text_of(values, "version"),
        release_sha256=text_of(values, "release_sha256"),
        recorded_at=datetime.strptime(values["recorded_at"], INSTANT).replace(tzinfo=UTC),
        recorded_by=text_of(values, "recorded_by"),
        means=text_of(values, "means"),
        lists=tuple(lists),
        told=count_of(values, "told"),
        failed=count_of(values, "failed"),
        forgotten=count_of(values, "forgotten"),
        previous=text_of(values, "previous"),
    )
