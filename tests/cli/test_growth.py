"""Texts made to break a reader take work in proportion to their length, through every format.

Work is counted in calls, Python's and C's, which no other load on the machine
changes: four times the text may take five times the calls.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, partial

import pytest

from gazette.materiality import judge, load_catalogue
from gazette.materiality.catalogue import Catalogue
from gazette.model.policy import Version
from gazette.redline import compare_documents
from gazette.render.docx import redline_docx
from gazette.render.formats import Format, render
from gazette.render.html import redline_html
from gazette.render.report import Report
from gazette.source import read_markdown
from oracles.counting import calls

AT = datetime(2026, 11, 22, tzinfo=UTC)
FEW, MANY = 20, 80
WRITTEN = (Format.TEXT, Format.MARKDOWN, Format.JSON, Format.HTML)


def each(text: str, *, apart: str = "\n\n", before: str = "") -> Callable[[int], str]:
    """`text` so many times, `{n}` counted."""
    return lambda count: before + apart.join(text.replace("{n}", str(n)) for n in range(count))


def twice(*made: Callable[[int], str]) -> Callable[[int], str]:
    return lambda count: "\n\n".join(make(count) for make in made)


HEAD = "| a | b |\n|---|---|\n"
NOTES = each("[^{n}]: Note {n} says this.")
PAIRS = {
    "footnotes": (
        twice(each("Text {n}[^{n}] here."), NOTES),
        twice(each("Text {n}[^{n}] there."), NOTES),
    ),
    "marks of one footnote": (
        each("word[^a] ", apart="", before="[^a]: One.\n\n"),
        each("word[^a] ", apart="", before="[^a]: Two.\n\n"),
    ),
    "references": (
        twice(each("[r{n}]: /{n}", apart="\n"), each("[t{n}][r{n}]", apart=" ")),
        twice(each("[r{n}]: /x{n}", apart="\n"), each("[t{n}][r{n}]", apart=" ")),
    ),
    "abbreviations": (
        twice(each("Say AB{n} now."), each("*[AB{n}]: Long {n}", apart="\n")),
        twice(each("Say AB{n} now."), each("*[AB{n}]: Longer {n}", apart="\n")),
    ),
    "combining letters": (each("e\u0301\u0301a {n}", apart=" "), each("e\u0301a {n}", apart=" ")),
    "directions": (each("\u202eab\u202c {n}", apart=" "), each("\u2066ab {n}", apart=" ")),
    "zero width": (each("a\u200bb {n}", apart=" "), each("ab {n}", apart=" ")),
    "images": (each("![alt {n}](a{n}.png)"), each("![alt {n}](b{n}.png)")),
    "links": (each("[w{n}](/a{n})", apart=" "), each("[w{n}](/b{n})", apart=" ")),
    "lists": (each("- item {n}\n    - inner {n}"), each("1. item {n}\n    - inner {n}")),
    "quotes": (each("> said {n}\n> > before"), each("> said {n}")),
    "emphasis": (each("*a {n}* **b**", apart=" "), each("*a {n}* *b*", apart=" ")),
    "emphasis unclosed": (each("*a **b ", apart=""), each("_a __b ", apart="")),
    "table": (
        each("| row {n} | x |", apart="\n", before=HEAD),
        each("| row {n} | y |", apart="\n", before=HEAD),
    ),
    "table moved": (
        each("| a long name of row {n} | x |", apart="\n", before=HEAD),
        lambda n: HEAD + "\n".join(f"| a long name of row {n - r} | x |" for r in range(n)),
    ),
    "comments": (each("<!-- {n} -->\n\ntext {n}"), each("<!-- x{n} -->\n\ntexts {n}")),
    "tags unclosed": (each("<p>a{n}", apart="\n"), each("<p>b{n}", apart="\n")),
    "entities": (each("&amp; &lt; {n}", apart=" "), each("&amp; &gt; {n}", apart=" ")),
    "one line": (each("word {n}", apart=" "), each("other {n}", apart=" ")),
    "headings": (each("# a {n}"), each("###### b {n}")),
    "the same": (each("The same again."), each("The same again and again.")),
    "rewritten": (each("We keep item {n} and share it."), each("We keep item {n} and sell it.")),
    "reversed": (
        each("Paragraph {n} has enough words to be moved."),
        lambda n: "\n\n".join(f"Paragraph {n - p} has enough words to be moved." for p in range(n)),
    ),
    "joined": (
        each("Paragraph {n} has words to be joined."),
        each("Paragraph {n} has words to be joined.", apart=" "),
    ),
    "definitions": (each("Term {n}\n: Says {n}."), each("Term {n}\n: Said {n}.")),
    "code": (each("```\ncode {n}\n```"), each("```\ncodes {n}\n```")),
}


@cache
def rules() -> Catalogue:
    return load_catalogue()


def version(text: str, label: str) -> Version:
    return Version("", label, "Policy", read_markdown(text))


def work(old: str, new: str) -> dict[str, int]:
    """The calls of each step from two texts to every format."""
    sides = read_markdown(old), read_markdown(new)
    comparison = compare_documents(*sides)
    verdict = judge(comparison, rules())
    report = Report(version(old, "1.0.0"), version(new, "2.0.0"), verdict)
    return {
        "read": calls(partial(read_markdown, old)) + calls(partial(read_markdown, new)),
        "compare": calls(partial(compare_documents, *sides)),
        "fragment": calls(partial(redline_html, comparison)),
        "docx": calls(partial(redline_docx, comparison, author="Jana", at=AT)),
        **{str(form): calls(partial(render, report, form)) for form in WRITTEN},
        "wide": calls(partial(render, report, Format.TEXT, width=4_000, colour=True)),
    }


@pytest.mark.parametrize("name", PAIRS)
def test_work_grows_with_the_text_and_no_faster(name: str) -> None:
    old, new = PAIRS[name]
    work(old(2), new(2))  # what is made once
    little, much = work(old(FEW), new(FEW)), work(old(MANY), new(MANY))
    assert {step for step in little if much[step] > 5 * little[step] + 1000} == set()
