from __future__ import annotations

from gazette.materiality import load_catalogue
from gazette.publish.rules import topics_of

CATALOGUE = load_catalogue()


def test_every_rule_stands_under_one_topic() -> None:
    listed = [rule.id for topic in topics_of(CATALOGUE) for rule in topic.rules]

    assert sorted(listed) == [rule.id for rule in CATALOGUE]


def test_the_grave_comes_before_the_small() -> None:
    topics = topics_of(CATALOGUE)
    heads = [topic.rules[0].level for topic in topics]
    assert heads == sorted(heads, reverse=True)
    for topic in topics:
        levels = [rule.level for rule in topic.rules]
        assert levels == sorted(levels, reverse=True)
