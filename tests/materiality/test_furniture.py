"""What a page has around its text is no part of the text; what only looks like it is."""

from __future__ import annotations

import pytest

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
AROUND = "# Boats\n\nWe are Quay.\n\n{}\n\nBoats are lent."


def level(old: str, new: str) -> Level:
    return judge(compare(AROUND.format(old), AROUND.format(new)), CATALOGUE).level


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 out of 40 found this helpful", "1,015 out of 3,052 found this helpful"),
        ("1,234 people found this helpful.", "1,240 people found this helpful."),
        ("Updated 3 months ago", "Updated over a year ago"),
        ("Reading time: 12 minutes", "Reading time: 14 minutes"),
        ("12 min read", "9 min read"),
        ("Read more", "Show more"),
        ("", "Back to top"),
        ("Print this page", ""),
        ("", "Page 1 of 12"),
        ("English Deutsch", "English Deutsch Français Português (Brasil)"),
        ("- [English](/en)", "- [English](/en)\n- [Suomi](/fi)"),
        ("", "Related articles\n\n- [How to delete a boat](/a)\n- [Our cookie policy](/b)"),
        ("- [Fees](#fees)", "- [Fees](#fees)\n- [Sale of data](#sale)"),
        ("Write to [email\u00a0protected] now.", "Write to desk@quay.example now."),
        ("Version 3.1", "Version 3.2"),
        (
            "© 2024 Quay - Harbour Home Terms Old Notices",
            "© 2025 Quay - Harbour Home Terms Old Notices",
        ),
        ("© 2019 Quay, 5 Road, Cork", "© 2019-2025 Quay, 5 Road, Cork"),
        ("© Quay 2024 | Terms | Old Notices", "© Quay 2025 | Terms | Old Notices"),
    ],
)
def test_furniture_is_editorial(old: str, new: str) -> None:
    assert level(old, new) is Level.EDITORIAL
    assert level(new, old) is Level.EDITORIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Do you sell my data?\n\nNo.", "Do you sell my data?\n\nYes."),
        (
            "We call you at these numbers:\n\n- work",
            "We call you at these numbers:\n\n- work\n- home",
        ),
        ("| Data | Sold |\n|---|---|\n| Name | No |", "| Data | Sold |\n|---|---|\n| Name | Yes |"),
        ("We send data to:\n\n- Norway", "We send data to:\n\n- Norway\n- US"),
        ("We keep logs for 3 months.", "We keep logs updated 5 months ago."),
        ("12 out of 40 boats are sold", "15 out of 52 boats are sold"),
        ("© 2024 Quay. The lease ends in 2024.", "© 2024 Quay. The lease ends in 2025."),
    ],
)
def test_what_looks_like_furniture_is_read(old: str, new: str) -> None:
    assert level(old, new) not in (Level.EDITORIAL, Level.MINOR)


@pytest.mark.parametrize(
    "line",
    [
        "import Card from '@site/src/card';",
        'export const meta = { title: "Boats", draft: true }',
        "{/* data: approved by counsel */}",
        "{# sold out, says the harbour #}",
        "{: .lead}",
        "[TOC]",
        "* TOC\n{:toc}",
        "\\newpage",
        ":::",
        "-- END --",
        "Powered by Docusaurus",
        "[Privacy](/p) | [Terms](/t) | [Cookies](/c)",
        "[← Cookie Policy](/c) | [Terms of Service →](/t)",
        "Stand: Mai 2024",
        "Dernière mise à jour : 3 août 2024",
    ],
)
def test_what_the_generator_reads_is_editorial(line: str) -> None:
    assert level("", line) is Level.EDITORIAL
    assert level(line, "") is Level.EDITORIAL


@pytest.mark.parametrize(
    "line",
    [
        ":::note\n\nWe sell your data.\n\n:::",
        "[Quillo](/q) | [Ferndo](/f)",
        "Powered by Quillo",
        "Privacy | Sale of data",
        "Stand by 2024 boats",
        "import duties are paid by you",
        "The sale ends on 3 May 2024.",
    ],
)
def test_what_looks_like_a_generators_line_is_read(line: str) -> None:
    assert level("", line) not in (Level.EDITORIAL, Level.MINOR)


def test_a_mailbox_hidden_from_programs_is_the_same_mailbox() -> None:
    for hidden in ("desk [at] quay.example", "desk(at)quay(dot)example"):
        assert level("Write to desk@quay.example now.", f"Write to {hidden} now.") is (
            Level.EDITORIAL
        )


def test_a_deadline_is_no_date_of_the_text() -> None:
    assert level("The sale ends on 3 May 2024.", "The sale ends on 3 June 2024.") not in (
        Level.EDITORIAL,
        Level.MINOR,
    )
    assert level("The sale ends on December 3, 2024.", "The sale ends on Dec. 3, 2024.") is (
        Level.EDITORIAL
    )
