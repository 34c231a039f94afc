"""What a PDF holds, read back by another library than the one that made it."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from gazette.errors import ConfigurationError, TemplateError
from gazette.materiality import load_catalogue
from gazette.model.document import ClauseKind, Document
from gazette.model.policy import Contact, Language, Policy, Translation, Version
from gazette.publish import Site, plan_site
from gazette.render.environment import template_environment
from gazette.render.pdf import pdf_files
from gazette.render.site import render_site
from gazette.render.speech import Speech
from gazette.source import read_markdown
from oracles.texts import texts

CATALOGUE = load_catalogue()
DAY = date(2025, 2, 1)
STRANGE = ("שלום", "مرحبا", "数据", "\u202ebidi\u202c", "\u200bzero\u200d")
"""Words that no font here has, or that are drawn in another order than they are said."""


def site_of(document: Document, *, language: str = "en", title: str = "Notice") -> Site:
    version = Version(
        policy="privacy",
        label="1.0.0",
        title=title,
        document=document,
        published=DAY,
        effective=date(2025, 3, 15),
        language=language,
        sha256="5e" * 32,
        data=b"text",
    )
    policy = Policy(
        id="privacy",
        title=title,
        organisation="Harbour Library",
        contact=Contact("Front desk", "desk@library.example"),
        time_zone="UTC",
        notice_days=30,
        versions=(version,),
    )
    at = datetime(2026, 11, 22, tzinfo=UTC)
    address = "https://library.example/privacy/"
    site = plan_site((policy,), at=at, site_url=address, catalogue=CATALOGUE)
    return replace(site, pdf=True)


def made(markdown: str, *, templates: Path | None = None, **facts: str) -> bytes:
    site = site_of(read_markdown(markdown), **facts)
    speech = Speech.of(template_environment(templates))
    return dict(pdf_files(site, speech, templates=templates))["versions/1.0.0.pdf"]


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def words(pdf: bytes) -> str:
    """All that is read in a PDF, the foot of each page left out."""
    pages = [each.extract_text() for each in read(pdf).pages]
    return "\n".join(re.sub(r"Harbour Library · .*Page \d+ of \d+", "", each) for each in pages)


def bare(text: str) -> str:
    """`text` without white space, ligatures and the differences that drawing makes."""
    shown = unicodedata.normalize("NFKC", text).replace("🌐", "[globewithmeridians]")
    return "".join(shown.split())


def tags(pdf: bytes) -> list[str]:
    """The tags of a PDF's structure, in reading order."""
    root = read(pdf).trailer["/Root"]["/StructTreeRoot"]

    def walk(node: object) -> Iterator[str]:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, ArrayObject):
            for each in node:
                yield from walk(each)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield str(node["/S"])
            if "/K" in node:
                yield from walk(node["/K"])

    return list(walk(root))


def links(pdf: bytes) -> set[str]:
    found = set()
    for page in read(pdf).pages:
        for each in page.get("/Annots", []):
            action = each.get_object().get("/A")
            found.add(str(action["/URI"]) if action and "/URI" in action else "within")
    return found


@settings(max_examples=40)
@given(texts)
def test_a_pdf_says_every_word_of_the_text_in_its_order(blocks: list[str]) -> None:
    # What stands for a picture is tested below.
    markdown = "\n\n".join(blocks).replace("![", "[")
    for word in STRANGE:
        escaped = "".join(f"&#{ord(c)};" if c in "\\`*_{}[]<>#+-.!|~:&$" else c for c in word)
        markdown = markdown.replace(escaped, "word")
    document = read_markdown(markdown)

    shown = bare(words(made(markdown)))

    at = 0
    for clause in document.clauses:
        # A page may end within a row, so a cell need not be in one piece.
        lines = clause.text.split() if clause.kind is ClauseKind.CELL else clause.text.split("\n")
        for line in lines:
            found = shown.find(bare(line), 0 if clause.kind is ClauseKind.CELL else at)
            assert found >= 0, (line, shown[at : at + 200])
            at = max(at, found) if clause.kind is not ClauseKind.CELL else at
    assert not Counter(bare(document.text)) - Counter(shown)


def test_text_that_looks_like_a_program_is_shown_as_it_is() -> None:
    wild = 'He #link("x") paid $5 @ <tag>; #panic("no") [a] *b* = "c" \\ // /* `d` ~ é'
    escaped = "".join(f"&#{ord(c)};" if c in '#$@<>[]*=\\"/`~()' else c for c in wild)

    pdf = made(f"# {escaped}\n\n{escaped}", title=wild)

    assert bare(words(pdf)).count(bare(wild)) == 2
    assert read(pdf).metadata is not None
    assert read(pdf).metadata.title == wild


def test_it_says_which_version_it_is_and_since_when() -> None:
    text = " ".join(words(made("# Notice\n\nText.")).split())

    assert "Version 1.0.0, published 1 February 2025, effective 15 March 2025." in text
    assert "https://library.example/privacy/versions/1.0.0/" in text
    assert "5e" * 32 in text


def test_every_page_has_its_number() -> None:
    pages = read(made("\n\n".join(f"Paragraph {n}." for n in range(120)))).pages

    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"Notice · Version 1.0.0 Page {number} of {len(pages)}" in page.extract_text()


RICH = """# Notice

Intro with [a link](https://x.example/?a=1&b=2), [one within](#two), [a relative one](../terms).

## One

3. three
4. four

    more of four

### Deeper {#two}

| A | B |
|---|---|
| 1 | 2 |

> Quoted

    code

![A tree](tree.png)
"""


