from __future__ import annotations

import json
from typing import Any

import pytest

from gazette.audience import rules_for
from gazette.audience.written import read, written


@pytest.mark.parametrize("name", range(4))
def test_rules_come_back_from_json_as_they_were(made: Any, name: int) -> None:
    history = list(made.histories.values())[name]
    policy = made.policy(*history, "9.0.0")
    for cutoff in (made.cutoff, None):
        rules = rules_for(
            policy, policy.versions[-1], made.verdicts(history), cancelled_before=cutoff
        )
        assert read(json.loads(json.dumps(written(rules)))) == rules


@pytest.mark.parametrize("said", [{}, {"cancelled_before": None}, {"cancelled_before": 1}])
def test_anything_else_is_an_error(said: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        read(said)
