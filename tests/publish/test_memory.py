from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gazette.materiality import load_catalogue
from gazette.model.verdict import Decision, Level
from gazette.publish.memory import Memory
from gazette.source import load_policy

LIBRARY = Path(__file__).parents[1] / "data" / "library" / "policy" / "privacy"
CATALOGUE = load_catalogue()


def test_a_result_is_made_once_for_its_key() -> None:
    memory, made = Memory(), []

    for key in ("a", "b", "a"):
        memory.once(key, lambda key=key: made.append(key))

    assert made == ["a", "b"]


def test_what_a_build_did_not_ask_for_is_forgotten() -> None:
    memory, made = Memory(), []

    def ask(*keys: str) -> None:
        for key in keys:
            memory.once(key, lambda key=key: made.append(key))
        memory.settle()

    ask("kept", "dropped")
    ask("kept")
    ask("kept", "dropped")

    assert made == ["kept", "dropped", "dropped"]


def test_values_are_told_apart_by_identity() -> None:
    memory = Memory()
    one, other = tuple("ab"), tuple("ab")

    assert memory.of(list, one) is not memory.of(list, other)
    assert memory.of(list, one) is memory.of(list, one)


@pytest.mark.parametrize("part", ["text", "decisions", "segments"])
def test_a_verdict_is_judged_anew_when_anything_it_rests_on_differs(part: str) -> None:
    memory, policy = Memory(), load_policy(LIBRARY)
    old, new = policy.versions[:2]
    first = memory.judge(policy, old, new, CATALOGUE)
    assert memory.judge(policy, old, new, CATALOGUE) is first

    if part == "text":
        new = policy.versions[2]
    elif part == "decisions":
        decision = Decision("0", "rule", Level.MINOR, "Why", "Ann", date(2025, 1, 1))
        new = replace(new, decisions=(decision,))
    else:
        policy = replace(policy, segments=())

    assert memory.judge(policy, old, new, CATALOGUE) is not first
