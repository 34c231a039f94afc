"""A verdict is complete, quotes what it rests on, and is the same on every machine."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality import judge, load_catalogue, segments_of
from gazette.model.policy import Segment
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
SAAS = Segment("saas", "SaaS customers", "plan", ("saas",), ("SaaS",))
SELF = Segment("self-hosted", "Self-hosted customers", "plan", ("self",), ("Self-Hosted",))

WORDS = st.sampled_from(
    [
        *("we", "may", "not", "share", "your", "data", "with", "Acme", "for", "30", "days", "and"),
        *("sell", "it", "under", "section", "4", "never"),
    ]
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), max_size=6).map("\n\n".join)


@given(TEXTS, TEXTS)
def test_every_change_has_a_finding_with_its_evidence(old: str, new: str) -> None:
    comparison = compare(old, new)
    verdict = judge(comparison, CATALOGUE, old_path="old.md", new_path="new.md")
    for change in comparison.changes:
        assert verdict.of(change)
    for finding in verdict.findings:
        if finding.old:
            assert finding.old.quote in comparison.old.text
            assert finding.old.where.path == "old.md"
        if finding.new:
            assert finding.new.quote in comparison.new.text


@given(TEXTS)
def test_no_change_has_no_finding(text: str) -> None:
    verdict = judge(compare(text, text), CATALOGUE)
    assert verdict.findings == ()
    assert verdict.level is Level.EDITORIAL


def test_evidence_stands_at_its_line() -> None:
    old, new = "# P\n\nKept 30 days by us.", "# P\n\nNew start.\n\nKept 60 days by us."
    verdict = judge(compare(old, new), CATALOGUE, old_path="a.md", new_path="b.md")
    finding = next(f for f in verdict.findings if f.new and "60 days" in f.new.quote)
    assert str(finding.old and finding.old.where) == "a.md:3"
    assert str(finding.new and finding.new.where) == "b.md:5"


def test_a_fingerprint_covers_the_policy_and_both_texts() -> None:
    def prints(old: str, new: str, policy: str = "p") -> set[str]:
        return {f.fingerprint for f in judge(compare(old, new), CATALOGUE, policy=policy).findings}

    same = prints("Kept 30 days.", "Kept 60 days.")
    assert prints("Kept 30 days.", "Kept 60 days.") == same
    assert not prints("Kept 30 days.", "Kept 60 days.", policy="q") & same
    assert not prints("Kept 30 days.", "Kept 90 days.") & same
    assert not prints("Kept 20 days.", "Kept 60 days.") & same


def test_the_verdict_does_not_depend_on_the_hash_seed() -> None:
    program = (
        "from gazette import compare\n"
        "from gazette.materiality import judge, load_catalogue\n"
        "old = 'We share data with Stripe, Acme and Bolt for ads.\\n\\nKept 30 days.'\n"
        "new = 'We share data with Bolt, Zeta Inc and Stripe for analytics.\\n\\nKept 60 days.'\n"
        "print([(f.rule, f.message, f.fingerprint) for f in "
        "judge(compare(old, new), load_catalogue()).findings])\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("old", "new", "spoken"),
    [
        ("For SaaS: kept 30 days.", "For SaaS: kept 60 days.", ("saas",)),
        ("Self-Hosted: kept 30 days.", "Self-Hosted: kept 60 days.", ("self-hosted",)),
        ("SaaS and Self-Hosted: 30 days.", "SaaS and Self-Hosted: 60 days.", ()),
        ("Kept 30 days.", "Kept 60 days.", ()),
        ("For SaaS: kept 30 days.", "For Self-Hosted: kept 30 days.", ()),
        ("For SaaSy users: 30 days.", "For SaaSy users: 60 days.", ()),
    ],
)
def test_a_clause_speaks_to_the_one_segment_it_names(
    old: str, new: str, spoken: tuple[str, ...]
) -> None:
    changes = compare(old, new).changes
    assert {segments_of(change, (SAAS, SELF)) for change in changes} == {spoken}
