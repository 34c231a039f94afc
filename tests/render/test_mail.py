from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from gazette.errors import TemplateError
from gazette.materiality import load_catalogue
from gazette.model.comparison import Op, Span
from gazette.model.policy import Contact
from gazette.notice import Edit, Effect, Link, Links, Name, Notice, Part, Readership
from gazette.render.mail import after, before, render_notice, unreviewed
from gazette.render.templates import packaged_folder

HOSTILE = "a <script>alert(1)</script> & “b”\u202e"
REDLINE = (Span(Op.KEEP, "kept "), Span(Op.DELETE, "30"), Span(Op.INSERT, "60"))


def made(**changes: object) -> Notice:
    notice = Notice(
        organisation="Example & Sons",
        title=Name("Privacy Policy"),
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
                (Effect("kept", "Kept longer", "You wait longer", ("60 days, was 30",)),),
                (Edit("kept 30", "kept 60", REDLINE),),
            ),
        ),
        smaller=3,
        links=Links(
            "https://example.com/versions/2.0.0/",
            "https://example.com/versions/",
            (Link("1.0.0", "2.0.0", "https://example.com/changes/1.0.0..2.0.0/"),),
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
    part = Part(
        HOSTILE,
        (Effect("hostile", HOSTILE, HOSTILE, (HOSTILE,)),),
        (Edit(HOSTILE, HOSTILE, spans),),
    )
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
        ("pl", "en", True),
        ("de", "de", False),
        ("sk_SK", "sk", False),
        ("fr-CA", "fr", False),
        ("EN", "en", False),
    ],
)
def test_a_language_without_words_is_stood_in_for_and_says_so(
    asked: str, got: str, *, said: bool
) -> None:
    mail = render_notice(made(readership=Readership("1.0.0", locale=asked)))
    assert mail.language == got
    assert ("no translation" in " ".join(mail.text.split())) is said


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("notice.txt", "Hello\n", "no subject"),
        ("notice.html", '<img src="https://example.com/pixel">', "load something"),
        ("notice.html", "{{ notice.nothing }}", "nothing"),
        ("notice.txt", "Subject: x\n{{ notice.nothing }}", "nothing"),
        ("words.en.toml", "[say", "no TOML"),
        ("words.en.toml", "[say]\nsubject = '{nobody}'", "does not say|no \\[date\\]"),
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
    said = " ".join(f"{mail.text} {mail.html}".split())
    assert "that you accepted" not in said
    assert "that you accepted" in " ".join(render_notice(made()).text.split())


def test_a_draft_says_that_it_is_one() -> None:
    mail = render_notice(made(is_draft=True, release="draft", effective=None))
    assert mail.subject.startswith("[Draft, not in force]")
    assert "not set yet" in mail.text


DAYS = {
    "en": ("1 February 2027", "15 March 2027"),
    "de": ("1. Februar 2027", "15. März 2027"),
    "sk": ("1. februára 2027", "15. marca 2027"),
    "fr": ("1er février 2027", "15 mars 2027"),
}


@pytest.mark.parametrize("language", list(DAYS))
def test_days_are_written_as_the_language_writes_them(language: str) -> None:
    for effective, written in zip(
        (date(2027, 2, 1), date(2027, 3, 15)), DAYS[language], strict=True
    ):
        mail = render_notice(
            made(readership=Readership("1.0.0", locale=language), effective=effective)
        )
        assert written in mail.subject
        assert written in mail.text
        assert written in html.fromstring(mail.html).text_content()


@pytest.mark.parametrize("language", list(DAYS))
@pytest.mark.parametrize("action", ["notify", "consent"])
@pytest.mark.parametrize("accepted", ["1.0.0", ""])
@pytest.mark.parametrize("smaller", [0, 1, 3, 7])
def test_every_language_says_everything(
    language: str, action: str, accepted: str, smaller: int
) -> None:
    mail = render_notice(
        made(
            readership=Readership(accepted, ("saas",), language, action),
            segments=(Name("SaaS customers", (("de", "SaaS-Kunden"),)),),
            is_draft=smaller == 3,
            smaller=smaller,
            effective=None if smaller == 7 else date(2027, 2, 1),
            base="" if smaller == 1 else "1.0.0",
            consent_url="https://example.com/agree" if smaller else "",
            between=("1.1.0", "1.2.0") if smaller == 3 else (),
        )
    )
    assert ("1.2.0" in mail.text) == ("1.2.0" in mail.html) == (smaller == 3)
    (body,) = html.fromstring(mail.html).xpath("//body")
    said = " ".join(body.text_content().split())
    for text in (said, mail.text, mail.subject):
        assert "{" not in text
    for words in ("kept 30", "kept 60", "office@example.com"):
        assert words in said
        assert words in mail.text
    assert (str(smaller) in said) or smaller < 2


