from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.materiality import judge_step, load_catalogue
from gazette.model.policy import Contact, Policy, Version
from gazette.publish.history import Reading, readings_of, sections_of
from gazette.publish.timeline import Timeline, timeline
from gazette.source import read_markdown

CATALOGUE = load_catalogue()
FIRST = date(2024, 1, 1)
CONTACT = Contact(name="Desk", email="desk@library.example")


def drawn(*texts: str) -> Timeline:
    """The timeline of a policy whose versions 1.0.0, 1.0.1, ... hold `texts`."""
    versions = tuple(
        Version(
            policy="privacy",
            label=f"1.0.{at}",
            title="Notice",
            document=read_markdown(text),
            published=FIRST + timedelta(days=at),
            effective=FIRST + timedelta(days=at),
        )
        for at, text in enumerate(texts)
    )
    policy = Policy("privacy", "Notice", "Library", CONTACT, "UTC", 0, versions)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return timeline(
        policy, at=at, root="", judge=partial(judge_step, catalogue=CATALOGUE), preview=False
    )


def readings(*texts: str) -> dict[str, Reading]:
    """The readings of the last text, by the words of their clauses."""
    line = drawn(*texts)
    return {each.clause.text: each for each in readings_of(line.entries)[line.entries[-1].label]}


def since(*texts: str) -> dict[str, str]:
    return {text: each.since.label for text, each in readings(*texts).items()}


OLD = "## Loans {#loans}\n\nWe lend books to everyone.\n\nWe keep the record of a loan for 30 days."
NEW = OLD.replace("30", "90")


@pytest.mark.parametrize(
    ("texts", "words", "label"),
    [
        # Nothing else is touched by an edit.
        ([OLD, NEW], "We lend books to everyone.", "1.0.0"),
        ([OLD, NEW], "We keep the record of a loan for 90 days.", "1.0.1"),
        # What comes back reads so since it came back.
        ([OLD, NEW, OLD], "We keep the record of a loan for 30 days.", "1.0.2"),
        # An addition.
        ([OLD, OLD, OLD + "\n\nWe sell postcards."], "We sell postcards.", "1.0.2"),
        # Another place, another mark-up and another number leave the words alone.
        (
            [OLD, OLD.replace("books", "**books**")],
            "We lend books to everyone.",
            "1.0.0",
        ),
        (["## 1. Loans\n\nText.", "## 2. Loans\n\nText."], "2. Loans", "1.0.0"),
    ],
)
def test_a_clause_reads_so_since_its_words_changed(
    texts: list[str], words: str, label: str
) -> None:
    assert since(*texts)[words] == label


def test_all_that_a_clause_ever_said_is_kept_the_latest_first() -> None:
    third = NEW.replace("90", "60")
    steps = readings(OLD, NEW, third)["We keep the record of a loan for 60 days."].steps

    assert [each.entry.label for each in steps] == ["1.0.2", "1.0.1", "1.0.0"]
    before = [each.change.old_text for each in steps if each.change]
    assert before == [
        "We keep the record of a loan for 90 days.",
        "We keep the record of a loan for 30 days.",
    ]
    assert steps[-1].change is None


def test_a_section_is_as_young_as_its_youngest_clause() -> None:
    line = drawn(OLD + "\n\n## Ask {#ask}\n\nAsk us.", NEW + "\n\n## Ask {#ask}\n\nAsk us.")
    last = line.entries[-1]

    sections = sections_of(last, readings_of(line.entries)[last.label])

    assert [(each.section.id, each.since.label) for each in sections] == [
        ("loans", "1.0.1"),
        ("ask", "1.0.0"),
    ]


SENTENCES = st.lists(
    st.sampled_from(["We lend books.", "We keep names.", "We sell nothing.", "Ask the desk."]),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25)
@given(st.lists(SENTENCES, min_size=1, max_size=4))
def test_every_clause_was_said_in_each_version_since(versions: list[list[str]]) -> None:
    line = drawn(*("\n\n".join(each) for each in versions))
    found = readings_of(line.entries)
    labels = [each.label for each in line.entries]

    for entry in line.entries:
        assert [each.clause for each in found[entry.label]] == [*entry.version.document.clauses]
        for reading in found[entry.label]:
            spoken = labels[labels.index(reading.since.label) : labels.index(entry.label) + 1]
            for label in spoken:
                assert reading.clause.text in {each.clause.text for each in found[label]}


def test_a_policy_of_one_version_has_nothing_before() -> None:
    found = readings(OLD)

    assert {each.since.label for each in found.values()} == {"1.0.0"}
    assert all(step.change is None for each in found.values() for step in each.steps)
