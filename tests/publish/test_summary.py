"""What a reader is told a version changes, section by section."""

from __future__ import annotations

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level
from gazette.publish.summary import summarise

TOPICS = ("Data", "Sharing", "Retention", "Rights")


def policy(*topics: str) -> str:
    """Numbered sections, each with a sentence of its own."""
    return "\n\n".join(
        f"## {n}. {topic} {{#{topic.lower()}}}\n\nWhat we say of {topic.lower()} is said here."
        for n, topic in enumerate(topics, 1)
    )


def test_a_cascade_of_renumberings_is_told_where_it_begins_and_counted_nowhere() -> None:
    comparison = compare(policy(*TOPICS), policy("Data", "Cookies", *TOPICS[1:]))
    sections = summarise(judge(comparison, load_catalogue()))

    assert [each.section.id for each in sections] == ["cookies", "sharing"]
    assert sections[1].level is Level.EDITORIAL
    assert sections[1].small == 0
    (note,) = sections[1].renumbered
    assert str(note) == "numbers 2. to 4. → 3. to 5. (3 clauses), because “2. Cookies” was added"


def test_a_renumbering_by_itself_is_a_small_change() -> None:
    old = policy(*TOPICS)
    (section,) = summarise(judge(compare(old, old.replace("4.", "7.")), load_catalogue()))

    assert (section.small, section.renumbered) == (1, ())


def test_what_a_rule_found_in_a_section_is_one_sentence() -> None:
    text = "## Sharing {#sharing}\n\nWe share data with these companies:\n\n* Acme Metrics Ltd"
    more = f"{text}\n* Bolt Payments Ltd\n* Cask Cloud Ltd"
    (section,) = summarise(judge(compare(text, more), load_catalogue()))
    (reason,) = section.reasons

    assert reason.words == ("Newly named as a recipient: Bolt Payments Ltd; Cask Cloud Ltd.",)


def test_what_stands_before_the_first_heading_is_told_without_its_id() -> None:
    text = "We delete your data 30 days after you leave us."
    verdict = judge(compare(text, text.replace("30", "90")), load_catalogue())
    (section,) = summarise(verdict)

    assert verdict.findings[0].message.startswith("preamble/p1: now kept")
    assert section.reasons[0].words == ("Now kept for 90 days; before, for 30 days.",)


def test_a_quotation_within_a_quotation_has_marks_of_its_own() -> None:
    text = "## Terms {#terms}\n\n“Guest” means whoever you bring along."
    more = f"{text}\n\n“Board” means a page with cards."
    (section,) = summarise(judge(compare(text, more), load_catalogue()))

    assert section.reasons[0].words == ("It now defines: “‘Board’ means a page with cards”.",)
