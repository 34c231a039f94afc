"""What several releases together change, told by what each was judged to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from gazette.materiality import judge_step, load_catalogue
from gazette.model.policy import Contact, Policy, Version
from gazette.model.verdict import Decision, Level, Verdict
from gazette.publish.summary import SectionSummary, summarise
from gazette.publish.together import Told, summarise_together
from gazette.redline import compare_documents
from gazette.source import read_markdown

CATALOGUE = load_catalogue()


def version(number: int, text: str) -> Version:
    label = f"1.{number}.0"
    return Version("privacy", label, "Notice", read_markdown(text), path=f"{label}.md")


def judged(texts: tuple[str, ...]) -> tuple[Verdict, ...]:
    versions = tuple(version(number, text) for number, text in enumerate(texts))
    policy = Policy("privacy", "Notice", "L", Contact("D", "d@l.example"), "UTC", 30, versions)
    pairs = pairwise(versions)
    return tuple(judge_step(policy, old, new, CATALOGUE) for old, new in pairs)


def together(*texts: str, steps: tuple[Verdict, ...] = ()) -> tuple[SectionSummary, ...]:
    steps = steps or judged(texts)
    comparison = compare_documents(steps[0].comparison.old, steps[-1].comparison.new)
    return summarise_together([Told.of(each, summarise(each)) for each in steps], comparison)


def kept(days: int, more: str = "") -> str:
    first = f"## One {{#one}}\n\nWe delete loans after {days} days.{more}"
    return f"# N\n\n{first}\n\n## Two {{#two}}\n\nWe sell nothing.\n"


def test_one_release_is_told_as_by_itself() -> None:
    steps = judged((kept(30), kept(90)))

    assert together(steps=steps) == summarise(steps[0])


def test_each_release_s_findings_are_told_and_the_gravest_counts() -> None:
    (section,) = together(kept(30), kept(90), kept(90, " Ask us at the desk."))

    assert section.level is Level.MATERIAL
    assert section.reasons[0].words == ("Now kept for 90 days; before, for 30 days.",)
    assert len(section.reasons) == 2


def test_findings_of_one_rule_in_several_releases_are_one_reason() -> None:
    (section,) = together(kept(30), kept(60), kept(90))

    (reason,) = section.reasons
    assert reason.words == (
        "Now kept for 60 days; before, for 30 days.",
        "Now kept for 90 days; before, for 60 days.",
    )


def test_what_was_changed_back_is_no_difference() -> None:
    assert together(kept(30), kept(90), kept(30)) == ()


def test_a_section_under_another_id_is_the_same_section() -> None:
    old, new = kept(90), kept(90).replace("One {#one}", "First {#first}")

    (section,) = together(kept(30), old, new)

    assert section.section.id == "first"
    assert section.level is Level.MATERIAL
    assert not section.gone


def test_a_section_that_is_gone_comes_last_and_is_linked_nowhere() -> None:
    without = kept(90)[kept(90).index("## Two") :]

    sections = together(kept(30), kept(90), f"# N\n\n{without}")

    assert sections[-1].section.title == "One"
    assert sections[-1].gone


def test_what_people_decided_on_a_release_stands() -> None:
    first, second = judged((kept(30), kept(30, " Cats are welcome."), kept(30, " Dogs too.")))
    finding = first.findings[0]
    decision = Decision(
        fingerprint=finding.fingerprint,
        rule=finding.rule,
        level=Level.EDITORIAL,
        reason="Cats are no data.",
        decided_by="Legal",
        decided_on=date(2025, 1, 1),
    )
    eased = replace(first, findings=tuple(replace(f, decision=decision) for f in first.findings))

    (section,) = together(steps=(eased, second))

    assert finding.level > Level.EDITORIAL
    assert section.small >= len(first.comparison.changes)
    assert first.findings[0].message not in [w for r in section.reasons for w in r.words]
