"""The HTML redline: legal, escaped, spoken, and true to both texts."""

from __future__ import annotations

import re

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from gazette import compare
from gazette.errors import RedlineError
from gazette.model.comparison import Change, Comparison
from gazette.render import restored
from gazette.render.html import change_html, redline_html

RETENTION = "We keep your data for 30 days after you close your account, then we delete it."
SHARING = "We share data with payment processors who are bound by contract to protect it."
RIGHTS = "You may ask us at any time for a copy of the data that we hold about you."
UNTOUCHED = "\n\n".join(f"Paragraph {n} has always been here and says little." for n in range(9))

SPOKEN = (
    *("image", "visually-hidden", "change__break", "change__number", "change__note"),
    *("move__link", "invisible"),
)


def read(html: str, *, drop_tags: tuple[str, ...] = (), drop_classes: tuple[str, ...] = ()) -> str:
    """The words of a fragment without some of its elements."""
    page = lxml_html.fromstring(f"<div>{html}</div>")
    for element in list(page.iter()):
        classes = (element.get("class") or "").split()
        gone = element.tag in (*drop_tags, "summary") or set(classes) & {*drop_classes, *SPOKEN}
        if gone and element.getparent() is not None:
            element.drop_tree()
    return "".join(page.text_content().split())


def accepted(html: str) -> str:
    return read(html, drop_tags=("del",), drop_classes=("move--away",))


def rejected(html: str) -> str:
    return read(html, drop_tags=("ins",), drop_classes=("move--here",))


def shape(html: str) -> list[tuple[str, int]]:
    """Every element of a fragment in order, with its depth."""
    page = lxml_html.fromstring(f"<div>{html}</div>")
    return [(str(e.tag), sum(1 for _ in e.iterancestors())) for e in page.iter()]


def as_a_browser_reads(html: str) -> str:
    """The fragment after a parser that mends whatever HTML forbids."""
    tags = set(re.findall(r"<([a-z0-9]+)", html))
    return nh3.clean(html, tags=tags, clean_content_tags=set(), link_rel=None)


def redline(old: str, new: str) -> str:
    return redline_html(compare(old, new), fold=False)


def only(comparison: Comparison) -> Change:
    assert len(comparison.changes) == 1
    return comparison.changes[0]


def test_an_edit_lies_inside_its_block() -> None:
    html = redline(RETENTION, RETENTION.replace("30", "90"))

    assert html.startswith('<p><span class="change change--edited" id="change-')
    assert '<del><span class="visually-hidden">deleted: </span>30</del>' in html
    assert '<ins><span class="visually-hidden">inserted: </span>90</ins>' in html


def test_a_link_stays_whole_around_an_edit() -> None:
    html = redline("See [our old terms](a.md) now.", "See [our new terms](a.md) now.")

    assert html.count("<a ") == 1
    assert re.search(r'<a href="a.md">our <del>.*</ins> terms</a>', html)


def test_a_removed_item_stands_in_its_list() -> None:
    html = redline("* Name and age\n* Telephone\n* Address", "* Name and age\n* Address")

    assert html.count("<ul>") == 1
    assert html.count("<li>") == 3


def test_a_removed_first_item_stands_in_its_list() -> None:
    html = redline("* Telephone\n* Name and age\n* Address", "* Name and age\n* Address")

    assert html.count("<ul>") == 1
    assert html.index("Telephone") < html.index("Name and age")


def test_a_removed_row_stands_in_its_table() -> None:
    head = "| Data | Kept |\n|---|---|\n| Logs | 30 days |\n"
    html = redline(f"{head}| Mail | 40 days |\n", head)

    assert html.count("<table>") == 1
    assert html.count("<tr>") == 3
    assert "<td><span class" in html


def test_the_two_ends_of_a_move_are_linked() -> None:
    rest = f"## Rest\n\n{SHARING}\n\n{RIGHTS} {RIGHTS}"
    moved = RETENTION.replace("30", "90")
    html = redline(f"{RETENTION}\n\n{rest}", f"{rest}\n\n{moved}")

    for target in re.findall(r'href="#([^"]*)"', html):
        assert f'id="{target}"' in html
    assert 'class="move move--away"' in html
    assert "moved down from before the first heading" in html
    assert accepted(html) == "".join(f"Rest{SHARING}{RIGHTS}{RIGHTS}{moved}".split())


