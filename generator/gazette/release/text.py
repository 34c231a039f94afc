"""Gates on the text itself: its links, its ids, and whether it changed at all."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

from gazette.errors import Location
from gazette.model.document import ClauseKind
from gazette.model.verdict import Level
from gazette.release.complaints import closed, key_of, refusal, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.document import Clause, Document
    from gazette.model.gate import Gate
    from gazette.model.policy import Version
    from gazette.release.proposal import Proposal

_EXPLICIT_ID = re.compile(r"\{[^{}]*#([^\s{}]+)[^{}]*\}\s*$")


def check_wording(proposal: Proposal) -> Iterator[Gate]:
    """The version moves if and only if its wording does, and its date with it."""
    draft, last, verdict = proposal.draft, proposal.last, proposal.verdict
    if draft is None or last is None or verdict is None:
        return
    if not verdict.comparison:
        yield closed(
            f"the draft’s wording is that of {last.label}",
            where=Location(draft.path),
            remedy="Change the wording, or remove the draft: a date alone makes no version.",
        )
    elif draft.published and draft.published == last.published:
        yield warning(
            f"the wording changed, and `published` is {last.published}, as in {last.label}",
            where=key_of(draft, "published"),
            remedy="Publish it on a later day, so that its date tells the two apart.",
        )


def check_undecided(proposal: Proposal) -> Iterator[Gate]:
    """No finding is left at `review`."""
    for finding in proposal.verdict.at(Level.REVIEW) if proposal.verdict else ():
        evidence = finding.new or finding.old
        yield closed(
            f"{finding.message.rstrip('.')} ({finding.rule})",
            where=evidence.where if evidence else None,
            remedy=f"Counsel decides: gazette decide {finding.fingerprint} --level … --reason …",
        )


def check_decisions(proposal: Proposal) -> Iterator[Gate]:
    """Every decision fits a finding."""
    if proposal.refused:
        yield refusal(proposal.refused, where=proposal.file("decisions.toml"))


def check_summary(proposal: Proposal) -> Iterator[Gate]:
    """A material change is summed up."""
    draft = proposal.draft
    if draft and proposal.level is Level.MATERIAL and not draft.summary:
        yield closed(
            "the change is material, and the draft has no summary of it",
            where=key_of(draft, "summary"),
            remedy="Add to its front matter, in a sentence or two, summary: what changes for "
            "whom. It heads the notice.",
        )


def check_links(proposal: Proposal) -> Iterator[Gate]:
    """Every link to a place in the text leads to one."""
    text = proposal.text
    if text is None:
        return
    known = ids_of(text.document)
    for clause in text.document.clauses:
        for target in _anchors(clause):
            if target not in known:
                yield closed(
                    f"the link to #{target} leads nowhere",
                    where=Location(text.path, clause.line),
                    remedy="Correct it, or give the heading it means that id: ## … {#id}",
                )


def _anchors(clause: Clause) -> tuple[str, ...]:
    """The ids in the same text that a clause links to."""
    targets = (mark.target for mark in clause.marks if mark.tag == "a")
    # `#` and `#top` are the browser's own names for the top of the page.
    return tuple(unquote(each[1:]) for each in targets if each[:1] == "#" and each[1:] != "top")


def check_duplicate_ids(proposal: Proposal) -> Iterator[Gate]:
    """No two headings were given one id."""
    text = proposal.text
    if text is None:
        return
    lines = text.source.split("\n")
    for clause in _headings(text):
        written = _EXPLICIT_ID.search(lines[clause.line - 1]) if clause.line <= len(lines) else None
        # The reader gives the second of two equal ids another name.
        if written and written[1] != clause.id:
            yield closed(
                f"the id #{written[1]} stands twice, here for the second time",
                where=Location(text.path, clause.line),
                remedy="Give this heading an id of its own.",
            )


def check_lost_ids(proposal: Proposal) -> Iterator[Gate]:
    """Every heading that could be linked to still can."""
    draft, last = proposal.draft, proposal.last
    if draft is None or last is None:
        return
    known = ids_of(draft.document)
    for clause in _headings(last):
        if clause.id not in known:
            yield warning(
                f"the id #{clause.id} of “{clause.text}” is gone, and links to it with it",
                where=Location(last.path, clause.line),
                remedy=f"Where the clause lives on under another heading, write {{#{clause.id}}} "
                "after that one.",
            )


def _headings(version: Version) -> tuple[Clause, ...]:
    return tuple(each for each in version.document.clauses if each.kind is ClauseKind.HEADING)


def ids_of(document: Document) -> frozenset[str]:
    """Every id and name in the body that a link can lead to."""
    reader = _Ids()
    reader.feed(document.html)
    reader.close()
    return frozenset(reader.found)


class _Ids(HTMLParser):
    """Collects what can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element's id, and an anchor's name."""
        names = {"id", "name"} if tag == "a" else {"id"}
        self.found += [value for key, value in attrs if key in names and value]
