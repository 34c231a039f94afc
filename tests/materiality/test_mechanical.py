"""One small change anywhere: a meaning is never cleared, dress is known as dress."""

from functools import cache
from pathlib import Path
from random import Random

import pytest

from gazette.materiality import judge, load_catalogue
from gazette.model.document import Document
from gazette.model.verdict import Level
from gazette.redline import compare_documents
from gazette.source import read_markdown
from oracles.changes import DETAIL, DRESS, LAYOUT, MEANING, RELAID
from oracles.changes.places import Change

CATALOGUE = load_catalogue()
TEXTS = sorted((Path(__file__).parent.parent / "data" / "mechanical").glob("*.md"))
SEEDS = range(3)


@cache
def document(path: Path) -> Document:
    return read_markdown(path.read_text("utf-8"))


def levels(change: Change) -> dict[str, Level]:
    """What is said of a change of each text at a few places, by the change's words."""
    found = {}
    for path in TEXTS:
        for seed in SEEDS:
            new = change(path.read_text("utf-8"), Random(seed))  # noqa: S311 - no secret
            if new is None:
                continue
            comparison = compare_documents(document(path), read_markdown(new))
            if comparison.changes:
                verdict = judge(comparison, CATALOGUE)
                told = "; ".join(f"{f.rule}: {f.message}" for f in verdict.findings)
                found[told] = verdict.level
    return found


def places(change: Change, texts: list[str]) -> list[str | None]:
    return [change(text, Random(0)) for text in texts]  # noqa: S311 - no secret


@pytest.mark.parametrize("name", MEANING | RELAID)
def test_a_changed_meaning_is_never_cleared(name: str) -> None:
    change = (MEANING | RELAID)[name]
    cleared = {told for told, level in levels(change).items() if level < Level.REVIEW}
    assert not cleared


@pytest.mark.parametrize("name", DRESS | LAYOUT)
def test_a_changed_dress_is_known_as_dress(name: str) -> None:
    change = (DRESS | LAYOUT)[name]
    told = {told for told, level in levels(change).items() if level > Level.EDITORIAL}
    assert not told


@pytest.mark.parametrize("name", DETAIL)
def test_a_changed_detail_alarms_no_one(name: str) -> None:
    alarms = {told for told, level in levels(DETAIL[name]).items() if level == Level.MATERIAL}
    assert not alarms


@pytest.mark.parametrize("group", [MEANING, DRESS, DETAIL])
def test_nearly_every_change_finds_a_place_in_the_texts(group: dict[str, Change]) -> None:
    texts = [path.read_text("utf-8") for path in TEXTS]
    idle = [
        name
        for name, change in group.items()
        if not name.startswith("plain: ") and not any(map(bool, places(change, texts)))
    ]
    assert len(idle) <= len(group) / 8, idle
