from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from gazette.model.comparison import Op, Span
from gazette.render.excerpt import visible
from gazette.render.markdown import LONGEST, escape, redline_markdown, verdict_markdown

if TYPE_CHECKING:
    from gazette.render.report import Report

# What a policy may hold, dense in what Markdown and HTML give a meaning to.
TEXT = st.text(st.sampled_from("ab1 .-+#>*_`[]()<>|~!&;:@\\=$/\n隐"), max_size=30)


def seen(source: str) -> str:
    """What a reader of the rendered Markdown sees."""
    page = markdown(source, extensions=["tables"])
    without_comments = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", without_comments)).split())


@given(TEXT)
def test_escaped_text_reads_as_it_is(text: str) -> None:
    expected = " ".join(f"Seen: {visible(text)} end".split())
    assert seen(f"Seen: {escape(text)} end") == expected


@given(st.lists(st.builds(Span, st.sampled_from(Op), TEXT), min_size=1, max_size=4))
def test_a_redline_reads_as_its_words(spans: list[Span]) -> None:
    joined = "".join(span.text.replace("\n", "") for span in spans)
    shown = seen(f"> {redline_markdown(tuple(spans))}")
    unmarked = re.sub(r"⟦moved (?:away|here)⟧", "", shown)
    assert "".join(unmarked.split()) == "".join(joined.split())


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("@someone", "@<!-- -->someone"),
        ("see #12", "see #<!-- -->12"),
        ("privacy@example.com", "privacy@example.com"),
        ("1.0.0", "1.0.0"),
    ],
)
def test_nobody_is_mentioned(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_the_comment_gives_the_verdict_the_table_and_the_redlines(report: Report) -> None:
    text = verdict_markdown(report)
    assert text.startswith("## 1.0.0 → draft: material\n")
    assert "| material | Title of retention-lengthened |" in text
    assert "Deleted <del>30</del><ins>60</ins> days after termination." in text
    assert "[GDPR Art. 13(2)(a)](<https://example.com/gdpr/13>)" in text


def test_every_finding_is_told(report: Report) -> None:
    text = seen(verdict_markdown(report))
    for finding in report.verdict.findings:
        assert finding.title in text
    assert "Decided by a person" in text


def test_the_policys_html_stays_text(report: Report) -> None:
    text = verdict_markdown(report)
    assert "<b>" not in text
    assert "\x1b" not in text


def test_what_does_not_fit_is_counted(crowded: Report) -> None:
    text = verdict_markdown(crowded)
    assert len(text) <= LONGEST
    shown = text.count("**material: Title of recipient-added.**")
    assert 0 < shown < 100
    assert f"**{100 - shown} parts of this report did not fit" in text
    assert "gazette diff 1.0.0 draft" in text
