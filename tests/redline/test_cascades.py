"""A renumbering that follows from another change names it; one that somebody wanted does not."""

from __future__ import annotations

import pytest

from gazette import compare
from gazette.model.comparison import Change, ChangeKind, Op
from gazette.render.html import redline_html

TOPICS = ("Data", "Use", "Sharing", "Retention", "Rights", "Security", "Children", "Changes")


def policy(topics: tuple[str, ...], *, start: int = 1) -> str:
    """Numbered sections, each with two numbered parts."""
    return "\n\n".join(
        f"## {n}. {topic}\n\n{n}.1. What we say of {topic.lower()} is said in this clause.\n\n"
        f"{n}.2. More that there is to know about {topic.lower()} stands here."
        for n, topic in enumerate(topics, start)
    )


def renumbered(old: str, new: str) -> list[Change]:
    return [c for c in compare(old, new).changes if c.kind is ChangeKind.RENUMBERED]


def reason(change: Change) -> str:
    """What its one note says a renumbering follows from."""
    (note,) = change.notes
    return str(note).partition(", ")[2]


def test_an_inserted_section_is_the_cause_of_every_number_after_it() -> None:
    comparison = compare(policy(TOPICS), policy((*TOPICS[:2], "Cookies", *TOPICS[2:])))
    added = [c for c in comparison.changes if c.kind is ChangeKind.ADDED]
    others = [c for c in comparison.changes if c.kind is not ChangeKind.ADDED]

    assert {c.kind for c in others} == {ChangeKind.RENUMBERED}
    assert len(others) == 3 * 6
    assert {c.cause for c in others} == {added[0].id}
    assert {reason(c) for c in others} == {"because “3. Cookies” was added"}


def test_a_removed_section_is_a_cause_too() -> None:
    comparison = compare(policy(TOPICS), policy((*TOPICS[:2], *TOPICS[3:])))

    assert {reason(c) for c in comparison.changes if c.cause} == {
        "because “3. Sharing” was removed"
    }


def test_each_number_follows_from_the_nearest_change() -> None:
    causes = [
        reason(c)
        for c in renumbered(policy(TOPICS), policy(("Scope", *TOPICS[:4], "Cookies", *TOPICS[4:])))
        if c.clause.level
    ]

    assert causes == ["because “1. Scope” was added"] * 4 + ["because “6. Cookies” was added"] * 4


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (policy(TOPICS), policy(TOPICS, start=2)),
        (policy(TOPICS), policy(("Scope", *TOPICS), start=5)),
        (
            policy(TOPICS[:3]) + "\n\n## A\n\nfive words are standing here",
            policy(TOPICS[:3], start=4),
        ),
    ],
)
def test_a_renumbering_without_a_cause_has_none(old: str, new: str) -> None:
    changes = renumbered(old, new)

    assert changes
    assert {c.cause for c in changes} == {""}


def test_a_long_cause_is_named_by_its_beginning() -> None:
    items = [f"{n}\\. {text}" for n, text in enumerate((LONG, MORE), 1)]
    more = [f"1\\. {' '.join(['word'] * 40)}", f"2\\. {LONG}", f"3\\. {MORE}"]
    (first, _) = renumbered("\n\n".join(items), "\n\n".join(more))

    assert len(reason(first)) < 100
    assert "word …” was added" in reason(first)


def test_the_html_tells_a_cascade_once() -> None:
    html = redline_html(
        compare(policy(TOPICS), policy((*TOPICS[:2], "Cookies", *TOPICS[2:]))), fold=False
    )

    assert html.count("because") == 1
    assert "numbers 3. to 8.2. → 4. to 9.2. (18 clauses), because “3. Cookies” was added" in html


LONG = "What we keep of your data is kept in the Union and nowhere else."
MORE = "Who asks us for a copy of it will be sent one within thirty days."


@pytest.mark.parametrize(
    ("old", "new", "notes"),
    [
        (f"{LONG} {MORE}", f"{LONG}\n\n{MORE}", 1),
        (f"{LONG}\n\n{MORE}", f"{LONG} {MORE}", 1),
        (f"## Data\n\n{LONG}", f"### Data\n\n{LONG}", 1),
        (f"* {LONG}\n* {MORE}", f"1. {LONG}\n2. {MORE}", 1),
        (f"[Terms](a.md). {LONG}", f"[Terms](b.md). {LONG}", 1),
        (LONG.replace(" ", "\n", 4), LONG, 0),
    ],
)
def test_a_change_of_structure_marks_no_word(old: str, new: str, notes: int) -> None:
    comparison = compare(old, new)

    assert all(span.op is Op.KEEP for span in comparison.redline)
    assert len(comparison.changes) <= 1
    assert sum(len(change.notes) for change in comparison.changes) == notes
