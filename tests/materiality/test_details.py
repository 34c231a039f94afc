"""Edits of a detail, which rules leave alone; and what looks like one and is not."""

from __future__ import annotations

import pytest

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.materiality.facts import read_facts
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
LOW = (Level.EDITORIAL, Level.MINOR)


def level(old: str, new: str) -> Level:
    return judge(compare(old, new), CATALOGUE).level


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The support desk answers.", "The support desk answers on weekdays from 9 to 17."),
        ("We are registered in Wales.", "We are registered in Wales under number 0123, VAT 99."),
        ("We obey the GDPR.", "We obey the GDPR (Regulation (EU) 2016/679)."),
        ("We obey COPPA.", "We obey COPPA (15 U.S.C. § 6501 et seq.)."),
        ("Find it in Settings.", "Find it under Settings > Account > Export."),
        ("Harbour Desk lends books.", "Harbour Desk (formerly Quay Desk) lends books."),
        ("Quay Desk is a controller.", "Harbour Desk Ltd (formerly Quay Desk) is a controller."),
        ("We pay by Quay Pay.", "We pay by Sail Till (previously known as Quay Pay)."),
        ("Write to %%OUR_MAILBOX%% first.", "Write to desk@harbour.example first."),
        ("Write to [INSERT EMAIL ADDRESS] first.", "Write to desk@harbour.example first."),
        ("A 3rd party lends boats.", "A third party lends boats."),
        ("Art.6 lit.b GDPR is the basis.", "Art.6 (1) lit.b GDPR is the basis."),
        ("Boats.\n\nThis policy is valid from 1 March 2024.", "Boats."),
        ("- sails\n- oars\n\nAsk first.", "sails\n\noars\n\nAsk first."),
        ("Bats are small animals.", "Bats are small animals that sleep in attics."),
        ("We use Open Shelf Rules.", "We use Open Shelf Rules (“OSRs”)."),
        ("The Reader must bring it back.", "The Reader shall bring it back."),
        ("Harbour (“H”, “we”, “us”) lends books.", "Harbour (“H,” “we,” or “us”) lends books."),
        ("Come at anytime.", "Come at any time."),
        ("We keep it only as long as we must.", "We only keep it as long as we must."),
        ("We log your IP address.", "We log your Internet Protocol (“IP”) address."),
        ("A card costs 3 euro per annum.", "A card costs 3 euro per year."),
        ("Harbour Ltd, 1 Dock Road, Dublin 4", "Harbour Ltd, 8 Canal Walk, Dublin 2"),
        ("For persons over 13 years of age.", "For people over the age of 13."),
        ("Status: March 2024", "Status: May 2024"),
        ("Boats.\n\n1 March 2024", "Boats.\n\n3 May 2025"),
        ("Our processors as at 01.11.2024:", "Our processors as at 02.12.2024:"),
        (
            "Quay BV · Document P-6 · Valid from 1 April 2024",
            "Quay BV · Document P-6 · Valid from 3 May 2025",
        ),
        ("QD/PRIV/0325", "QD/PRIV/0525"),
        (
            "Write to Quay GmbH, Musterweg 3, 12345 Bonn.",
            "Write to Quay GmbH, Amselgasse 18 A, 12347 Bonn.",
        ),
        (
            "We use Quay Pay, Luxembourg.",
            "We use Quay Pay, 22-24 Boulevard Royal, L-2449 Luxembourg.",
        ),
        ("To leave, call 0345 600 1122.", "To leave, call 0345 600 1199."),
        ("Use the corner for parents.", "Use the corner for parents (tap the owl three times)."),
        ("It takes a nickname.", "It takes a nickname, such as “Turbo Fox”."),
        (
            "Harbour Desk opens.",
            "Harbour Desk opens. Further information on boats: https://a.example/b",
        ),
        (
            "Harbor opens. Qiw.gg lends books.\n\nAsk Qiwi.gg.",
            "Harbor opens. Qiwi.gg lends books.\n\nAsk Qiwi.gg.",
        ),
        ("| Entity | Means |\n|---|---|\n| A | b |", "| Body | Way |\n|---|---|\n| A | b |"),
        ("III. Provision of the website", "IV. How you get the website"),
    ],
)
def test_a_detail_is_not_weighed(old: str, new: str) -> None:
    assert level(old, new) in LOW


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The support desk answers.", "The support desk answers for 5 euro."),
        ("The support desk answers.", "The support desk answers within 30 days."),
        ("We share it in Settings.", "We share it in Settings > Partners > Advertisers."),
        ("We sell books.", "We formerly sold your personal data."),
        ("We pay by Quay Pay.", "We pay by Sail Till (formerly Quay Pay) and by Oxnet."),
        ("We pay by Quay Pay.", "We pay by Sail Till (formerly Oxnet Pay)."),
        ("We pay by Quay Pay.", "We pay by Quay Pay, Sail Till (formerly Oxnet Pay)."),
        ("We keep it for %%DAYS%% days.", "We keep it for 30 days."),
        ("Art. 6 (1) (b) GDPR is the basis.", "Art. 6 (1) (f) GDPR is the basis."),
        ("Art. 9 (2) lit. a is the basis.", "Art. 6 (1) lit. a is the basis."),
        ("Bats are small animals.", "Bats are small animals whose location we track."),
        ("We are a library.", "We are a library that sells your data."),
        ("You may leave and pay.", "You may leave, or pay."),
        ("For persons over 13 years of age.", "For people over the age of 16."),
        ("Status: 30 days", "Status: 60 days"),
        ("You must pay by 1 April 2024", "You must pay by 1 May 2024"),
        ("# Boats\n\n## Last day\n\n1 March 2024", "# Boats\n\n## Last day\n\n3 May 2025"),
        ("Pay within thirty (30) days.", "Pay within thirty (60) days."),
        ("We use Oxnet Pay, 1234 Bonn.", "We use Oxnet Pay and Sail Pay, 1234 Bonn."),
        ("We share it with Payquick and Square.", "We share it with Payquick, Adjani and Square."),
        (
            "Hosts such as Oxnet and Drive hold it.",
            "Hosts such as Oxnet, Mastly and Drive hold it.",
        ),
        (
            "We log facts, such as your name and age.",
            "We log facts, such as your name, gait and age.",
        ),
        ("We do not currently sell it.", "We do not sell it."),
        ("It was shown by us.", "It was shown to us."),
        ("The boat you build is yours.", "The boat you build is ours."),
        ("We collect:\n\n- names\n- mail", "We collect:\n\n- names\n- contacts\n- mail"),
        (
            "Use an Authorized Device. Unauthorized Devices differ from an Authorized Device.",
            "Use an Unauthorized Device. Unauthorized Devices differ from an Authorized Device.",
        ),
        ("| We share |\n|---|\n| A |", "| We never share |\n|---|\n| A |"),
    ],
)
def test_what_says_more_is_no_detail(old: str, new: str) -> None:
    assert level(old, new) not in LOW


