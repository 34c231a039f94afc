from __future__ import annotations

from dataclasses import replace

from gazette.materiality import Catalogue, load_catalogue
from gazette.publish.rules import TITLES, topics_of

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


def test_each_of_our_topics_has_a_title_in_plain_words() -> None:
    assert {topic.id for topic in topics_of(CATALOGUE)} <= set(TITLES)


def test_a_topic_of_the_organisations_own_is_named_as_it_is_written() -> None:
    rule = next(iter(CATALOGUE))
    own = replace(rule, axes=replace(rule.axes, topic="house-pets"))

    (topic,) = topics_of(Catalogue((own,)))

    assert topic.title == "House pets"
