from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gazette.model.comparison import Comparison
from gazette.model.policy import Contact, Policy, Version
from gazette.model.verdict import Verdict
from gazette.publish.passages import shelves_of
from gazette.publish.timeline import Entry, timeline
from gazette.source import read_markdown

TEXTS = ["We keep it.", "We sell it.", "## Rights", "You may ask.", "Nobody else sees it."]
HISTORIES = st.lists(st.lists(st.sampled_from(TEXTS), min_size=1), min_size=1, max_size=6)


def entries_of(history: list[list[str]]) -> tuple[Entry, ...]:
    """A policy whose versions are those texts, a day each."""
    versions = tuple(
        Version(
            policy="privacy",
            label=f"{at + 1}.0.0",
            title="Privacy",
            document=read_markdown("\n\n".join(texts)),
            published=date(2026, 1, 1) + timedelta(days=at),
            effective=date(2026, 1, 1) + timedelta(days=at),
        )
        for at, texts in enumerate(history)
    )
    policy = Policy("privacy", "Privacy", "X", Contact("X", "x@example.com"), "UTC", 0, versions)

    def unjudged(policy: Policy, old: Version, new: Version) -> Verdict:
        del policy
        return Verdict(Comparison(old.document, new.document, (), (), ()), ())

    at = datetime(2026, 12, 1, tzinfo=UTC)
    return timeline(policy, at=at, root="", preview=False, judge=unjudged).entries


@given(HISTORIES)
def test_each_text_stands_once_with_just_the_versions_that_hold_it(
    history: list[list[str]],
) -> None:
    entries = entries_of(history)
    labels = [each.label for each in entries]
    found: dict[str, set[str]] = {}
    for shelf in shelves_of(entries):
        for passage in shelf.passages:
            assert passage.text not in found
            assert passage.stands[-1].last is shelf.entry
            found[passage.text] = {
                label
                for stand in passage.stands
                for label in labels[
                    labels.index(stand.first.label) : labels.index(stand.last.label) + 1
                ]
            }

    wanted: dict[str, set[str]] = {}
    for entry in entries:
        for clause in entry.version.document.clauses:
            wanted.setdefault(clause.text, set()).add(entry.label)
    assert found == wanted


def test_what_stands_comes_first_and_what_is_gone_last_newest_first() -> None:
    entries = entries_of([["## Old", "Once."], ["## Old", "Then."], ["Now."]])

    shelves = shelves_of(entries)

    assert [(each.entry.label, [p.text for p in each.passages]) for each in shelves] == [
        ("3.0.0", ["Now."]),
        ("2.0.0", ["Old", "Then."]),
        ("1.0.0", ["Once."]),
    ]
    assert shelves[2].passages[0].section.title == "Old"
