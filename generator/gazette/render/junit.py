"""A verdict as a JUnit report, which every build server shows.

Each change is a test case: a material one fails, one that a person must read
fails too, anything else passes. Source: the schema of the Jenkins xUnit plugin
(junit-10.xsd), the one that build servers agree on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from gazette.model.verdict import Level
from gazette.render.report import entries, place
from gazette.render.results import result_text

if TYPE_CHECKING:
    from gazette.render.report import Entry, Report

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (production 2), not even escaped."""


def junit(report: Report) -> str:
    """The report as XML text with its declaration and a last line end."""
    listed = entries(report.verdict)
    failed = [entry for entry in listed if entry.level >= Level.REVIEW]
    counts = {"tests": str(len(listed)), "failures": str(len(failed)), "errors": "0"}
    root = Element("testsuites", counts)
    name = f"{report.new.title}: {report.old.label} → {report.new.label}"
    suite = SubElement(root, "testsuite", {"name": _xml(name), **counts, "skipped": "0"})
    for entry in listed:
        _case(suite, entry, report)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _case(suite: Element, entry: Entry, report: Report) -> None:
    section = " › ".join(entry.section) or report.new.title
    where = place(entry.change, report)
    case = SubElement(
        suite,
        "testcase",
        {"classname": _xml(section), "name": _xml(f"{entry.change.kind} {where}")},
    )
    told = "\n\n".join(result_text(finding) for finding in entry.findings)
    if entry.level >= Level.REVIEW:
        gravest = max(entry.findings, key=lambda finding: finding.decided)
        about = {"type": str(entry.level), "message": _xml(gravest.message)}
        SubElement(case, "failure", about).text = _xml(told)
    elif told:
        SubElement(case, "system-out").text = _xml(told)


def _xml(text: str) -> str:
    """`text` with U+FFFD for each character that no XML file can hold."""
    return _NOT_XML.sub("\ufffd", text)