def test_it_is_tagged_for_those_who_do_not_see_it() -> None:
    pdf = made(RICH, language="de-AT")
    root = read(pdf).trailer["/Root"]

    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    seen = tags(pdf)
    for tag in ("/H1", "/H2", "/P", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/TH", "/TD", "/Link"):
        assert tag in seen, tag
    assert seen.count("/LI") == 2
    assert seen.count("/TH") == 2


def test_lists_keep_their_numbers() -> None:
    text = words(made('3. three\n4. four\n\n<ol type="a"><li>aa</li><li value="5">ee</li></ol>'))

    assert re.search(r"3\.\s+three\s+4\.\s+four\s+a\.\s+aa\s+e\.\s+ee", text)


def test_links_lead_where_those_of_the_page_lead() -> None:
    assert links(made(RICH)) == {
        "https://x.example/?a=1&b=2",
        "within",
        "https://library.example/privacy/versions/terms",
        "https://library.example/privacy/versions/1.0.0/",
        "https://library.example/privacy/versions/1.0.0/tree.png",
        "https://library.example/privacy/versions/1.0.0.md",
    }


SPANS = """<table><tr><th rowspan="2">H</th><td colspan="2">w</td></tr><tr><td>p</td><td>q</td></tr>
<tr><td colspan="900" rowspan="900">huge</td></tr></table>"""


@pytest.mark.parametrize(
    "markdown",
    [
        " ",
        "###### Deep first\n\n## Then high\n\n#### And deep",
        SPANS,
        "<table><thead><tr><th rowspan='3'>H</th></tr></thead><tr><td>p</td></tr></table>",
        "<table><thead><tr><th>H</th></tr></thead></table>",
        "<ul><li>x" * 40 + "</li></ul>" * 40,
        "[nowhere](#gone) [odd](http://[) [empty]()",
        "<details><summary>More</summary><p>Inside</p></details>",
        "Term\n:   One\n\n    Two\n",
    ],
    ids=["empty", "levels", "spans", "tall header", "header", "deep", "links", "details", "terms"],
)
def test_whatever_a_text_holds_becomes_a_pdf(markdown: str) -> None:
    assert made(markdown).startswith(b"%PDF")


def test_the_same_version_is_the_same_bytes_on_any_day() -> None:
    site = site_of(read_markdown(RICH))
    later = replace(site, at=datetime(2031, 1, 1, tzinfo=UTC))

    one, two = (render_site(each)["versions/1.0.0.pdf"] for each in (site, later))

    assert one == two
    assert read(one).metadata is not None
    assert read(one).metadata.creation_date == datetime(2025, 2, 1, tzinfo=UTC)


def test_a_symbol_that_no_font_has_is_told_by_its_name() -> None:
    text = words(made("📧 Write to 👩\u200d💻 ✅"))

    assert " ".join(text.split()).count(
        "[e-mail symbol] Write to [woman][personal computer] [white heavy check mark]"
    )


def test_words_that_no_font_has_are_refused_and_not_left_out() -> None:
    with pytest.raises(TemplateError, match="could not be displayed") as refused:
        made("数据")

    assert "templates/pdf/fonts" in refused.value.remedy


def test_an_organisation_may_have_a_template_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "pdf").mkdir()
    own = tmp_path / "pdf" / "version.typ"
    own.write_text('#set document(title: "Own")\nOur own.')

    assert words(made("Text.", templates=tmp_path)) == "Our own."

    own.write_text("#nothing")
    with pytest.raises(TemplateError, match="unknown variable: nothing"):
        made("Text.", templates=tmp_path)


def test_without_typst_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(ConfigurationError, match="typst, which makes them, is not") as refused:
        made("Text.")

    assert "pip install 'policy-gazette[pdf]'" in refused.value.remedy


def test_only_a_site_that_asks_for_them_has_pdfs() -> None:
    site = site_of(read_markdown("Text."))
    asked, unasked = render_site(site), render_site(replace(site, pdf=False))

    assert sorted(set(asked) - set(unasked)) == ["versions/1.0.0.pdf"]
    link = b'<a href="/privacy/versions/1.0.0.pdf">'
    page = "versions/1.0.0/index.html"
    assert (link in asked[page], link in unasked[page]) == (True, False)
    assert b'"pdf": "https://library.example/privacy/versions/1.0.0.pdf"' in asked["versions.json"]
    assert b'"pdf"' not in unasked["versions.json"]


def test_a_translation_has_a_pdf_in_its_language_that_says_which_text_prevails() -> None:
    language = Language("de", "Deutsch", "Dies ist eine Übersetzung; es gilt der englische Text.")
    german = read_markdown("# Hinweis\n\nWir löschen nach 30 Tagen.")
    site = site_of(read_markdown("# Notice\n\nWe delete after 30 days."))
    policy = replace(
        site.timelines[0].policy,
        languages=(language,),
        translations=(Translation(language, "1.0.0", "Hinweis", german, sha256="7a" * 32),),
    )
    planned = plan_site(
        (policy,), at=site.at, site_url="https://library.example", catalogue=CATALOGUE
    )
    files = render_site(replace(planned, pdf=True))
    said = " ".join(words(files["de/versions/1.0.0.pdf"]).split())

    assert "Wir löschen nach 30 Tagen." in said
    assert "Dies ist eine Übersetzung; es gilt der englische Text." in said
    assert "Fassung 1.0.0, veröffentlicht am 1. Februar 2025, in Kraft ab 15. März 2025." in said
    assert "7a" * 32 in said.replace(" ", "")
    assert "https://library.example/versions/1.0.0/" in links(files["de/versions/1.0.0.pdf"])
    assert read(files["de/versions/1.0.0.pdf"]).trailer["/Root"]["/Lang"] == "de"
    assert b"de/versions/1.0.0.pdf" in files["de/versions/1.0.0/index.html"]