def labels(old: str, new: str) -> list[str]:
    """What the links between the ends of moves say, in reading order."""
    return re.findall(r'class="move__link"[^>]*>([^<]*)<', redline(old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # A section that moved stands below no other; its number is no other name.
        (
            f"# P\n\n## 1. A\n\n{RETENTION}\n\n## 2. B\n\n{SHARING} {RIGHTS}\n\n{RIGHTS}\n",
            f"# P\n\n## 1. B\n\n{SHARING} {RIGHTS}\n\n{RIGHTS}\n\n## 2. A\n\n{RETENTION}\n",
            {"moved down"},
        ),
        # A subsection is told by the section that it left and the one that it came to.
        (
            f"## A\n\n### C\n\n{RETENTION}\n\n### D\n\n{SHARING}\n\n## B\n\n{RIGHTS}\n",
            f"## A\n\n### D\n\n{SHARING}\n\n## B\n\n{RIGHTS}\n\n### C\n\n{RETENTION}\n",
            {"moved down to “B”", "moved down from “A”", "moved down"},
        ),
        # Up to where no heading is above it.
        (
            f"## A\n\n{SHARING}\n\n{RIGHTS} {RIGHTS}\n\n{RETENTION}\n",
            f"{RETENTION}\n\n## A\n\n{SHARING}\n\n{RIGHTS} {RIGHTS}\n",
            {"moved up to before the first heading", "moved up from “A”"},
        ),
        # A text without headings has no place before the first.
        (
            f"{RETENTION}\n\n{SHARING}\n\n{RIGHTS} {RIGHTS}",
            f"{SHARING}\n\n{RIGHTS} {RIGHTS}\n\n{RETENTION}",
            {"moved down"},
        ),
    ],
)
def test_a_move_is_told_by_the_headings_above(old: str, new: str, said: set[str]) -> None:
    assert set(labels(old, new)) == said


def test_a_moved_row_is_linked_once() -> None:
    head = "| Name | Purpose |\n|---|---|\n"
    moved = "| Acme Incorporated of Ireland | sends out our letters to you |\n"
    rest = "".join(f"| Supplier {n} of services | does work number {n} |\n" for n in range(3))
    html = redline(head + moved + rest, head + rest + moved)

    assert html.count('class="move move--away"') == html.count('class="move move--here"') == 2
    assert html.count('class="move__link"') == 2


def test_a_sentence_that_moved_is_no_deletion() -> None:
    sentence = "Every transfer is covered by the standard contractual clauses of the Commission."
    old, new = f"{SHARING} {sentence}\n\n{RIGHTS}", f"{SHARING}\n\n{RIGHTS} {sentence}"
    html = redline(old, new)

    assert "<del>" not in html
    assert "<ins>" not in html
    assert accepted(html) == "".join(new.split())
    assert rejected(html) == "".join(old.split())


def test_a_deleted_word_keeps_its_link_and_emphasis() -> None:
    html = redline(
        "Ask **our** [data officer](dpo.md) about it any day.", "Ask support about it any day."
    )

    assert re.search(r"<strong><del>(<span.*?</span>)? ?our</del></strong>", html)
    assert re.search(r'<a href="dpo.md"><del>data officer</del></a>', html)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## Rights", "### Rights"),
        ("* one\n* two\n* three", "1. one\n2. two\n3. three"),
        ("Quoted words", "> Quoted words"),
        (f"{RETENTION} {SHARING}", f"{RETENTION}\n\n{SHARING}"),
        (f"{RETENTION}\n\n{SHARING}", f"{RETENTION} {SHARING}"),
        (f"* {RETENTION}\n* {SHARING}", f"> {RETENTION} {SHARING}"),
    ],
)
def test_rejecting_restores_blocks_without_marking_a_word(old: str, new: str) -> None:
    html = redline(old, new)

    assert "<del>" not in html
    assert "<ins>" not in html
    assert restored.accepted(html) == restored.shown(compare("", new).new.html)
    assert restored.rejected(html) == restored.shown(compare("", old).new.html)
    assert restored.accepted(html) != restored.rejected(html)


