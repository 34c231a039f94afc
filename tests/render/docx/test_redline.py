from __future__ import annotations

import zipfile
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from gazette.errors import RedlineError
from gazette.model.comparison import Change, ChangeKind, Comparison, Op, Pair, Span
from gazette.model.document import Clause, ClauseKind, Document, Mark
from gazette.redline import compare_documents
from gazette.render.docx import document_docx, redline_docx
from gazette.source import read_markdown
from oracles.texts import alignments, texts, versions
from oracles.word import Word, expected

AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def compared(old: str, new: str) -> Comparison:
    return compare_documents(read_markdown(old), read_markdown(new))


def redlined(old: str, new: str) -> bytes:
    return redline_docx(compared(old, new), author="Jana", at=AT)


def part(data: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


def tracked(data: bytes, *names: str) -> list[tuple[str, str]]:
    """The tracked changes of some sorts: their element and their words."""
    body = etree.fromstring(part(data).encode())
    return [
        (etree.QName(node).localname, "".join(node.itertext()))
        for node in body.iter(*(f"{W}{name}" for name in names))
    ]


def assert_restores(data: bytes, comparison: Comparison) -> None:
    for accept, document in ((True, comparison.new), (False, comparison.old)):
        assert Word(data, accept).lines() == [expected(c) for c in document.clauses]


@given(versions())
def test_accepting_gives_the_new_version_and_rejecting_the_old_one(pair: tuple[str, str]) -> None:
    comparison = compared(*pair)
    assert_restores(redline_docx(comparison, author="Jana", at=AT), comparison)


@given(st.data(), versions())
def test_it_restores_both_versions_however_they_are_aligned(
    data: st.DataObject, pair: tuple[str, str]
) -> None:
    old, new = map(read_markdown, pair)
    comparison = data.draw(alignments(old, new))
    assert_restores(redline_docx(comparison, author="Jana", at=AT), comparison)


@given(texts)
def test_a_text_that_did_not_change_has_no_tracked_change(blocks: list[str]) -> None:
    document = read_markdown("\n\n".join(blocks))
    data = document_docx(document, author="Jana", at=AT)
    assert not tracked(data, "ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange")
    assert Word(data, accept=True).lines() == [expected(c) for c in document.clauses]


@given(st.text(), st.text(), st.text())
def test_any_characters_can_stand_anywhere(text: str, target: str, author: str) -> None:
    clause = Clause("a", ClauseKind.CODE, text, 1, marks=(Mark(0, len(text), "a", target, text),))
    document = Document((clause,))
    data = document_docx(document, author=author, at=AT, title=text)
    if text:
        assert Word(data, accept=True).lines() == [expected(clause)]
    for name in ("word/header1.xml", "docProps/core.xml"):
        etree.fromstring(part(data, name).encode())


def test_the_same_comparison_gives_the_same_bytes() -> None:
    comparison = compared("- a\n- b", "1. a\n2. c")
    data = redline_docx(comparison, author="Jana", at=AT, title="T")
    elsewhere = AT.astimezone(timezone(timedelta(hours=2)))
    assert redline_docx(comparison, author="Jana", at=elsewhere, title="T") == data


def test_every_change_bears_the_author_and_the_instant_in_utc() -> None:
    local = datetime(2026, 11, 22, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    data = redline_docx(compared("one two", "one three"), author='J & "J"', at=local)
    body = etree.fromstring(part(data).encode())
    found = [node for node in body.iter() if node.get(f"{W}author")]
    assert {node.get(f"{W}author") for node in found} == {'J & "J"'}
    assert {node.get(f"{W}date") for node in found} == {"2026-11-22T10:30:00Z"}


def test_words_are_marked_and_nothing_else() -> None:
    data = redlined("We keep data 30 days.", "We keep data 60 days.")
    assert tracked(data, "del", "ins") == [("del", "30"), ("ins", "60")]


SENTENCES = (
    "The first of the two sentences says this much.",
    "The second of the two sentences says that much.",
)


@pytest.mark.parametrize(
    ("old", "new", "element"),
    [
        (" ".join(SENTENCES), "\n\n".join(SENTENCES), "ins"),
        ("\n\n".join(SENTENCES), " ".join(SENTENCES), "del"),
    ],
)
def test_a_split_or_merge_tracks_only_the_paragraph_mark(old: str, new: str, element: str) -> None:
    data = redlined(old, new)
    words = [(name, text.strip()) for name, text in tracked(data, "ins", "del") if text.strip()]
    assert not words
    marks = etree.fromstring(part(data).encode()).findall(f".//{W}pPr/{W}rPr/{W}{element}")
    assert len(marks) == 1


def test_a_moved_paragraph_is_moved_with_its_edits_marked_inside() -> None:
    stays = "\n\n".join(
        f"Paragraph {n} stays right where it always was, number {n}." for n in "abc"
    )
    moves = "This paragraph about keeping data for thirty days goes to the end of the text."
    data = redlined(f"{moves}\n\n{stays}", f"{stays}\n\n{moves.replace('thirty', 'sixty')}")
    assert ("del", "thirty") in tracked(data, "del")
    assert ("ins", "sixty") in tracked(data, "ins")
    for element in ("moveFrom", "moveTo"):
        words = "".join(text for _, text in tracked(data, element))
        assert words == moves.replace("thirty", "")


def test_a_new_heading_level_or_sort_of_list_marks_no_word() -> None:
    data = redlined(
        "## Rights\n\n- access here\n- deletion", "### Rights\n\n1. access here\n2. deletion"
    )
    assert not tracked(data, "ins", "del")
    assert len(tracked(data, "pPrChange")) == 3


def test_formatting_is_tracked_as_formatting() -> None:
    data = redlined("We never sell it.", "We **never** sell it.")
    assert not tracked(data, "ins", "del")
    assert len(tracked(data, "rPrChange")) == 1


def test_a_link_that_leads_elsewhere_is_deleted_and_inserted() -> None:
    data = redlined("See [partners](https://a.example/).", "See [partners](https://b.example/).")
    assert tracked(data, "del", "ins") == [("del", "partners"), ("ins", "partners")]
    relations = part(data, "word/_rels/document.xml.rels")
    assert relations.index("https://a.example/") < relations.index("https://b.example/")


def test_what_goes_stands_in_one_piece_before_what_comes() -> None:
    data = redlined(
        "Look at [example.com](https://example.com/) or [elsewhere](https://other.example/).",
        "Look at [other.com](https://other.com/) or [elsewhere](https://other.example/).",
    )
    assert tracked(data, "del", "ins") == [("del", "example.com"), ("ins", "other.com")]


def test_rows_come_and_go_whole_and_cells_are_redlined_by_word() -> None:
    head = "| Cookie | Purpose |\n|---|---|\n"
    data = redlined(
        head + "| session | keeps you signed in |\n| old | was used for advertising |",
        head + "| session | keeps you logged in |\n| new | is used for measuring visits |",
    )
    body = etree.fromstring(part(data).encode())
    assert len(body.findall(f".//{W}trPr/{W}ins")) == len(body.findall(f".//{W}trPr/{W}del")) <= 1
    assert ("del", "signed") in tracked(data, "del")


def test_a_table_between_two_others_never_joins_them() -> None:
    one, two = "| A |\n|---|\n| one |", "| B |\n|---|\n| two |"
    for old, new in (
        (f"{one}\n\nGone words between.\n\n{two}", f"{one}\n\n<!-- -->\n\n{two}"),
        (one, f"{one}\n\nNew words between.\n\n{two}"),
    ):
        comparison = compared(old, new)
        data = redline_docx(comparison, author="Jana", at=AT)
        assert_restores(data, comparison)
        body = etree.fromstring(part(data).encode())[0]
        names = [etree.QName(child).localname for child in body]
        assert ("tbl", "tbl") not in pairwise(names)


def test_list_numbers_are_words_own() -> None:
    text = "3. three\n4. four\n\nbetween\n\n1. one\n    1. nested\n2. two"
    data = document_docx(read_markdown(text), author="Jana", at=AT)
    assert [line.number for line in Word(data, accept=True).lines()] == [
        "3.", "4.", "", "1.", "1.", "2.",
    ]  # fmt: skip
    assert ">3<" not in part(data)


def test_a_deleted_id_comes_back_with_the_old_version() -> None:
    data = redlined("## Rights {#your-rights}\n\ntext", "## Rights {#my-rights}\n\ntext")
    assert 'w:name="gz_my_rights"' in part(data)
    assert 'w:name="gzold_your_rights"' in part(data)


def test_text_written_from_right_to_left_is_set_so() -> None:
    data = document_docx(read_markdown("שלום, PEX\n\nHello שלום"), author="Jana", at=AT)
    assert part(data).count("<w:bidi/>") == 1


def test_a_redline_that_misquotes_its_versions_is_refused() -> None:
    old, new = read_markdown("thirty days"), read_markdown("sixty days")
    wrong = Change(
        "c", ChangeKind.EDITED, old.clauses, new.clauses, (Span(Op.KEEP, "ninety days"),)
    )
    pair = Pair(old.clauses, new.clauses, wrong)
    with pytest.raises(RedlineError):
        redline_docx(Comparison(old, new, (wrong,), (pair,), ()), author="Jana", at=AT)


def test_a_moved_sentence_is_tied_to_its_other_end() -> None:
    old, new = read_markdown("alpha beta\n\ngamma"), read_markdown("beta\n\ngamma alpha")
    spans = (
        (Span(Op.MOVED_AWAY, "alpha"), Span(Op.KEEP, "beta")),
        (Span(Op.KEEP, "gamma"), Span(Op.MOVED_HERE, "alpha")),
    )
    pairs = tuple(
        Pair((here,), (there,), Change(f"c{n}", ChangeKind.EDITED, (here,), (there,), redline))
        for n, (here, there, redline) in enumerate(
            zip(old.clauses, new.clauses, spans, strict=True)
        )
    )
    comparison = Comparison(old, new, (), pairs, ())
    data = redline_docx(comparison, author="Jana", at=AT)
    assert_restores(data, comparison)
    assert [text.strip() for _, text in tracked(data, "moveFrom", "moveTo")] == ["alpha", "alpha"]


def test_sentences_that_left_together_are_each_tied_to_where_they_arrived() -> None:
    first = "The first sentence says at some length what we do with all your data."
    second = "The second one says, no shorter, whom else we let see any of it."
    stays = "This paragraph is here before and after, as it is the one that stays."
    old = read_markdown(f"{stays} {first} {second}\n\nThe end.")
    new = read_markdown(f"{first} We add.\n\n{stays}\n\nThe end.\n\nIt goes on. {second} Amen.")
    comparison = compare_documents(old, new)
    data = redline_docx(comparison, author="Jana", at=AT)
    assert_restores(data, comparison)
    for end in ("moveFrom", "moveTo"):
        moved = " ".join(text for _, text in tracked(data, end)).split()
        assert moved == f"{first} {second}".split()


def test_a_picture_that_gives_way_to_words_is_deleted_once() -> None:
    old, new = read_markdown("![us](us.png)"), read_markdown("words")
    pair = Pair(old.clauses, new.clauses)
    comparison = Comparison(old, new, (), (pair,), ())
    assert_restores(redline_docx(comparison, author="Jana", at=AT), comparison)


def test_one_end_of_a_move_alone_is_a_plain_change() -> None:
    old, new = read_markdown("alpha beta"), read_markdown("beta")
    redline = (Span(Op.MOVED_AWAY, "alpha"), Span(Op.KEEP, "beta"))
    change = Change("c", ChangeKind.EDITED, old.clauses, new.clauses, redline)
    comparison = Comparison(old, new, (change,), (Pair(old.clauses, new.clauses, change),), ())
    data = redline_docx(comparison, author="Jana", at=AT)
    assert_restores(data, comparison)
    assert [text.strip() for _, text in tracked(data, "del", "moveFrom")] == ["alpha"]


@settings(max_examples=20)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_ids_of_any_letters_make_names_that_word_takes(identity: str) -> None:
    clause = Clause(identity, ClauseKind.HEADING, "Rights", 1, level=2)
    Word(document_docx(Document((clause,)), author="Jana", at=AT), accept=True)
