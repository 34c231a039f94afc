from __future__ import annotations

import pytest

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level


@pytest.mark.parametrize(
    ("old", "new"), [("30", "90"), ("90", "30"), ("16", "13"), ("30 days", "90 days")]
)
def test_a_number_exchanged_throughout_is_no_rename(old: str, new: str) -> None:
    text = "## Data retention\n\nWe delete your data {} after you leave.\n"
    verdict = judge(compare(text.format(old), text.format(new)), load_catalogue())
    assert [finding.rule for finding in verdict.findings] != ["term-renamed"]
    assert verdict.level > Level.MINOR


def level(old: str, new: str) -> Level:
    text = "## Who helps us\n\n{}\n\n## Contact\n\nWrite to us.\n"
    return judge(compare(text.format(old), text.format(new)), load_catalogue()).level


@pytest.mark.parametrize(
    "told",
    [
        "We share your address with {}. {} delivers parcels.",
        "Payments are handled by {}.",
        "We use {} to send newsletters.",
        "Our mailing provider {} receives your name.",
        "We send data to {}, Hauptstraße 3, 10969 Berlin.",
    ],
)
@pytest.mark.parametrize(("old", "new"), [("Quillo", "Ferndo"), ("Acme", "Bolt")])
def test_another_company_in_the_same_place_is_no_rename(told: str, old: str, new: str) -> None:
    assert level(told.replace("{}", old), told.replace("{}", new)) > Level.MINOR


def test_a_name_that_is_kin_to_the_other_is_a_rename() -> None:
    told = "We share your notes with those whom you invite to {}."
    assert level(told.format("Quillo Notes"), told.format("QuilloNotes")) <= Level.MINOR


def test_a_product_is_renamed_throughout_though_data_are_given_in_it() -> None:
    told = "With {} you write. {} is free. You find {} in your browser. We share what {} holds."
    assert level(told.replace("{}", "Quillo"), told.replace("{}", "Ferndo")) <= Level.MINOR


PAGE = "# Privacy Policy\n\nWe are Quay.\n\n{}\n\nBoats are lent."


def of_page(old: str, new: str) -> Level:
    return judge(compare(PAGE.format(old), PAGE.format(new)), load_catalogue()).level


def test_a_text_that_called_itself_another_is_put_right() -> None:
    wrong = "In addition to these Terms of Service, Quay has a charter."
    right = "In addition to this Privacy Policy, Quay has a charter."
    assert of_page(wrong, right) is Level.EDITORIAL
    assert of_page(right, wrong) >= Level.REVIEW


def test_another_document_is_not_the_text_itself() -> None:
    told = "Those who lend are bound by {}."
    assert of_page(told.format("this Privacy Policy"), told.format("the Terms of Service")) >= (
        Level.REVIEW
    )


def test_what_is_drafted_is_no_text_yet() -> None:
    assert of_page("Boats rest.", "Boats rest. [CONFIRM: at night?]") is Level.EDITORIAL
    assert of_page("Boats rest.", "Boats rest. [We sell your letters.]") >= Level.REVIEW
    assert of_page("Boats rest [TBD] days.", "Boats rest 30 days.") >= Level.REVIEW
