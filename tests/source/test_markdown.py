"""What a visitor sees: safe, with nothing fetched from elsewhere, and named headings."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.errors import SourceError
from gazette.source import render_html

MARKDOWN = st.text(
    alphabet=st.sampled_from("ab1 \n\t#*_-+>.:[](){}<>/!&;|`~^=\"'\\\0\x1b\u200b\u202e\u00a0é漢"),
    max_size=80,
)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<style>p { color: red }</style>",
        '<p onclick="alert(1)">x</p>',
        '<iframe src="https://elsewhere.example"></iframe>',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,hello)",
        "<a href='vbscript:x'>x</a>",
        "<object data='x'></object>",
        "<svg onload=alert(1)></svg>",
        '<p style="background: url(https://elsewhere.example)">x</p>',
    ],
)
def test_nothing_runs(hostile: str) -> None:
    html = render_html(f"Text.\n\n{hostile}\n").lower()

    assert "text." in html
    for trace in ("script", "<style", "on", "iframe", "data:", "url(", "<object", "<svg"):
        assert not re.search(rf"<[^>]*{re.escape(trace)}[^>]*>", html), html


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/x.png",
        "//elsewhere.example/x.png",
        "/\\elsewhere.example/x.png",
        "\\\\elsewhere.example/x.png",
        "ht\ttps://elsewhere.example/x.png",
        " https://elsewhere.example/x.png",
        "HTTPS://elsewhere.example/x.png",
    ],
)
def test_no_image_is_asked_for_from_another_host(address: str) -> None:
    html = render_html(f'<p>See <img src="{address}" alt="our seal">.</p>')

    assert " src=" not in html
    assert 'alt="our seal"' in html


def test_an_image_of_the_site_stays() -> None:
    assert 'src="seal.png"' in render_html("![our seal](seal.png)")


def test_relative_links_stay() -> None:
    assert 'href="../cookies/#use"' in render_html("[cookies](../cookies/#use)")


def test_headings_are_named_by_their_explicit_id_or_their_text() -> None:
    html = render_html("# Privacy Policy\n\n## 1. Use {#use}\n\n## Löschung & Fristen\n\n## 漢字\n")

    assert re.findall(r'<h\d id="([^"]*)"', html) == [
        "privacy-policy",
        "use",
        "löschung-fristen",
        "漢字",
    ]


def test_ids_are_unique_and_never_empty() -> None:
    html = render_html("# Use\n\n# Use\n\n# !!!\n\n# ???\n\n# x {#use}\n\n<h2>Use</h2>\n")

    names = re.findall(r'<h\d id="([^"]*)"', html)
    assert len(names) == len(set(names)) == 6
    assert all(names)


def test_an_ordered_list_begins_where_its_author_said() -> None:
    assert '<ol start="3">' in render_html("3. three\n4. four\n")


def test_an_item_of_the_other_kind_stays_an_item() -> None:
    # The sane_lists extension would show "- two" as running text.
    assert render_html("1. one\n- two\n").count("<li>") == 2


def test_depth_is_refused_with_its_line_and_not_with_a_traceback() -> None:
    for deep in (">" * 5000 + " x", "\n".join(" " * 4 * n + "- x" for n in range(2000))):
        with pytest.raises(SourceError, match="nested") as caught:
            render_html(f"Text.\n\n{deep}\n")
        assert caught.value.where is not None
        assert caught.value.where.line is not None
        assert caught.value.remedy


def test_elements_nested_too_deeply_are_refused_rather_than_lost() -> None:
    with pytest.raises(SourceError, match="nested"):
        render_html("<div>" * 5000 + "x" + "</div>" * 5000)


@given(MARKDOWN)
def test_any_text_renders_to_html_without_a_way_to_run(markdown: str) -> None:
    html = render_html(markdown)

    assert "\0" not in html
    assert not re.search(r"<(?:script|style|iframe|object|embed|form)\b", html)


@given(MARKDOWN)
def test_rendering_twice_gives_the_same(markdown: str) -> None:
    assert render_html(markdown) == render_html(markdown)
