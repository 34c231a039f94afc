"""Word lists hold classes, not what was met: a sample of each from its recognised source."""

import pytest

from gazette.materiality.facts import read_facts
from gazette.materiality.quantities import find_quantities

SAMPLES = {
    # ISO 3166, and states with a privacy law of their own
    "country": "Peru;Malta;Serbia;Pakistan;Morocco;Tennessee;Maryland;Quebec;Guernsey;Kazakhstan",
    # GDPR Art. 9, Cal. Civ. Code 1798.140(v), and the data types that app shops ask for
    "data": "national identity number;electoral roll;dietary needs;palm scan;sort code;itinerary"
    ";caste;test score;frequent flyer;trade union;your address;login information;your activity",
    # GDPR Art. 13 to 22, Cal. Civ. Code 1798.100 to 1798.135
    "right": "logic involved;financial incentive;move your data;commissioner;obtain confirmation"
    ";not to be subject to a decision;request restriction;right to withdraw",
    # GDPR Art. 6, 9 and 49
    "legal_basis": "substantial public interest;manifestly made public;pre contractual",
    "recipient": "magistrate;liquidator;works council;pharmacy;reinsurer;social networks",
}


@pytest.mark.parametrize(
    ("kind", "word"), [(kind, word) for kind, words in SAMPLES.items() for word in words.split(";")]
)
def test_a_class_is_whole(kind: str, word: str) -> None:
    facts = read_facts(f"It is about {word} here.")
    assert kind in {fact.kind for fact in facts}


@pytest.mark.parametrize(
    ("text", "value"), [("pay ₩ 500", "500 KRW"), ("30 zlotys", "30 PLN"), ("5 AED", "5 AED")]
)
def test_a_sum_is_one_in_any_currency(text: str, value: str) -> None:
    assert [q.value for q in find_quantities(text) if q.kind == "money"] == [value]


def test_a_banking_day_is_a_working_day() -> None:
    said = [find_quantities(f"within 10 {kind} days") for kind in ("banking", "business")]
    assert said[0] == said[1]


OTHERWISE_MEANT = {
    "data": "Products with a battery in them;The parties may mortgage it"
    ";Service resumes tomorrow;The Visa rules apply;Please scroll down;A third party beneficiary"
    ";Claims are coordinated by counsel;These terms and their attachments"
    ";In the country of your habitual residence or place of work;A healthy diet"
    ";The security signatures of files",
    "purpose": "We do not rate you;The basis of the bargain;No joint venture is formed"
    ";Do not spread malicious software;Sanctioned events only;Send us a suggestion",
    "recipient": "Custom fields are supported;You have the right and authority"
    ";A joint venture is not formed"
    ";Hold the company harmless;Its licensors own the marks;The referrer is shown"
    ";Our branding is ours;GitHub Sponsors is a program;The public key of the receiver",
    "right": "We charge for extra seats;Write to the designated agent;Stop using our service"
    ";We obtain information about companies;Nominated for a prize",
    "automation": "Use no robots;Your profile picture;You grant it automatically;Edit your profile",
    "children": "We make minor changes",
    "country": "Our main office",
    "retention": "A perpetual, worldwide right;Keep this in mind;Hold your horses;No scraping here",
    "scope": "Send it to your e-mail address to finish;What this means for you",
    "security": "We prevent or restrict access to the site;It may compromise others",
    "tracking": "To the extent strictly necessary;Cross-site request forgery"
    ";Follow your order here",
    "conduct": "We protect it from unauthorised access;We do not use it;You will not be charged"
    ";We do not share your data",
    "dispute": "As applicable law requires;We consolidate the figures;Alone or jointly with others",
    "legal_basis": "In the authorization window;We have agreed on a date",
    "license": "Consent that you may revoke;Use this feature, your list is shown",
    "liability": "As long as it is true",
    "price": "The European Commission;A royalty-free image;The file is sent back to the server",
    "change_notice": "When your browser comes back;The modification of files",
    "condition": "We assume no duty",
    "commitment": "We do not use it",
    "termination": "You may unsubscribe",
}


@pytest.mark.parametrize(
    ("kind", "text"),
    [(kind, t) for kind, texts in OTHERWISE_MEANT.items() for t in texts.split(";")],
)
def test_a_word_that_means_another_thing_is_left_alone(kind: str, text: str) -> None:
    assert kind not in {fact.kind for fact in read_facts(f"{text}.")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Write your contact information here.", ("data", "contact details")),
        ("We read your contacts.", ("data", "address book")),
        ("We share it with customs.", ("recipient", "authorities")),
        ("We report it to authorities.", ("recipient", "authorities")),
        ("We do not knowingly serve minors.", ("children", "children")),
        ("Residents of Maine may ask.", ("country", "Maine")),
        ("We do no profiling.", ("automation", "profiling")),
        ("Answers are scored by software.", ("automation", "profiling")),
        ("We earn a commission.", ("price", "price")),
        ("We gain permission by letter.", ("legal_basis", "consent")),
    ],
)
def test_a_word_is_read_by_what_stands_with_it(text: str, said: tuple[str, str]) -> None:
    assert said in {fact.key for fact in read_facts(text)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We collect your name, e-mail and preferences.", ("data", "inferences")),
        ("We collect your phone number, e-mail and signature.", ("data", "signature")),
        ("We share it with vendors, affiliates and brands.", ("recipient", "partners")),
        (
            "We use it for marketing, research purposes and due diligence.",
            ("purpose", "business transfer"),
        ),
    ],
)
def test_among_others_of_its_kind_a_word_of_several_meanings_has_theirs(
    text: str, said: tuple[str, str]
) -> None:
    assert said in {fact.key for fact in read_facts(text)}
    alone = text.split(" and ")[1]
    assert said not in {fact.key for fact in read_facts(f"It has {alone}")}


def test_one_other_of_its_kind_is_no_enumeration() -> None:
    assert ("data", "inferences") not in {f.key for f in read_facts("Name your preferences.")}
    assert ("data", "inferences") not in {
        f.key for f in read_facts("Your e-mail address has preferences.")
    }