@pytest.mark.parametrize("language", list(DAYS))
def test_consent_is_asked_for_and_never_taken_from_silence(language: str) -> None:
    asked = Readership("1.0.0", locale=language, action="consent")
    told = Readership("1.0.0", locale=language)
    page = "https://example.com/agree"
    mail, plain = (render_notice(made(readership=each, consent_url=page)) for each in (asked, told))
    assert mail.subject != plain.subject
    assert mail.action == "consent"
    assert page in mail.text
    assert f'href="{page}"' in mail.html
    assert page not in plain.html + plain.text
    silence = {"en": "Silence is no agreement", "de": "Schweigen ist keine", "sk": "Mlčanie nie je"}
    assert silence.get(language, "silence ne vaut pas") in " ".join(mail.text.split())
    by_mail = render_notice(made(readership=asked))
    assert "mailto:office@example.com" in by_mail.html


def test_words_are_the_organisations_to_change(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    ours = (packaged_folder() / "mail/words.sk.toml").read_text(encoding="utf-8")
    (folder / "words.sk.toml").write_text(
        ours.replace('reviewed = ""', 'reviewed = "Mgr. Nováková, 2026-12-01"').replace(
            "Nemusíte odpovedať.", "Odpoveď <nepotrebujeme>."
        ),
        encoding="utf-8",
    )
    notice = made(readership=Readership("1.0.0", locale="sk"))
    mail, before = (render_notice(notice, templates=each) for each in (tmp_path, None))
    assert "Odpoveď <nepotrebujeme>." in mail.text
    assert "Odpoveď &lt;nepotrebujeme&gt;." in mail.html
    assert unreviewed((before,)) == ("sk",)
    assert unreviewed((mail,), templates=tmp_path) == ()


@pytest.mark.parametrize(
    ("locale", "title", "segment", "name"),
    [
        ("de-AT", "Datenschutzerklärung", "SaaS-Kunden", "Büro"),
        ("sk", "Privacy Policy", "SaaS customers", "Office"),
        ("en", "Privacy Policy", "SaaS customers", "Office"),
    ],
)
def test_names_are_in_the_language_of_the_mail_or_as_they_are(
    locale: str, title: str, segment: str, name: str
) -> None:
    mail = render_notice(
        made(
            readership=Readership("1.0.0", ("saas",), locale),
            title=Name("Privacy Policy", (("de", "Datenschutzerklärung"),)),
            contact=Contact("Office", "office@example.com", names=(("de", "Büro"),)),
            segments=(Name("SaaS customers", (("de", "SaaS-Kunden"),)),),
        )
    )
    assert title in mail.subject
    for words in (title, segment, name):
        assert words in " ".join(mail.text.split())
        assert words in mail.html


def test_what_is_not_translated_says_in_which_language_it_is() -> None:
    mail = render_notice(made(readership=Readership("1.0.0", locale="de")))
    tree = html.fromstring(mail.html)
    (effect,) = (p for p in tree.xpath("//p") if "Kept longer" in p.text_content())
    assert effect.get("lang") == "en"
    assert tree.get("lang") == "de"
    assert "60 days, was 30" not in mail.text  # said by the rules, in English only
    (known,) = (Effect("retention-lengthened", "Kept longer", "You wait", ()),)
    part = Part("Retention", (known,), (Edit("kept 30", "kept 60", REDLINE),))
    translated = render_notice(made(readership=Readership("1.0.0", locale="de"), parts=(part,)))
    assert "Kept longer" not in translated.text


@pytest.mark.parametrize("language", ["de", "sk", "fr"])
def test_every_rule_has_its_words_in_every_language_that_comes_along(language: str) -> None:
    path = packaged_folder() / f"mail/rules.{language}.toml"
    translated = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(translated) == {rule.id for rule in load_catalogue().rules}
    for rule, each in translated.items():
        assert set(each) == {"title", "means"}, rule
        assert all(text.strip() == text != "" for text in each.values()), rule
        assert not each["title"].endswith("."), rule
        assert each["means"].endswith("."), rule
