from __future__ import annotations

import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.adapters.word import read_word
from gazette.adapters.word.identity import adopt_ids
from gazette.adapters.word.package import LARGEST
from gazette.errors import SourceError
from gazette.model.document import Document
from gazette.redline import compare_documents
from gazette.render.docx import document_docx, redline_docx
from gazette.render.source import markdown_source
from gazette.source import read_markdown
from oracles.made import (
    cell,
    comment,
    commented,
    lists,
    numbered,
    paragraph,
    style,
    styled,
    table,
    word_file,
    zipped,
)
from oracles.reading import seen
from oracles.texts import versions

AT = datetime(2026, 11, 22, tzinfo=UTC)
POLICY = Path(__file__).parents[3] / "policy" / "privacy"


def redlined(old: str, new: str) -> bytes:
    comparison = compare_documents(read_markdown(old), read_markdown(new))
    return redline_docx(comparison, author="Jana", at=AT)


def text_of(data: bytes, *, accept: bool | None = None) -> str:
    return markdown_source(read_word(data, path="r.docx", accept=accept).document)


class TestRoundTrip:
    @given(versions())
    def test_what_we_wrote_comes_back_as_either_version(self, pair: tuple[str, str]) -> None:
        data = redlined(*pair)
        for accept, markdown in ((True, pair[1]), (False, pair[0])):
            word = read_word(data, path="r.docx", accept=accept)
            document = read_markdown(markdown)
            assert seen(word.document) == seen(document)
            assert seen(read_markdown(markdown_source(word.document))) == seen(document)

    def test_the_policy_comes_back_letter_by_letter(self) -> None:
        old, new = (
            read_markdown((POLICY / f).read_text("utf-8")) for f in ("1.0.0.md", "draft.md")
        )
        data = redline_docx(compare_documents(old, new), author="Jana", at=AT)
        assert text_of(data, accept=True) == markdown_source(new)
        assert text_of(data, accept=False) == markdown_source(old)

    def test_ids_come_back_even_where_nothing_else_tells_them(self) -> None:
        source = "## Completely reworded heading {#data-retention}\n"
        word = read_word(document_docx(read_markdown(source), author="J", at=AT), path="r.docx")
        assert word.given == {"data-retention"}
        assert markdown_source(word.document) == source

    def test_rejecting_brings_the_old_ids_back(self) -> None:
        data = redlined("## Rights {#your-rights}\n\ntext", "## Rights {#my-rights}\n\ntext")
        assert "{#my-rights}" in text_of(data, accept=True)
        assert "{#your-rights}" in text_of(data, accept=False)

    def test_links_within_the_text_follow_their_heading(self) -> None:
        source = "# Rights {#rights}\n\nSee [above](#rights) and [nowhere](#gone).\n"
        assert text_of(document_docx(read_markdown(source), author="J", at=AT)) == source


class TestTrackedChanges:
    def test_undecided_changes_are_refused_by_author(self) -> None:
        with pytest.raises(SourceError, match=r"tracked changes by Jana \(2\)") as caught:
            read_word(redlined("one two", "one three"), path="r.docx")
        assert "--accept or --reject" in caught.value.remedy

    def test_a_file_without_any_needs_no_decision(self) -> None:
        word = read_word(document_docx(read_markdown("text"), author="J", at=AT), path="r.docx")
        assert (word.document.text, word.authors) == ("text", {})

    def test_a_joined_paragraph_takes_the_properties_of_the_next(self) -> None:
        mark = '<w:rPr><w:del w:id="1" w:author="J"/></w:rPr>'
        data = word_file(
            paragraph("Kept for ", mark) + styled("thirty days", "H"),
            styles=style("H", "heading 2"),
        )
        assert text_of(data, accept=True).startswith("## Kept for thirty days")
        assert text_of(data, accept=False).startswith("Kept for\n\n## thirty days")

    def test_formatting_goes_back(self) -> None:
        run = '<w:b/><w:rPrChange w:id="1" w:author="J"><w:rPr><w:i/></w:rPr></w:rPrChange>'
        data = word_file(paragraph("never", run=run))
        assert text_of(data, accept=True) == "**never**\n"
        assert text_of(data, accept=False) == "*never*\n"

    def test_cells_come_and_go(self) -> None:
        new = '<w:cellIns w:id="1" w:author="J"/>'
        data = word_file(table((cell("A"), cell("B", new))))
        words = [read_word(data, path="r.docx", accept=accept) for accept in (True, False)]
        assert [word.document.text for word in words] == ["A\nB", "A"]


