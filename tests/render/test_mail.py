from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from gazette.errors import TemplateError
from gazette.model.comparison import Op, Span
from gazette.model.policy import Contact
from gazette.notice import Edit, Effect, Link, Links, Notice, Part, Readership
from gazette.render.mail import after, before, render_notice

HOSTILE = "a <script>alert(1)</script> & “b”\u202e"
REDLINE = (Span(Op.KEEP, "kept "), Span(Op.DELETE, "30"), Span(Op.INSERT, "60"))


def made(**changes: object) -> Notice:
    notice = Notice(
        organisation="Example & Sons",
        title="Privacy Policy",
        contact=Contact("Office", "office@example.com", "https://example.com"),
        release="2.0.0",
        is_draft=False,
        published=date(2026, 12, 15),
        effective=date(2027, 2, 1),
        summary="",
        language="en",
        base="1.0.0",
        readership=Readership("1.0.0"),
        segments=(),
        parts=(
            Part(
                "Retention",
                (Effect("Kept longer", "You wait longer", ("60 days, was 30",)),),
                (Edit("kept 30", "kept 60", REDLINE),),
            ),
        ),
        smaller=3,
        links=Links(
            "https://example.com/versions/2.0.0/",
            "https://example.com/versions/",
            (Link("every change", "https://example.com/changes/1.0.0..2.0.0/"),),
        ),
    )
    return replace(notice, **changes)  # type: ignore[arg-type]  # fields of Notice


def test_it_stands_alone() -> None:
    mail = render_notice(made())
    assert mail.subject == (
        "Example & Sons: our Privacy Policy changes on 1 February 2027 – what it means for you"
    )
    said = html.fromstring(mail.html).text_content()
    for words in (
        "Kept longer",
        "You wait longer",
        "kept 30",
        "kept 60",
        "1 February 2027",
        "version 1.0.0",
        "version 2.0.0",
        "office@example.com",
        "3 other changes",
    ):
        assert words in said
        assert words in mail.text
    for address in ("https://example.com/changes/1.0.0..2.0.0/", "https://example.com/versions/"):
        assert address in mail.html
        assert address in mail.text


def test_it_loads_nothing_and_knows_nobody() -> None:
    tree = html.fromstring(render_notice(made()).html)
    assert not tree.xpath("//img|//script|//link|//iframe|//form|//@src|//@background")
    assert {each.rpartition("?")[1] for each in tree.xpath("//@href")} == {""}


def test_it_is_dark_where_the_reader_wants_that() -> None:
    mail = render_notice(made())
    assert "prefers-color-scheme: dark" in mail.html
    assert '<meta name="color-scheme" content="light dark">' in mail.html


def test_words_of_the_policy_are_escaped_in_html_and_plain_in_text() -> None:
    spans = (Span(Op.KEEP, HOSTILE), Span(Op.INSERT, HOSTILE))
    part = Part(HOSTILE, (Effect(HOSTILE, HOSTILE, (HOSTILE,)),), (Edit(HOSTILE, HOSTILE, spans),))
    mail = render_notice(made(parts=(part,)))
    assert "<script" not in mail.html
    assert "<script>" in mail.text
    assert not html.fromstring(mail.html).xpath("//script")


def test_a_subject_stays_one_line() -> None:
    mail = render_notice(made(organisation="Example\r\nBcc: all@example.com"))
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject


def test_only_what_changed_within_a_clause_is_marked() -> None:
    assert before(REDLINE).startswith("kept <del")
    assert "60" not in before(REDLINE)
    assert after((Span(Op.INSERT, "all new"),)) == "all new"


@pytest.mark.parametrize(
    ("asked", "got", "said"),
    [
        ("", "en", False),
        ("en-GB", "en", False),
        ("de", "en", True),
        ("sk", "sk", False),
        ("sk_SK", "sk", False),
    ],
)
def test_a_language_without_templates_is_stood_in_for_and_says_so(
    tmp_path: Path, asked: str, got: str, *, said: bool
) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "notice.sk.txt").write_text("Subject: Zmena\n\ntext", encoding="utf-8")
    (folder / "notice.sk.html").write_text("<p>text</p>", encoding="utf-8")
    mail = render_notice(made(readership=Readership("1.0.0", locale=asked)), templates=tmp_path)
    assert mail.language == got
    assert ("no translation" in " ".join(mail.text.split())) is said


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("notice.en.txt", "Hello\n", "no subject"),
        ("notice.en.html", '<img src="https://example.com/pixel">', "load something"),
        ("notice.en.html", "{{ notice.nothing }}", "nothing"),
        ("notice.en.txt", "Subject: x\n{{ notice.nothing }}", "nothing"),
    ],
)
def test_a_template_that_will_not_do_is_refused(
    tmp_path: Path, name: str, text: str, what: str
) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / name).write_text(text)
    with pytest.raises(TemplateError, match=what) as refused:
        render_notice(made(), templates=tmp_path)
    assert name in str(refused.value)


def test_without_a_record_it_says_so() -> None:
    mail = render_notice(made(readership=Readership("")))
    assert "no record of the version" in mail.text
    assert "which you accepted" not in mail.text + mail.html


def test_a_draft_says_that_it_is_one() -> None:
    mail = render_notice(made(is_draft=True, release="draft", effective=None))
    assert mail.subject.startswith("[Draft, not in force]")
    assert "not set yet" in mail.text
