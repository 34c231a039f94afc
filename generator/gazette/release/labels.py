"""The label of the next version: what changed decides how far it moves."""

from __future__ import annotations

from gazette.errors import GazetteError
from gazette.model.verdict import Level
from gazette.source.versions import is_label, order

FIRST = "1.0.0"
_NAMES = ("major", "minor", "patch")
_PARTS = {Level.MATERIAL: 0, Level.REVIEW: 0, Level.MINOR: 1, Level.EDITORIAL: 2}
"""Which part of the label a verdict raises. What nobody decided counts as material."""


def next_label(last: str | None, level: Level) -> str:
    """The label after `last` for a change of `level`; `1.0.0` where there is no last."""
    if last is None:
        return FIRST
    parts, raised = order(last), _PARTS[level]
    return ".".join(str(n + (i == raised) if i <= raised else 0) for i, n in enumerate(parts))


def check_label(label: str, last: str | None, level: Level) -> str:
    """`label`, once it is sure to promise no smaller change than there is.

    Raises GazetteError where it is no label, does not follow `last`, or raises
    a smaller part of it than `level` asks for.
    """
    proposed = next_label(last, level)
    remedy = f"Leave --label out, which makes it {proposed}."
    if not is_label(label):
        raise GazetteError(f"“{label}” is not major.minor.patch", remedy=remedy)
    if last is None:
        return label
    if order(label) <= order(last):
        raise GazetteError(f"{label} does not follow {last}", remedy=remedy)
    if _raised(label, last) > _PARTS[level]:
        needed = _NAMES[_PARTS[level]]
        raise GazetteError(
            f"{label} after {last} says less than a {level} change, which raises the "
            f"{needed} number",
            remedy=remedy,
        )
    return label


def _raised(label: str, last: str) -> int:
    """The place of the first part in which two labels differ."""
    pairs = zip(order(label), order(last), strict=True)
    return next(place for place, (new, old) in enumerate(pairs) if new != old)