STYLES = (
    style("T", "Title")
    + style("H1", "heading 1", properties=numbered(1))
    + style("H2", "heading 2", properties=numbered(1, 1))
    + style("Own", "Our Clause Heading", based_on="H2")
    + style("B", "List Bullet", properties=numbered(2))
    + style("Toc", "toc 1")
)
LISTS = lists(("decimal %1.", "decimal %1.%2"), ("bullet •",), ("lowerLetter (%1)",))


def listed(text: str, number: int) -> str:
    return paragraph(text, numbered(number))


class TestFilesOfOthers:
    """What a law firm sends that never saw ours."""

    def test_headings_that_word_counts_keep_their_numbers(self) -> None:
        body = styled("Policy", "T") + styled("Data", "H1") + styled("What", "H2")
        body += styled("Why", "Own") + styled("Rights", "H1") + styled("Access", "H2")
        word = read_word(word_file(body, styles=STYLES, numbering=LISTS), path="r.docx")
        assert [(c.level, c.text) for c in word.document.clauses] == [
            (1, "Policy"), (1, "1. Data"), (2, "1.1 What"), (2, "1.2 Why"), (1, "2. Rights"),
            (2, "2.1 Access"),
        ]  # fmt: skip
        assert not word.given

    def test_lists_of_styles_and_letters(self) -> None:
        body = styled("one", "B") + styled("two", "B") + listed("first", 3) + listed("second", 3)
        word = read_word(word_file(body, styles=STYLES, numbering=LISTS), path="r.docx")
        assert [(c.kind, c.number) for c in word.document.clauses] == [
            ("item", ""), ("item", ""), ("item", "a."), ("item", "b."),
        ]  # fmt: skip

    def test_a_list_goes_on_counting_after_a_paragraph(self) -> None:
        body = listed("a", 3) + paragraph("between") + listed("b", 3)
        word = read_word(word_file(body, numbering=LISTS), path="r.docx")
        assert [c.number for c in word.document.clauses] == ["a.", "", "b."]

    def test_links_by_relationship_and_by_field(self) -> None:
        field = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText> HYPERLINK "https://b.example/" </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>there</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>.</w:t></w:r>'
        )
        link = (
            '<w:hyperlink r:id="x"><w:r><w:t xml:space="preserve">here </w:t></w:r></w:hyperlink>'
        )
        out = '<Relationship Id="x" Type="t" TargetMode="External" Target="https://a.example/"/>'
        data = word_file(f"<w:p>{link}{field}</w:p>", links=out)
        assert text_of(data) == "[here](https://a.example/) [there](https://b.example/).\n"

    def test_a_script_is_no_link(self) -> None:
        link = '<w:hyperlink r:id="x"><w:r><w:t>here</w:t></w:r></w:hyperlink>'
        out = '<Relationship Id="x" Type="t" TargetMode="External" Target="javascript:alert(1)"/>'
        assert "javascript" not in text_of(word_file(f"<w:p>{link}</w:p>", links=out))

    def test_merged_cells_become_html(self) -> None:
        wide, tall, low = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
        rows = (cell("A", wide),), (cell("B", tall), cell("C")), (cell("", low), cell("D"))
        source = text_of(word_file(table(*rows)))
        assert 'colspan="2"' in source
        assert 'rowspan="2"' in source
        assert [c.text for c in read_markdown(source).clauses] == ["A", "B", "C", "D"]

    def test_what_is_not_taken_over_is_counted(self) -> None:
        body = (
            styled("Data ..... 1", "Toc")
            + '<w:p><w:r><w:t>text</w:t><w:footnoteReference w:id="2"/><w:drawing/></w:r></w:p>'
            + paragraph("hidden", run="<w:vanish/>")
        )
        word = read_word(word_file(body, styles=STYLES), path="r.docx")
        assert word.document.text == "text"
        assert word.left_out == {
            "line of a table of contents": 1, "footnote": 1, "picture": 1, "hidden text": 1,
        }  # fmt: skip

    def test_headings_take_their_ids_from_the_draft(self) -> None:
        before = ("# Policy {#top}", "We keep data.", "## Your rights {#rights}", "You may ask us.")
        body = styled("Policy", "T") + paragraph("We keep data.") + styled("Something new", "Own")
        body += paragraph("A sentence that was never there.")
        body += styled("What your rights are", "Own") + paragraph("You may ask us.")
        word = read_word(word_file(body, styles=STYLES), path="r.docx")
        headings = [
            c.id for c in adopt_ids(word, read_markdown("\n\n".join(before))).clauses if c.level
        ]
        assert headings == ["top", "something-new", "rights"]


