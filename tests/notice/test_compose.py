from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gazette.errors import NoticeError
from gazette.materiality import judge, load_catalogue
from gazette.model.policy import Contact, Policy, Segment, Version
from gazette.model.verdict import Level, Verdict
from gazette.notice import Links, Name, Notice, Readership, base_of, compose
from gazette.redline import compare_documents
from gazette.source import read_markdown

OLD = """\
# Policy

## Retention {#retention}

- For SaaS: data will be deleted 30 days after termination.

## Sharing {#sharing}

We never sell your data.

## Visits {#visits}

We organize and analyze visits.
"""
NEW = (
    OLD.replace("30 days", "60 days")
    .replace("never sell", "may sell")
    .replace("organize", "organise")
)
SAAS = Segment("saas", "SaaS customers", "plan", ("saas",), ("SaaS",))
HOSTED = Segment("hosted", "Self-hosted customers", "plan", ("hosted",), ("Self-hosted",))
LINKS = Links("https://example.com/v", "https://example.com/all")
CATALOGUE = load_catalogue()


def version(label: str, text: str) -> Version:
    return Version("privacy", label, "Policy", read_markdown(text), effective=date(2027, 2, 1))


def policy(*versions: Version) -> Policy:
    office = Contact("Office", "office@example.com")
    return Policy("privacy", "Policy", "Example", office, "UTC", 30, versions, None, (SAAS, HOSTED))


def verdict(old: str, new: str) -> Verdict:
    compared = compare_documents(read_markdown(old), read_markdown(new))
    return judge(compared, CATALOGUE, policy="privacy", segments=(SAAS, HOSTED))


def notice(readership: Readership, *, old: str = OLD, new: str = NEW) -> Notice:
    released = version("2.0.0", new)
    found = {"1.0.0": verdict(old, new)}
    return compose(
        policy(version("1.0.0", old), released), released, found, readership=readership, links=LINKS
    )


def headings(made: Notice) -> list[str]:
    return [part.heading for part in made.parts]


def test_each_readership_is_told_what_concerns_it() -> None:
    assert headings(notice(Readership("1.0.0", ("saas",)))) == ["Retention", "Sharing"]
    hosted = notice(Readership("1.0.0", ("hosted",)))
    assert headings(hosted) == ["Sharing"]
    assert hosted.segments == ()
    assert notice(Readership("1.0.0", ("saas",))).segments == (Name("SaaS customers"),)


def test_before_and_after_stand_in_full() -> None:
    retention = notice(Readership("1.0.0", ("saas",))).parts[0]
    (edit,) = retention.edits
    assert edit.before == "For SaaS: data will be deleted 30 days after termination."
    assert edit.after == "For SaaS: data will be deleted 60 days after termination."
    assert retention.effects[0].title == "Personal data is kept for longer"
    assert retention.effects[0].words == ("Now kept for 60 days; before, for 30 days.",)


def test_what_is_not_told_is_counted() -> None:
    everybody, hosted = (Readership("1.0.0", each) for each in (("saas",), ("hosted",)))
    changes = len(verdict(OLD, NEW).comparison.changes)
    for readership in (everybody, hosted):
        made = notice(readership)
        assert made.smaller + sum(len(part.edits) for part in made.parts) == changes


def test_clauses_that_are_new_in_a_row_read_as_one() -> None:
    added = OLD + "\n## Sale\n\nWe sell:\n\n- your name\n- your e-mail address\n"
    made = notice(Readership("1.0.0"), new=added)
    sale = next(part for part in made.parts if part.heading == "Sale")
    (edit,) = sale.edits
    assert edit.before == ""
    assert "your name\nyour e-mail address" in edit.after
    assert "".join(span.text for span in edit.redline) == edit.after


def test_who_accepted_nothing_known_is_compared_with_the_version_before() -> None:
    found = {"1.0.0": verdict(OLD, NEW), "1.1.0": verdict(NEW, NEW)}
    assert base_of(found, Readership("")) == "1.1.0"
    assert base_of(found, Readership("1.0.0")) == "1.0.0"
    assert base_of({}, Readership("")) == ""


def test_a_first_version_has_nothing_to_compare() -> None:
    first = version("1.0.0", OLD)
    made = compose(policy(first), first, {}, readership=Readership(""), links=LINKS)
    assert (made.base, made.parts, made.smaller) == ("", (), 0)


def test_nothing_below_review_is_told() -> None:
    made = notice(Readership("1.0.0", ("saas", "hosted")))
    told = [f for f in verdict(OLD, NEW).findings if f.decided >= Level.REVIEW]
    assert len({f.change.id for f in told}) == sum(len(part.edits) for part in made.parts)


def test_an_unknown_action_has_no_notice() -> None:
    with pytest.raises(NoticeError, match="dance"):
        notice(Readership("1.0.0", action="dance"))


def test_what_needs_consent_says_so_where_consent_is_asked_for() -> None:
    released = version("2.0.0", NEW)
    rule = next(f.rule for f in verdict(OLD, NEW).findings if f.change.clause.heading == "Sharing")
    office = replace(policy(version("1.0.0", OLD), released), consent=(rule,))

    def asking(action: str) -> set[str]:
        asked = Readership("1.0.0", ("saas",), action=action)
        made = compose(
            office, released, {"1.0.0": verdict(OLD, NEW)}, readership=asked, links=LINKS
        )
        return {effect.rule for part in made.parts for effect in part.effects if effect.asks}

    assert asking("consent") == {rule}
    assert asking("notify") == set()


def test_who_missed_a_release_is_told_of_both_at_once() -> None:
    middle = OLD.replace("30 days", "45 days")
    first, second, third = (
        version(label, text) for label, text in (("1.0.0", OLD), ("1.1.0", middle), ("2.0.0", NEW))
    )
    found = {"1.0.0": verdict(OLD, NEW), "1.1.0": verdict(middle, NEW)}

    def told(accepted: str) -> Notice:
        return compose(
            policy(first, second, third),
            third,
            found,
            readership=Readership(accepted, ("saas",)),
            links=LINKS,
        )

    missed = told("1.0.0")
    assert missed.between == ("1.1.0",)
    assert "30 days" in missed.parts[0].edits[0].before
    assert told("1.1.0").between == told("").between == ()


def test_one_rule_that_found_several_things_says_so_once() -> None:
    new = OLD.replace("We never sell", "We share data with Acme Inc. and Bolt GmbH. We never sell")
    effects = [each for part in notice(Readership("1.0.0"), new=new).parts for each in part.effects]
    (named,) = (each for each in effects if each.rule == "recipient-added")
    (words,) = named.words
    assert "Acme Inc" in words
    assert "Bolt GmbH" in words