@pytest.mark.parametrize(
    ("added", "low"),
    [
        ("These terms are also available in Basque.", True),
        ("Our notice is divided into five parts.", True),
        ("A summary stands at the end of every chapter.", True),
        ("We wrote this statement in plain words.", True),
        ("This policy is binding for 30 days.", False),
        ("This notice is available in the app, which tracks your location.", False),
        ("We drafted this statement and sell your data.", False),
    ],
)
def test_a_text_may_speak_of_itself_and_of_nothing_else(added: str, *, low: bool) -> None:
    assert (level("Bats sleep by day.", f"Bats sleep by day. {added}") in LOW) is low


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Ask the European Data Protection Board.", set()),
        ("Ask the Irish Data Protection Commission.", set()),
        ("We send it to Ireland.", {"Ireland"}),
        ("We send it to the European Union.", {"European Union"}),
    ],
)
def test_an_institution_is_no_country(text: str, countries: set[str]) -> None:
    assert {fact.value for fact in read_facts(text) if fact.kind == "country"} == countries


@pytest.mark.parametrize("text", ["Acme, Inc. runs it.", "Inc. is a legal form."])
def test_a_legal_form_alone_is_no_organisation(text: str) -> None:
    assert "inc" not in {fact.value for fact in read_facts(text) if fact.kind == "organisation"}


@pytest.mark.parametrize(
    ("added", "low"),
    [
        ("If you have any questions, please call us on +1 555 010 7788.", True),
        ("The data protection officer can be contacted at dpo@quay.example.", True),
        ("Please get in touch with us with any concern.", True),
        ("To opt out, call +1 555 010 7788.", False),
        ("You must call us on +1 555 010 7788.", False),
        ("We may call you on your phone number.", False),
        ("Send us your passport.", False),
        ("Our mascot is called Rusty.", False),
    ],
)
def test_a_sentence_may_only_tell_whom_to_reach(added: str, *, low: bool) -> None:
    told = "Bats sleep by day."
    assert (level(told, f"{told} {added}") in LOW) is low


@pytest.mark.parametrize(
    "added",
    [
        ", or write to PO Box 4417, Springfield, MO 63122",
        ", or call +1 512 555 0100",
        ", if you have any question",
    ],
)
def test_a_further_way_to_reach_someone_is_a_contact(added: str) -> None:
    told = "You can write to us at 5 Park Road, Leeds"
    assert level(f"{told}.", f"{told}{added}.") in LOW


@pytest.mark.parametrize(
    "named",
    ["tax id", "postcode", "fax number", "mailing address", "registration number", "phone", "mail"],
)
def test_what_is_collected_is_no_contact_though_its_name_is_one(named: str) -> None:
    less, more = "We collect your phone number.", f"We collect your phone number and {named}."
    assert level(less, more) not in LOW
    assert level(more, less) not in LOW


@pytest.mark.parametrize("named", ["documents you upload", "shoe size", "pet names"])
def test_one_more_example_of_data_is_data_whatever_its_name(named: str) -> None:
    told = "You give us information such as your name, {}birthday and location."
    assert level(told.format(""), told.format(f"{named}, ")) not in LOW


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Lindenstraße 12, 10969 Berlin", "Friedrichstraße 171, 10117 Berlin"),
        ("Lindenstraße 12, 10969 Berlin", "Lindenstraße 12, 10117 Berlin"),
        ("Sveavägen 98, 113 50 Stockholm", "Birger Jarlsgatan 57, 113 56 Stockholm"),
        ("2nd floor, Customs House Lane, Falmouth TR11 3XX", "Unit 4, Quays, Falmouth TR11 2XT"),
    ],
)
def test_an_address_is_one_however_a_country_writes_it(old: str, new: str) -> None:
    told = "The company is Acme Quills, {}."
    assert level(told.format(old), told.format(new)) in LOW


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We take 1000 votes, sent to Acme", "We take 5000 votes, sent to Acme"),
        ("We send data to Acme", "We send data to Bolt, Nebenweg 5, 20095 Hamburg, and to Acme"),
        ("We send data to Acme", "We send data to Bolt"),
    ],
)
def test_an_address_hides_no_number_and_nobody(old: str, new: str) -> None:
    address = ", Hauptstraße 3, 10969 Berlin."
    assert level(old + address, new + address) not in LOW