class TestComments:
    def test_a_comment_is_listed_with_its_clause_and_words(self) -> None:
        body = styled("Retention", "H1") + f"<w:p>{commented(7, '30 days')}</w:p>"
        data = word_file(body, styles=style("H1", "heading 1"), comments=comment(7, "Petr", "Why?"))
        word = read_word(data, path="r.docx")
        (found,) = word.comments
        assert (found.author, found.text, found.quoted) == ("Petr", "Why?", "30 days")
        assert (found.clause, found.heading) == ("retention/p1", "Retention")
        assert "class" not in word.document.html

    def test_a_comment_on_words_that_are_gone_is_listed_without_a_clause(self) -> None:
        data = word_file(paragraph("text"), comments=comment(7, "Petr", "?"))
        (found,) = read_word(data, path="r.docx").comments
        assert (found.clause, found.quoted) == ("", "")


def without(data: bytes, name: str, change: str | None = None) -> bytes:
    """`data` with one part taken out or replaced."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        files = {each: archive.read(each).decode() for each in archive.namelist() if each != name}
    return zipped(files | ({name: change} if change is not None else {}))


OURS = document_docx(Document(read_markdown("text").clauses), author="J", at=AT)
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
BOMB = "<w:t>" + "a" * (LARGEST + 1) + "</w:t>"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "not a Word file"),
        (b"Just text, named .docx", "not a Word file"),
        (OURS[:700], "damaged"),
        (OURS.replace(b"word/document.xml", b"word/dokument.xml", 1), "damaged|not a Word file"),
        (without(OURS, "word/document.xml"), "not a Word file"),
        (without(OURS, "word/document.xml", "<w:document"), "damaged"),
        (without(OURS, "word/styles.xml", "<a><b></a>"), "damaged"),
        (zipped({"xl/workbook.xml": "<workbook/>"}), "not a Word file"),
        (COMPOUND, "Word 97 to 2003"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "password"),
        (word_file("", styles=BOMB), "unpacks to more than 4 MiB"),
        (word_file(paragraph("&b;"), head=ENTITIES), "declares a document type"),
        (
            word_file(
                paragraph("&f;"), head='<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
            ),
            "declares a document type",
        ),
        (
            zipped(
                {
                    "_rels/.rels": '<R><r Type="t/officeDocument" Target="d.xml"/></R>',
                    "d.xml": '<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>',
                }
            ),
            "Strict Open XML",
        ),
        (word_file("<w:p>" * 300 + "</w:p>" * 300), "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(data: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=what) as caught:
        read_word(data, path="from-counsel.docx", accept=True)
    assert str(caught.value).startswith("from-counsel.docx: ")
    assert caught.value.remedy


DIGITS = "9" * 5000


@pytest.mark.parametrize(
    "file",
    [
        word_file(paragraph("x", numbered(1, DIGITS)), numbering=lists(("decimal %1.",))),
        word_file(paragraph("x", f'<w:outlineLvl w:val="{DIGITS}"/>')),
        word_file(table((cell("x", f'<w:gridSpan w:val="{DIGITS}"/>'),))),
        word_file(
            paragraph("x", numbered(1)),
            numbering=lists(("decimal %1",)).replace('start w:val="1"', f'start w:val="{DIGITS}"'),
        ),
        word_file(styled("x", "S"), styles=style("S", f"Normal ({'list ' * 99_999}list)")),
        word_file(styled("x", "S"), styles=style("S", "S", based_on="S")),
        word_file(styled("x", "S"), styles=style("S", "\u0663", properties="<w:numPr/>")),
    ],
)
def test_numbers_and_names_without_end_are_cut_short(file: bytes) -> None:
    document = read_word(file, path="r.docx", accept=True).document
    assert [clause.text for clause in document.clauses] == ["x"]
    assert len(document.clauses[0].blocks) <= 30


def test_paragraphs_that_join_keep_their_order() -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>'
    body = "".join(paragraph(word, gone) for word in "abcd") + styled("e", "H")
    file = word_file(body, styles=style("H", "heading 2"))
    (clause,) = read_word(file, path="r.docx", accept=True).document.clauses
    assert (clause.text, clause.level) == ("abcde", 2)


def test_a_comment_that_never_ends_quotes_only_its_beginning() -> None:
    body = f'<w:p><w:commentRangeStart w:id="1"/></w:p>{paragraph("word " * 1000)}'
    file = word_file(body, comments=comment(1, "Petr", "Why?"))
    (found,) = read_word(file, path="r.docx", accept=True).comments
    assert found.quoted.startswith("word word")
    assert len(found.quoted) < 500


@given(st.data())
def test_damage_never_shows_as_anything_else(data: st.DataObject) -> None:
    file = bytearray(OURS)
    for at in data.draw(st.lists(st.integers(0, len(file) - 1), max_size=5)):
        file[at] = data.draw(st.integers(0, 255))
    with suppress(SourceError):
        read_word(bytes(file), path="r.docx", accept=True)


def test_an_archive_whose_parts_would_begin_before_it_is_damaged() -> None:
    file = bytearray(OURS)
    at = file.rindex(b"PK\x05\x06") + 16  # where it says that its directory begins
    begins = int.from_bytes(file[at : at + 4], "little")
    file[at : at + 4] = (begins + len(file)).to_bytes(4, "little")
    with pytest.raises(SourceError):
        read_word(bytes(file), path="r.docx", accept=True)


_LEAVES = (
    *("p", "r", "t", "ins", "del", "tbl", "tr", "tc", "hyperlink", "sdt", "pPr", "rPr", "numPr"),
    *("moveFrom", "moveTo", "br", "fldChar", "bookmarkStart", "pPrChange", "trPr"),
)
_HOLDERS = ("p", "r", "ins", "del", "tbl", "tr", "tc", "pPr", "rPr", "sdt")
shapes = st.recursive(
    st.sampled_from(_LEAVES),
    lambda inner: st.tuples(st.sampled_from(_HOLDERS), st.lists(inner, max_size=4)),
    max_leaves=30,
)


def written(shape: object) -> str:
    if isinstance(shape, str):
        return f"<w:{shape}>x</w:{shape}>" if shape == "t" else f"<w:{shape}/>"
    name, inner = shape
    return f"<w:{name}>{''.join(map(written, inner))}</w:{name}>"


@given(shapes, st.booleans())
def test_any_nesting_of_words_elements_is_read(shape: object, accept: bool) -> None:  # noqa: FBT001 - a property's argument
    word = read_word(word_file(written(shape)), path="r.docx", accept=accept)
    assert read_markdown(markdown_source(word.document)).text == word.document.text
