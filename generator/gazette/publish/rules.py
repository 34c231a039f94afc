"""The catalogue as a reader takes it in: topic by topic, the grave before the small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gazette.materiality import Catalogue, Rule

TITLES = {
    "acceptable-use": "What you may do",
    "acceptance": "What you agree to",
    "automated-decisions": "Decisions made by machines",
    "change-of-policy": "How you hear of changes",
    "children": "Children",
    "collection": "What data is collected",
    "commitment": "Promises and duties",
    "contact": "How to reach us",
    "controller": "Who is responsible",
    "definitions": "What words mean",
    "disputes": "Disputes",
    "legal-basis": "The legal basis",
    "liability": "Liability",
    "licence": "Rights in what you create",
    "price": "Prices and payment",
    "retention": "How long data is kept",
    "rights": "Your rights",
    "sale": "Sale of data",
    "scope": "Whom it covers",
    "security": "Security",
    "service": "The service",
    "sharing": "Who receives data",
    "termination": "The end of the contract",
    "text": "Words and form",
    "tracking": "Cookies and tracking",
    "transfer": "Where data goes",
    "use": "What data is used for",
}
"""A reader's words for the topics of our own rules; an organisation's may have others."""


@dataclass(frozen=True, slots=True)
class Topic:
    """The rules on one subject, the gravest first. `id` is the topic's name in the rules."""

    id: str
    title: str
    rules: tuple[Rule, ...]


def topics_of(catalogue: Catalogue) -> tuple[Topic, ...]:
    """Every rule under its topic; the topics that matter most come first."""
    names = sorted({rule.axes.topic for rule in catalogue})
    topics = (_topic(name, catalogue) for name in names)
    return tuple(sorted(topics, key=lambda each: (-each.rules[0].level, each.title)))


def _topic(name: str, catalogue: Catalogue) -> Topic:
    """One topic with its rules."""
    rules = [rule for rule in catalogue if rule.axes.topic == name]
    return Topic(
        id=name,
        title=TITLES.get(name, name.replace("-", " ").capitalize()),
        rules=tuple(sorted(rules, key=lambda each: (-each.level, each.title))),
    )
