"""Reading takes no more than its bound, and what would is refused by name."""

from __future__ import annotations

import pytest

from gazette.errors import SourceError
from gazette.source import read_markdown
from gazette.source.effort import FREE, MOST_ABBREVIATIONS, Effort, OverworkedError

MANY = 15_000


@pytest.mark.parametrize(
    "hostile",
    [
        "[a](" * MANY + ")",
        "[a](<" * MANY + ")>",
        "<a " * MANY,
        '<b a="' * MANY,
        "<a \n\n" * MANY,
        "*a* " * MANY * 2,
        "\\* " * MANY * 2,
        "# a\nb\n" * MANY * 2,
        "~~~a\n\n" * MANY,
        "Term\n" + ": definition\n" * MANY,
        "<b " + " ".join(f"a{n}" for n in range(MANY)) + ">c</b>",
        "\n".join(f"*[A{n}]: b" for n in range(MOST_ABBREVIATIONS + 1)),
    ],
    ids=lambda text: text[:8],
)
def test_what_would_be_gone_over_for_ever_is_refused_with_its_line(hostile: str) -> None:
    text = f"---\ntitle: T\n---\n# Policy\n\nOrdinary words.\n\n{hostile}\n"
    with pytest.raises(SourceError, match="again thousands of times") as error:
        read_markdown(text, path="policy.md")
    assert str(error.value).startswith(("policy.md:8:", "policy.md:9:", "policy.md:1008:"))


def test_blank_lines_alone_have_no_line_to_name() -> None:
    with pytest.raises(SourceError, match=r"^policy.md: .*again thousands of times"):
        read_markdown("\n" * 10 * MANY + "end", path="policy.md")


def test_what_is_left_to_go_over_grows_with_the_text() -> None:
    effort = Effort()
    effort.begin("")
    effort.spend(FREE, "")
    with pytest.raises(OverworkedError):
        effort.spend(1, "")
    effort.begin("a" * 1000)
    effort.spend(FREE + 1000, "")


def test_the_line_is_the_one_with_the_words() -> None:
    near = OverworkedError("\x02klz:1\x03 word *a*\nmore \x02")
    assert near.line_in("one\ntwo\nbut word *a*") == 3
    assert OverworkedError("").line_in("one") is None


def test_every_mark_of_a_footnote_has_its_own_id_and_the_note_leads_back_to_each() -> None:
    html = read_markdown("a[^n] b[^n] c[^n] d[^m]\n\n[^n]: Note.\n[^m]: More.").html
    for mark in ("fnref:n", "fnref2:n", "fnref3:n", "fnref:m"):
        assert html.count(f'id="{mark}"') == 1
        assert html.count(f'href="#{mark}"') == 1


def test_braces_that_nothing_closes_are_words() -> None:
    for text in ("# a " + "{: " * MANY, "| a |\n|---|\n| " + "{: b " * MANY + "|"):
        assert len(read_markdown(text).text) > MANY
