from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.model.comparison import Op, Redline, Span
from gazette.render.excerpt import GAP, one_line, shorten, visible

LONG = "word " * 100

redlines = st.lists(
    st.builds(Span, st.sampled_from(Op), st.text("ab \n隐", max_size=60)), max_size=6
).map(tuple)


def words(redline: Redline, op: Op) -> str:
    return "".join(span.text for span in redline if span.op is op)


@given(redlines, st.integers(1, 50))
def test_shortening_keeps_every_changed_word(redline: Redline, context: int) -> None:
    short = shorten(redline, context=context)
    for op in set(Op) - {Op.KEEP}:
        assert words(short, op) == words(redline, op)


@given(redlines, st.integers(1, 50))
def test_shortening_never_lengthens(redline: Redline, context: int) -> None:
    for before, after in zip(redline, shorten(redline, context=context), strict=True):
        assert len(after.text) <= len(before.text)


@given(redlines)
def test_one_line_is_one_line(redline: Redline) -> None:
    assert all("\n" not in span.text for span in one_line(redline, context=10))


def test_a_cut_keeps_whole_words_beside_the_change() -> None:
    redline = (Span(Op.KEEP, LONG), Span(Op.DELETE, "old"), Span(Op.KEEP, " " + LONG))
    before, _, after = shorten(redline, context=12)
    assert before.text == f"{GAP} word word "
    assert after.text == f" word word {GAP}"


def test_a_cut_between_two_changes_keeps_both_sides() -> None:
    redline = (Span(Op.DELETE, "a"), Span(Op.KEEP, f" {LONG}"), Span(Op.INSERT, "b"))
    assert shorten(redline, context=12)[1].text == f" word word {GAP} word word "


def test_text_without_any_change_is_cut_at_its_end() -> None:
    assert shorten((Span(Op.KEEP, LONG),), context=12)[0].text == f"word word {GAP}"


def test_a_script_without_spaces_is_cut_too() -> None:
    redline = (Span(Op.KEEP, "隐" * 100), Span(Op.INSERT, "私"))
    assert shorten(redline, context=10)[0].text == f"{GAP} {'隐' * 10}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – “text” 📧", "plain – “text” 📧"),
        ("\x1b[31mred", "⟨U+001B⟩[31mred"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("tab\there", "tab here"),
        ("two\nlines", "two\nlines"),
        ("\x9bcsi", "⟨U+009B⟩csi"),
        ("da\u200bta", "da⟨U+200B⟩ta"),
        ("co\xadoperate", "co⟨U+00AD⟩operate"),
        ("\ufeffstart", "⟨U+FEFF⟩start"),
        ("\u200fright", "⟨U+200F⟩right"),
        ("half \ud800", "half ⟨U+D800⟩"),
        ("tag\U000e0041", "tag⟨U+E0041⟩"),
    ],
)
def test_what_would_not_be_seen_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_every_letter_that_is_left_can_be_seen() -> None:
    # Unicode's own classes: controls, surrogates, formats, separators of lines and paragraphs.
    # The few formats that are left are drawn, such as the Arabic sign of a number.
    left = set(visible("".join(map(chr, range(sys.maxunicode + 1))))) - {"\n"}
    hidden = {c for c in left if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    drawn = ("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN", "SHORTHAND", "MUSICAL")
    assert all(unicodedata.name(c).startswith(drawn) for c in hidden)
