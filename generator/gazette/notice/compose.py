"""What a readership is told: the findings that concern it, section by section."""

from __future__ import annotations

from functools import reduce
from itertools import groupby
from typing import TYPE_CHECKING

from gazette.errors import NoticeError
from gazette.model.comparison import Op, Span
from gazette.model.verdict import INNER, Level, gathered
from gazette.notice.content import CONSENT, NOTIFY, Edit, Effect, Name, Notice, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from gazette.model.comparison import Change
    from gazette.model.policy import Policy, Version
    from gazette.model.verdict import Finding, Verdict
    from gazette.notice.content import Links, Readership

ACTIONS = frozenset({NOTIFY, CONSENT})
"""What a notice can be for."""

_Told = tuple["Change", tuple["Finding", ...]]


def compose(
    policy: Policy,
    release: Version,
    verdicts: Mapping[str, Verdict],
    *,
    readership: Readership,
    links: Links,
) -> Notice:
    """The notice of `release` to `readership`.

    `verdicts` maps each earlier version's label, oldest first, to its verdict
    against `release`. Told are the findings of `base_of` them that concern the
    readership and are material, or wait for a person still.
    Follows WP260 rev.01 paras. 29-31: devoted to the change, in the reader's
    words, with its effect on them, and before it applies. NoticeError for an
    action that no notice can be for.
    """
    if readership.action not in ACTIONS:
        raise NoticeError(
            f"there is no notice for the action {readership.action!r}",
            remedy="Make the list again with this version of Gazette: gazette audience",
        )
    base, labels = base_of(verdicts, readership), list(verdicts)
    verdict = verdicts[base] if base else None
    changes = verdict.comparison.changes if verdict else ()
    told = tuple(_told(verdict, readership)) if verdict else ()
    asks = policy.asks if readership.action == CONSENT else _nothing
    titles = {each.id: Name(each.title, each.titles) for each in policy.segments}
    speaking = dict.fromkeys(each for _, found in told for f in found for each in f.segments)
    return Notice(
        organisation=policy.organisation,
        title=title_of(policy, release),
        contact=policy.contact,
        release=release.label,
        is_draft=release.is_draft,
        published=release.published,
        effective=release.effective,
        summary=release.summary,
        language=release.language,
        base=base,
        readership=readership,
        segments=tuple(titles[each] for each in speaking if each in readership.segments),
        parts=tuple(_parts(told, asks)),
        smaller=len(changes) - len(told),
        links=links,
        consent_url=policy.consent_url,
        between=tuple(labels[labels.index(base) + 1 :]) if base else (),
    )


def title_of(policy: Policy, release: Version) -> Name:
    """What readers call the policy: its translations' own titles, then those in policy.toml."""
    own = {e.language.tag: e.title for e in policy.translations if e.label == release.label}
    return Name(release.title, tuple((dict(policy.titles) | own).items()))


def _nothing(_: Finding) -> bool:
    return False


def base_of(verdicts: Mapping[str, Verdict], readership: Readership) -> str:
    """The version that a readership's notice compares with.

    It is the one they accepted; where nothing shows which that is, the one
    before the release, which applied last; empty where there is none.
    """
    return readership.accepted or next(reversed(tuple(verdicts)), "")


def _told(verdict: Verdict, readership: Readership) -> Iterator[_Told]:
    """The changes to tell, in reading order, each with the findings that make it so."""
    for change in verdict.comparison.changes:
        found = tuple(
            finding
            for finding in verdict.of(change)
            if finding.decided >= Level.REVIEW and finding.concerns(readership.segments)
        )
        if found:
            yield change, found


def _parts(told: tuple[_Told, ...], asks: Callable[[Finding], bool]) -> Iterator[Part]:
    for heading, group in groupby(told, key=lambda each: each[0].clause.heading):
        members = tuple(group)
        findings = tuple(finding for _, found in members for finding in found)
        yield Part(
            heading=heading,
            effects=tuple(_effects(findings, asks)),
            edits=tuple(_edits(change for change, _ in members)),
        )


def _edits(changes: Iterable[Change]) -> Iterator[Edit]:
    """One edit a change; clauses that are new, or gone, in a row are one: a list, as it reads."""
    for sides, group in groupby(changes, key=lambda change: (bool(change.old), bool(change.new))):
        edits = [Edit(change.old_text, change.new_text, change.redline) for change in group]
        if all(sides):
            yield from edits
        else:
            yield reduce(_joined, edits)


def _joined(first: Edit, second: Edit) -> Edit:
    line_end = Span(first.redline[-1].op, "\n") if first.redline else Span(Op.KEEP, "\n")
    return Edit(
        before="\n".join(filter(None, (first.before, second.before))),
        after="\n".join(filter(None, (first.after, second.after))),
        redline=(*first.redline, line_end, *second.redline),
    )


def _effects(findings: Iterable[Finding], asks: Callable[[Finding], bool]) -> Iterator[Effect]:
    """One effect for each rule, in the order in which the rules first speak."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    for found in by_rule.values():
        words = gathered(finding for finding in found if not _quotes(finding))
        yield Effect(
            rule=found[0].rule,
            title=found[0].title,
            means=found[0].rationale,
            words=words,
            asks=any(asks(finding) for finding in found),
        )


def _quotes(finding: Finding) -> bool:
    """Whether a finding's message repeats the clause's own words, which stand below it anyway."""
    _, opened, rest = finding.message.partition("“")
    quote = rest.rpartition("”")[0].translate(INNER)
    said = f"{finding.change.old_text}\n{finding.change.new_text}".translate(INNER)
    return bool(opened and quote) and quote in said
