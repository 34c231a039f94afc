"""The rules of a release as plain values that JSON can hold, and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gazette.audience.reasons import LeftOut, Reason
from gazette.audience.rules import Action, AudienceRules, Cell
from gazette.model.policy import Segment
from gazette.model.verdict import Level

if TYPE_CHECKING:
    from collections.abc import Mapping


def written(rules: AudienceRules) -> dict[str, object]:
    """`rules` as JSON holds them; `read` gives them back."""
    cutoff = rules.cancelled_before
    return asdict(rules) | {"cancelled_before": cutoff.isoformat() if cutoff else None}


def read(said: Mapping[str, Any]) -> AudienceRules:
    """The rules that `written` wrote; KeyError, TypeError or ValueError for anything else."""
    cutoff = said["cancelled_before"]
    return AudienceRules(
        policy=said["policy"],
        release=said["release"],
        labels=tuple(said["labels"]),
        segments=tuple(Segment(**_frozen(each)) for each in said["segments"]),
        cells=tuple(_cell(**_frozen(each)) for each in said["cells"]),
        undecided=tuple((label, count) for label, count in said["undecided"]),
        cancelled_before=datetime.fromisoformat(cutoff) if cutoff else None,
    )


def _cell(*, level: int, action: str, reason: str, **others: Any) -> Cell:  # noqa: ANN401 - as JSON gives them
    done = Action(action)
    why = LeftOut(reason) if done is Action.NONE else Reason(reason)
    return Cell(**others, level=Level(level), action=done, reason=why)


def _frozen(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(each) if isinstance(each, list) else each for name, each in said.items()}
