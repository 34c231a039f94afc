"""A comparison gives back both texts, names what changed, and marks nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette import compare
from gazette.model.comparison import NEW_OPS, OLD_OPS, Change, ChangeKind, Comparison, Op, Redline

RETENTION = "We keep your data for 30 days after you close your account, then we delete it."
SHARING = "We share data with payment processors who are bound by contract to protect it."
RIGHTS = "You may ask us at any time for a copy of the data that we hold about you."


def words(redline: Redline, ops: frozenset[Op]) -> list[str]:
    return "".join(span.text for span in redline if span.op in ops).split()


def marked(redline: Redline) -> list[tuple[str, str]]:
    return [(str(s.op), s.text.strip()) for s in redline if s.op is not Op.KEEP and s.text.strip()]


def kinds(comparison: Comparison) -> list[str]:
    return [str(change.kind) for change in comparison.changes]


def notes(change: Change) -> tuple[str, ...]:
    """What is said of a change beside its words."""
    return tuple(map(str, change.notes))


def only(comparison: Comparison) -> Change:
    assert len(comparison.changes) == 1, comparison.changes
    return comparison.changes[0]


def test_an_edit_marks_the_words_that_changed() -> None:
    change = only(compare(RETENTION, RETENTION.replace("30", "90")))

    assert change.kind is ChangeKind.EDITED
    assert marked(change.redline) == [("-", "30"), ("+", "90")]
    assert change.clause.id == "preamble/p1"


def test_a_number_changes_as_a_whole() -> None:
    change = only(compare("A fee of 1,000.50 euro is due.", "A fee of 1,200.50 euro is due."))

    assert marked(change.redline) == [("-", "1,000.50"), ("+", "1,200.50")]


def test_a_sentence_is_inserted_as_a_sentence() -> None:
    change = only(compare("We keep data. We delete it.", "We keep data. We lock it. We delete it."))

    assert marked(change.redline) == [("+", "We lock it.")]


def test_a_rewritten_sentence_is_not_confetti() -> None:
    old = "The data that we collect about you is stored on the servers of a provider."
    new = "For the purposes of billing, you and we agree on the price of a subscription."
    redline = compare(f"{RIGHTS} {old}", f"{RIGHTS} {new}").redline

    assert [span.op for span in redline if span.text.strip()].count(Op.DELETE) == 1


def test_added_and_removed_clauses() -> None:
    both, one = f"{RETENTION}\n\n{SHARING}", RETENTION

    assert only(compare(one, both)).kind is ChangeKind.ADDED
    assert only(compare(both, one)).kind is ChangeKind.REMOVED
    assert only(compare(one, both)).new_text == SHARING


def test_a_moved_clause_is_one_change_in_two_places() -> None:
    rest = f"{SHARING}\n\n{RIGHTS} {RIGHTS}"
    comparison = compare(f"{RETENTION}\n\n{rest}", f"{rest}\n\n{RETENTION}")
    change = only(comparison)

    assert change.kind is ChangeKind.MOVED
    assert marked(change.redline) == []
    assert marked(comparison.redline) == [("<", RETENTION), (">", RETENTION)]
    assert [pair.change for pair in comparison.pairs if pair.change] == [change, change]


def test_a_clause_moved_and_edited_shows_the_edit_inside_the_move() -> None:
    rest = f"{SHARING}\n\n{RIGHTS} {RIGHTS}"
    comparison = compare(f"{RETENTION}\n\n{rest}", f"{rest}\n\n{RETENTION.replace('30', '90')}")

    assert only(comparison).kind is ChangeKind.MOVED
    assert marked(only(comparison).redline) == [("-", "30"), ("+", "90")]
    assert ("-", "30") in marked(comparison.redline)
    assert ("+", "90") in marked(comparison.redline)


def test_a_sentence_that_moved_to_another_clause_is_not_taken_back() -> None:
    sentence = "Every transfer is covered by the standard contractual clauses of the Commission."
    old = f"## Sharing\n\n{SHARING} {sentence}\n\n## Rights\n\n{RIGHTS}"
    new = f"## Sharing\n\n{SHARING}\n\n## Rights\n\n{RIGHTS} {sentence}"
    comparison = compare(old, new)

    assert marked(comparison.redline) == [("<", sentence), (">", sentence)]
    assert kinds(comparison) == ["edited", "edited"]
    assert [notes(change) for change in comparison.changes] == [
        ("words moved to “Rights”",),
        ("words moved from “Sharing”",),
    ]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("", ("words moved to another clause", "words moved from another clause")),
        ("## Rights\n\n", ("words moved to “Rights”", "words moved from before the first heading")),
    ],
)
def test_moved_words_without_a_heading_above_are_told_so(head: str, said: tuple[str, str]) -> None:
    sentence = "Every transfer is covered by the standard contractual clauses of the Commission."
    comparison = compare(
        f"{SHARING} {sentence}\n\n{head}{RIGHTS}", f"{SHARING}\n\n{head}{RIGHTS} {sentence}"
    )

    assert [notes(change) for change in comparison.changes] == [(each,) for each in said]


def test_a_sentence_that_moved_within_its_clause_is_not_taken_back() -> None:
    sentence = "Every transfer is covered by the standard contractual clauses of the Commission."
    change = only(compare(f"{sentence} {RETENTION} {RIGHTS}", f"{RETENTION} {RIGHTS} {sentence}"))

    assert marked(change.redline) == [("<", sentence), (">", sentence)]
    assert notes(change) == ()


def test_a_tiny_text_is_not_called_moved() -> None:
    old = f"Yes.\n\n{SHARING}\n\n{RIGHTS}"
    new = f"{SHARING}\n\n{RIGHTS}\n\nYes."

    assert kinds(compare(old, new)) == ["removed", "added"]


def test_a_section_moves_with_its_heading() -> None:
    section = f"## Rights\n\n{RIGHTS}"
    rest = f"## Sharing\n\n{SHARING}\n\n## Retention\n\n{RETENTION}"

    assert set(kinds(compare(f"{section}\n\n{rest}", f"{rest}\n\n{section}"))) == {"moved"}


def test_a_split_and_a_merge_mark_no_words() -> None:
    split = compare(f"{RETENTION} {SHARING}", f"{RETENTION}\n\n{SHARING}")
    merge = compare(f"{RETENTION}\n\n{SHARING}", f"{RETENTION} {SHARING}")

    assert only(split).kind is ChangeKind.SPLIT
    assert only(merge).kind is ChangeKind.MERGED
    assert marked(split.redline) == marked(merge.redline) == []


FIRST, SECOND, THIRD, FOURTH, FIFTH = (
    "We collect your name and your postal address.",
    "We use cookies to remember your settings between visits.",
    "Our partners receive only aggregate figures about usage.",
    "You may object to this at any time by writing to us.",
    "Requests are answered within thirty days of receipt.",
)


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        (
            [f"{FIRST} {SECOND}", f"{THIRD} {FOURTH}", FIFTH],
            [FIRST, f"{SECOND} {THIRD} {FOURTH} {FIFTH}"],
            "3 paragraphs → 2 paragraphs divided elsewhere",
        ),
        (
            [f"{FIRST} {SECOND}", THIRD],
            [FIRST, f"{SECOND} {THIRD}"],
            "2 paragraphs → 2 paragraphs divided elsewhere",
        ),
        (
            [f"{FIRST} {SECOND} Really."],
            [f"{FIRST} {SECOND}", "Really."],
            "1 paragraph → 2 paragraphs",
        ),
        (
            [f"{FIRST} {SECOND} {THIRD}"],
            [FIRST, f"* {SECOND}", f"* {THIRD}"],
            "1 paragraph → 1 paragraph and 2 items",
        ),
    ],
)
def test_breaks_elsewhere_mark_no_words(old: list[str], new: list[str], note: str) -> None:
    around = [[RIGHTS, *paragraphs, RETENTION] for paragraphs in (old, new)]
    change = only(compare(*("\n\n".join(each) for each in around)))

    assert marked(change.redline) == []
    assert notes(change) == (note,)


def test_an_edit_beside_a_break_that_moved_is_marked_alone() -> None:
    old = f"{FIRST} {SECOND}\n\n{THIRD} {FOURTH}"
    new = f"{FIRST}\n\n{SECOND} {THIRD} {FOURTH.replace('any time', 'once')}"

    assert marked(only(check(old, new)).redline) == [("-", "any time"), ("+", "once")]


def test_edited_neighbours_stay_changes_of_their_own() -> None:
    old = f"{FIRST} {SECOND}\n\n{THIRD} {FOURTH}"
    new = old.replace("name", "number").replace("thirty", "ten").replace("aggregate", "few")

    assert kinds(compare(old, new)) == ["edited", "edited"]


def test_a_link_does_not_change_silently_where_its_paragraph_is_divided() -> None:
    change = only(
        compare(f"{FIRST} [Terms](a.md). {SECOND}", f"{FIRST} [Terms](b.md).\n\n{SECOND}")
    )

    assert notes(change) == ("1 paragraph → 2 paragraphs", "link target of “Terms” a.md → b.md")


def test_renumbered_headings_are_told_from_edits() -> None:
    old = f"## 2. Rights\n\n{RIGHTS}"
    new = f"## 2. Sharing\n\n{SHARING}\n\n## 3. Rights\n\n{RIGHTS}"
    comparison = compare(old, new)

    assert kinds(comparison) == ["added", "added", "renumbered"]
    assert notes(comparison.changes[-1]) == ("number 2. → 3., because “2. Sharing” was added",)
    assert comparison.changes[-1].cause == comparison.changes[0].id


def test_a_number_that_is_no_numbering_is_an_edit() -> None:
    assert only(compare("30 days of notice", "60 days of notice")).kind is ChangeKind.EDITED
    assert only(compare("# 30 Day Refund", "# 60 Day Refund")).kind is ChangeKind.EDITED


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("## Rights", "### Rights", "heading level 2 → 3"),
        ("See [terms](a.md).", "See [terms](b.md).", "link target of “terms” a.md → b.md"),
        ("See terms.", "See [terms](b.md).", "link added: “terms” → b.md"),
        ("See **terms**.", "See terms.", "bold removed: “terms”"),
        ("**See all the terms.**", "See all the terms.", "bold removed"),
        ("*See all the terms.*", "**See all the terms.**", "emphasis → bold"),
        ("See **terms**.", "See *terms*.", "bold → emphasis: “terms”"),
        ("[a b](x.md) c", "a [b c](x.md)", "link on other words: “a b” → “b c”"),
        ("    code", "code", "code → paragraph"),
        ("* one\n* two", "* one\n    * two", "list level 1 → 2"),
        ("**the** terms of the", "the terms of **the**", "mark-up on other words"),
        ("* one\n* two", "1. one\n2. two", "bulleted list → numbered list"),
        ("1. one\n2. two", "3. one\n4. two", "numbered list → numbered list from 3"),
        ("Text", "> Text", "plain text → quotation"),
        ("Text", "# Text", "paragraph → heading"),
        ("![a](x.png) y", "![b](x.png) y", "image description “a” → “b”"),
        ("![a](x.png) y", "![a](z.png) y", "image source x.png → z.png"),
        ("a\n\n---", "a", "thematic break removed"),
        ("    a  b", "    a   b", "white space in preformatted text"),
    ],
)
def test_nothing_changes_silently(old: str, new: str, note: str) -> None:
    change = only(compare(old, new))

    assert change.kind is ChangeKind.FORMATTING
    assert notes(change) == (note,)
    assert marked(change.redline) == []


def test_an_inserted_list_item_does_not_renumber_the_others() -> None:
    old = "1. Name and address\n2. Telephone number"
    new = "1. Name and address\n2. Date of birth\n3. Telephone number"

    assert only(compare(old, new)).new_text == "Date of birth"


def test_a_table_is_compared_by_cell() -> None:
    old = "| Data | Kept |\n|---|---|\n| Logs | 30 days |\n| Mail | 30 days |\n"
    new = "| Data | Kept |\n|---|---|\n| Logs | 90 days |\n| Fax | 30 days |\n| Mail | 30 days |\n"
    comparison = compare(old, new)

    assert [(c.kind, c.clause.id) for c in comparison.changes] == [
        ("edited", "preamble/t1r2c2"),
        ("added", "preamble/t1r3c1"),
        ("added", "preamble/t1r3c2"),
    ]


def test_another_row_in_the_place_of_one_is_no_edit() -> None:
    head = "| Who | Why | Where |\n|---|---|---|\n| Acme | Hosting of our data | Germany |\n"
    gone = "| Docs Ltd | Signature of contracts | United States |\n| Drop | Storage | France |\n"
    come = "| Finder | Marketing data | United States |\n| Letters | Campaigns by mail | France |\n"

    assert kinds(compare(head + gone, head + come)) == ["removed"] * 6 + ["added"] * 6


def test_a_row_with_another_name_and_all_else_the_same_is_edited() -> None:
    old = "| Who | Why | Where |\n|---|---|---|\n| Google | Hosting of our data | Germany |\n"

    assert only(compare(old, old.replace("Google", "Alphabet"))).kind is ChangeKind.EDITED


def test_white_space_that_went_with_a_change_is_shown_with_it() -> None:
    change = only(compare("All account related functions.", "All account-related functions."))

    assert [(s.op, s.text) for s in change.redline[1:3]] == [("-", " "), ("+", "-")]


def test_a_column_comes_in() -> None:
    old = "| Data | Kept |\n|---|---|\n| Logs | 30 days |\n| Mail | 40 days |\n"
    new = (
        "| Data | Why | Kept |\n|---|---|---|\n| Logs | Law | 30 days |\n| Mail | You | 40 days |\n"
    )
    comparison = compare(old, new)

    assert [change.new_text for change in comparison.changes] == ["Why", "Law", "You"]
    assert set(kinds(comparison)) == {"added"}


def test_white_space_inside_a_word_comes_back() -> None:
    comparison = compare("Send an e - mail now.", "Send an e-mail now.")

    assert words(comparison.redline, OLD_OPS) == ["Send", "an", "e", "-", "mail", "now."]
    assert words(comparison.redline, NEW_OPS) == ["Send", "an", "e-mail", "now."]


def test_reflow_is_no_change() -> None:
    assert not compare(RETENTION, RETENTION.replace(" ", "\n"))


def test_the_ids_of_changes_survive_edits_elsewhere() -> None:
    edit = compare(RETENTION, RETENTION.replace("30", "90"))
    more = compare(f"# A\n\n{RETENTION}", f"# A\n\n{SHARING}\n\n{RETENTION.replace('30', '90')}")

    assert only(edit).id in {change.id for change in more.changes}


def test_the_hash_seed_does_not_matter() -> None:
    script = (
        "import json; from gazette import compare;"
        "c = compare(*json.loads(input()));"
        "print([(x.id, x.kind, [*map(str, x.notes)], x.redline) for x in c.changes], c.redline)"
    )
    paragraphs = [f"{RIGHTS} {n} {SHARING}" if n % 3 else f"{RETENTION} {n}" for n in range(30)]
    texts = json.dumps(["\n\n".join(paragraphs), "\n\n".join(reversed(paragraphs[5:]))])
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            input=texts,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }

    assert len(seen) == 1
    assert seen.pop().strip()


LINES = st.sampled_from(
    [
        "# 1. Data\n\n", "# 2. Data\n\n", "## Use {#use}\n\n", RETENTION, f"{RETENTION}\n\n",
        f"{SHARING}\n\n", f"{RIGHTS} ", f"{RIGHTS}\n\n", "* Name\n", "* **Name**, address\n",
        "1. Name\n", "\n", "\n\n", "    ", "Yes. ", "no ", "e-mail ", "e - mail ", "30 days ",
        "[terms](a.md) ", "[terms](b.md) ", "| a | b |\n|---|---|\n| 1 | Yes |\n", "| 2 | Yes |\n",
        "| 3 | Yes | x |\n", "> ", "---\n\n", "<div>\n", "</div>\n", "<br>", "漢字です。", "\u200b",
        "![seal](x.png)\n\n", "~~~\n  code\n~~~\n", "the the the ", "a b a b ",
        "term\n:   meaning\n\n",
    ]
)  # fmt: skip
TEXTS = st.lists(LINES, max_size=25).map("".join) | st.text(max_size=60)


def check(old: str, new: str) -> Comparison:
    """Compare, and hold the result to everything that must be true of any."""
    comparison = compare(old, new)
    changed = [pair.change for pair in comparison.pairs if pair.change]

    assert words(comparison.redline, OLD_OPS) == comparison.old.text.split()
    assert words(comparison.redline, NEW_OPS) == comparison.new.text.split()
    assert [c for p in comparison.pairs for c in p.new] == list(comparison.new.clauses)
    assert [c for p in comparison.pairs for c in p.old] == list(comparison.old.clauses)
    assert list(dict.fromkeys(c.id for c in changed)) == [c.id for c in comparison.changes]
    for change in comparison.changes:
        assert words(change.redline, OLD_OPS) == change.old_text.split()
        assert words(change.redline, NEW_OPS) == change.new_text.split()
        assert (
            any(s.op is not Op.KEEP for s in change.redline)
            or change.notes
            or change.kind is ChangeKind.MOVED
        )
    return comparison


@settings(max_examples=250)
@given(TEXTS, TEXTS)
def test_any_two_texts_come_back(old: str, new: str) -> None:
    check(old, new)


@settings(max_examples=150)
@given(TEXTS, TEXTS)
def test_what_is_marked_is_what_changed_and_the_reverse(old: str, new: str) -> None:
    comparison = check(old, new)
    marked_words = sum(len(s.text.split()) for s in comparison.redline if s.op is not Op.KEEP)
    listed = 0
    for change in comparison.changes:
        moved = change.kind is ChangeKind.MOVED
        for span in change.redline:
            count = len(span.text.split())
            listed += count if span.op is not Op.KEEP else 2 * count * moved
    # Joining spans may glue two pieces of one word together, never lose one.
    assert bool(marked_words) == bool(listed)
    assert marked_words <= listed


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert not compare(text, text)


@given(TEXTS, TEXTS)
def test_swapping_the_texts_swaps_what_comes_back(old: str, new: str) -> None:
    there, back = check(old, new), check(new, old)

    assert words(there.redline, OLD_OPS) == words(back.redline, NEW_OPS)
    assert bool(there) == bool(back)


PARAGRAPHS = st.lists(
    st.sampled_from([RETENTION, SHARING, RIGHTS, "Yes.", "# Data", "* Name", "> Quoted."]),
    max_size=9,
)


@given(PARAGRAPHS, PARAGRAPHS)
def test_one_more_paragraph_is_one_change(before: list[str], after: list[str]) -> None:
    added = "This paragraph says something that no other clause says."
    old, new = [*before, *after], [*before, added, *after]
    change = only(check("\n\n".join(old), "\n\n".join(new)))

    assert (change.kind, change.new_text) == (ChangeKind.ADDED, added)


def test_hundreds_of_paragraphs_joined_into_one_are_a_merge_of_them() -> None:
    parts = [f"We keep item {n} of your data for {n % 7} days, and share it." for n in range(400)]
    (change,) = compare("\n\n".join(parts), " ".join(parts)).changes
    assert change.kind is ChangeKind.MERGED
    assert {span.op for span in change.redline} == {Op.KEEP}