def test_a_split_shows_where() -> None:
    assert redline(f"{RETENTION} {SHARING}", f"{RETENTION}\n\n{SHARING}").count("¶") == 1
    assert redline(f"{RETENTION}\n\n{SHARING}", f"{RETENTION} {SHARING}").count("¶") == 1


def test_a_break_at_the_very_end_of_a_clause_parts_the_old_text() -> None:
    asks = [f"If you are under {age}, ask your parents first." for age in (42, 65, 28, 11)]
    old = f"{asks[0]}{asks[1]}\n\n{asks[2]}"
    new = f"{asks[1]}\n\n{asks[2]} {asks[3]}"
    html = redline(old, new)

    assert restored.accepted(html) == restored.shown(compare("", new).new.html)
    assert restored.rejected(html) == restored.shown(compare("", old).new.html)


@pytest.mark.parametrize("flaw", [("90", "91"), ("<p>", "<div>"), ("<del>", "<ins>")])
def test_html_that_does_not_give_back_both_texts_is_refused(flaw: tuple[str, str]) -> None:
    comparison = compare(RETENTION, RETENTION.replace("30", "90"))
    html = redline_html(comparison)

    assert restored.check_html(html, comparison) == html
    with pytest.raises(RedlineError, match="does not give back"):
        restored.check_html(html.replace(*flaw), comparison)


def test_what_no_word_shows_is_said() -> None:
    assert "link target of “terms” a.md → b.md" in redline("[terms](a.md)", "[terms](b.md)")
    assert "thematic break removed" in redline("a\n\n---", "a")
    assert "thematic break added" in redline("a", "a\n\n---")


def test_unchanged_runs_fold_and_headings_do_not() -> None:
    old = f"# Policy\n\n{UNTOUCHED}\n\n{RETENTION}"
    html = redline_html(compare(old, old.replace("30", "90")))

    assert "<summary>8 unchanged clauses</summary>" in html
    assert html.index("<h1") < html.index("<details")
    assert "<details" not in redline_html(compare(old, old.replace("30", "90")), fold=False)


def test_everything_is_escaped() -> None:
    hostile = '`<script>alert(1)</script>` & [x](<a"b> "t\'<i>") end'
    html = redline("plain words stand here", hostile)

    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "&amp;" in html
    assert 'href="a"b"' not in html


def test_treacherous_characters_are_shown() -> None:
    html = redline("pay 100 euro", "pay \u202e100\u200b\x1b euro")

    assert "\u202e" not in html
    assert "\x1b" not in html
    for code in ("U+202E", "U+200B", "U+001B"):
        assert code in html


def test_the_policys_own_ins_and_del_do_not_pass_for_changes() -> None:
    html = redline("a <del>b</del> <ins>c</ins> d e f", "a <del>b</del> <ins>c</ins> d e g")

    assert "<s>b</s>" in html
    assert html.count("<ins>") == html.count("<del>") == 1


def test_no_image_is_fetched_from_elsewhere() -> None:
    html = redline("words", "words and ![our seal](https://elsewhere.example/seal.png)")

    assert "<img" not in html
    assert "our seal" in html


def test_a_split_writes_each_of_its_clauses() -> None:
    html = redline(f"{RETENTION} {SHARING}", f"{RETENTION}\n\n{SHARING}")

    assert html.count("<p>") == 2
    assert html.count('id="change-') == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (RETENTION, RETENTION.replace("30", "90")),
        ("", SHARING),
        (SHARING, ""),
        (f"{RETENTION} {SHARING}", f"{RETENTION}\n\n{SHARING}"),
        (f"{RETENTION}\n\n{SHARING}", f"{RETENTION} {SHARING}"),
        ("~~~\na\n~~~", "~~~\nb\n~~~"),
    ],
)
def test_one_change_as_a_fragment(old: str, new: str) -> None:
    change = only(compare(old, new))
    html = change_html(change)

    assert html.startswith(f'<div class="change change--{change.kind}"')
    assert accepted(html) == "".join(change.new_text.split())
    assert rejected(html) == "".join(change.old_text.split())


