from __future__ import annotations

import dataclasses
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import html

from gazette.render.page import verdict_page

if TYPE_CHECKING:
    from gazette.render.report import Report


def test_the_page_gives_the_verdict_and_every_finding(report: Report) -> None:
    page = html.document_fromstring(verdict_page(report))
    text = " ".join(page.text_content().split())
    assert "Whoever relied on the old text must be told." in text
    for finding in report.verdict.findings:
        assert finding.title in text
    assert "Decided by a person" in text
    assert report.old.sha256 in text


def test_the_page_runs_nothing_and_asks_nobody(report: Report) -> None:
    source = verdict_page(report)
    page = html.document_fromstring(source)
    assert "default-src 'none'" in source
    assert not page.xpath("//script | //link | //img | //iframe | //object | //form")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert "url(" not in source
    assert "@import" not in source


def test_what_a_policy_holds_is_escaped(report: Report) -> None:
    new = dataclasses.replace(report.new, title="<script>alert(1)</script>", label='"><b>')
    source = verdict_page(dataclasses.replace(report, new=new))
    assert "<script>" not in source
    assert "<b>*Ünïcode*" not in source
    assert "\x1b" not in source
    assert "\u202e" not in source


def test_ids_are_unique_and_links_inside_the_page_arrive(report: Report) -> None:
    page = html.document_fromstring(verdict_page(report))
    ids = Counter(page.xpath("//@id"))
    assert set(ids.values()) == {1}
    inside = {link[1:] for link in page.xpath("//@href") if link.startswith("#")}
    assert inside <= set(ids)
    assert "change-change-10" in inside


def test_the_page_can_be_read_without_colour_and_without_eyes(report: Report) -> None:
    source = verdict_page(report)
    page = html.document_fromstring(source)
    assert page.get("lang") == "en"
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.xpath("//main//ins")
    assert page.xpath("//main//del")
    style = page.xpath("string(//style)")
    assert re.search(r"^del \{[^}]*line-through", style, re.MULTILINE)
    assert re.search(r"^ins \{[^}]*underline", style, re.MULTILINE)
    assert "prefers-color-scheme: dark" in style


def test_nothing_changed(unchanged: Report) -> None:
    assert "No change: a reader would see the same text." in verdict_page(unchanged)
