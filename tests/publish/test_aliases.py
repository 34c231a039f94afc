from __future__ import annotations

import pytest

from gazette.publish.aliases import aliases_in
from gazette.render.body import named_too, shown
from gazette.source import read_markdown
from publish.test_history import drawn

LOANS = "We keep the record of a loan for 30 days after the book has come back to us."
DESK = "The front desk shows you what we hold about you whenever you come and ask for it."
TEXT = f"# Notice {{#notice}}\n\n## Loans {{#loans}}\n\n{LOANS}\n\n## Desk {{#desk}}\n\n{DESK}\n"


@pytest.mark.parametrize(
    ("texts", "aliases"),
    [
        ((TEXT,), {}),
        ((TEXT, TEXT.replace("30", "90")), {}),
        ((TEXT, TEXT.replace("#loans", "#lending")), {"lending": ("loans",)}),
        # Through several versions, and in every one of them.
        (
            (TEXT, TEXT.replace("#loans", "#lending"), TEXT.replace("#loans", "#lent")),
            {"lent": ("lending", "loans")},
        ),
        # Back to what it was.
        ((TEXT, TEXT.replace("#loans", "#lending"), TEXT), {"loans": ("lending",)}),
        # A name that something else has now leads there.
        (
            (TEXT, TEXT.replace("#desk", "#help").replace("#loans", "#desk")),
            {"desk": ("loans",)},
        ),
        # What is gone leads nowhere.
        (
            (TEXT, TEXT.replace("#loans", "#lending"), TEXT.partition("## Loans")[0]),
            {},
        ),
    ],
)
def test_a_heading_is_found_by_every_id_that_it_had(
    texts: tuple[str, ...], aliases: dict[str, tuple[str, ...]]
) -> None:
    assert aliases_in(drawn(*texts)) == aliases


def test_a_section_that_moved_and_was_renamed_keeps_its_old_name() -> None:
    loans = f"## Loans {{#loans}}\n\n{LOANS}\n\n"
    desk = f"## Desk {{#desk}}\n\n{DESK} {DESK}\n\n"

    assert aliases_in(drawn(loans + desk, desk + loans.replace("#loans", "#lending"))) == {
        "lending": ("loans",)
    }


def test_a_page_holds_each_name_once_and_says_the_same() -> None:
    body = shown(read_markdown(TEXT)).body
    named = named_too(body, {"loans": ("lent", "desk", "a<b")})

    assert named.count('id="lent"') == 1
    assert named.count('id="desk"') == 1
    assert "a&lt;b" in named or 'id="a<b"' in named
    assert named.striptags() == body.striptags()
    assert named_too(body, {}) == body