def test_a_moved_change_says_where_from_and_where_to() -> None:
    rest = f"## Sharing\n\n{SHARING}\n\n{RIGHTS} {RIGHTS}"
    change = only(compare(f"{RETENTION}\n\n{rest}", f"{rest}\n\n{RETENTION}"))

    assert "moved from before the first heading to “Sharing”" in change_html(change)


BLOCKS = st.sampled_from(
    [
        "# Data\n\n", "## Use {#use}\n\n", f"{RETENTION}\n\n", f"{SHARING}\n\n", f"{RIGHTS} ",
        f"{RIGHTS}\n\n", "* Name\n", "* **Name**, address\n", "    * Street\n", "    1. City\n",
        "\n    More about it.\n\n", "1. Name\n", "\n", "Yes. ", "e - mail ", "30 days ",
        "[terms *of* use](a.md) ", "[terms](b.md) ", "| a | b |\n|---|---|\n| 1 | Yes |\n",
        "| 2 | Yes |\n", "| 3 | No |\n", "> ", "---\n\n", "<br>", "![seal](x.png)\n\n",
        "~~~\n  code\n~~~\n", "term\n:   meaning\n\n", "<div>loose\n", "</div>\n", "& < > \" '",
        "\u202e", "\u200b ", "[![seal](x.png)](c.md) ",
    ]
)  # fmt: skip
TEXTS = st.lists(BLOCKS, max_size=20).map("".join)


def seen(text: str) -> str:
    """`text` without the characters that are shown by their code."""
    return re.sub("[\u200b\u202e\\s]", "", text)


@settings(max_examples=120)
@given(TEXTS, TEXTS)
def test_any_redline_is_legal_and_gives_both_texts_back(old: str, new: str) -> None:
    comparison = compare(old, new)
    html = redline_html(comparison, fold=False)

    assert shape(as_a_browser_reads(html)) == shape(html)
    assert seen(accepted(html)) == seen(comparison.new.text)
    assert seen(rejected(html)) == seen(comparison.old.text)
    assert restored.accepted(html) == restored.shown(comparison.new.html)
    assert restored.rejected(html) == restored.shown(comparison.old.html)
    for name in re.findall(r' id="([^"]*)"', html):
        assert html.count(f' id="{name}"') == 1


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_any_change_gives_its_texts_back(old: str, new: str) -> None:
    for change in compare(old, new).changes:
        html = change_html(change)
        assert shape(as_a_browser_reads(html)) == shape(html)
        assert seen(accepted(html)) == seen(change.new_text)
        assert seen(rejected(html)) == seen(change.old_text)


BLOCKS = {
    "paragraph": "Words about data.",
    "list": "- one thing\n- another thing",
    "table": "| a | b |\n|---|---|\n| cell one | cell two |",
    "definition": "Term\n:   What it means",
    "item table": "- item\n\n    | a | b |\n    |---|---|\n    | cell one | two |\n\n    more",
    "list in a cell": "<table><tr><td><p>cell one</p><ul><li>in a cell</li></ul></td></tr></table>",
    "table in a quotation": "> quoted\n>\n> | a | b |\n> |---|---|\n> | cell one | cell two |",
}


@pytest.mark.parametrize("old", BLOCKS)
@pytest.mark.parametrize("new", BLOCKS)
def test_any_block_may_give_way_to_any_other(old: str, new: str) -> None:
    html = redline(BLOCKS[old], BLOCKS[new])
    assert shape(as_a_browser_reads(html)) == shape(html)
    assert accepted(html) == read(compare("", BLOCKS[new]).new.html)
    assert rejected(html) == read(compare("", BLOCKS[old]).new.html)
