"""The catalogue as a reader takes it in: topic by topic, the grave before the small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gazette.materiality import Catalogue, Rule


@dataclass(frozen=True, slots=True)
class Topic:
    """The rules on one subject, the gravest first. `id` is the topic's name in the rules."""

    id: str
    rules: tuple[Rule, ...]


def topics_of(catalogue: Catalogue) -> tuple[Topic, ...]:
    """Every rule under its topic; the topics that matter most come first."""
    names = sorted({rule.axes.topic for rule in catalogue})
    topics = (_topic(name, catalogue) for name in names)
    return tuple(sorted(topics, key=lambda each: (-each.rules[0].level, each.id)))


def _topic(name: str, catalogue: Catalogue) -> Topic:
    """One topic with its rules."""
    rules = [rule for rule in catalogue if rule.axes.topic == name]
    return Topic(
        id=name,
        rules=tuple(sorted(rules, key=lambda each: (-each.level, each.title))),
    )
