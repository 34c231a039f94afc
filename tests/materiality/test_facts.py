"""Facts compare by what they mean, not by how they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.materiality.facts import read_facts
from gazette.materiality.words import norms

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int) -> str:
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, ones = TENS[number // 10 - 2], number % 10
        return f"{tens}-{ONES[ones]}" if ones else tens
    hundreds, rest = divmod(number, 100)
    return f"{ONES[hundreds]} hundred" + (f" and {in_words(rest)}" if rest else "")


def values(text: str, kind: str) -> list[str]:
    return [fact.value for fact in read_facts(text) if fact.kind == kind]


@given(st.integers(min_value=0, max_value=999), st.sampled_from(["day", "week", "month", "year"]))
def test_numbers_in_words_are_digits(number: int, unit: str) -> None:
    digits = values(f"kept for {number} {unit}s", "duration")
    assert len(digits) == 1
    assert values(f"kept for {in_words(number)} {unit}s", "duration") == digits
    assert values(f"kept for {in_words(number)} ({number}) {unit}s", "duration") == digits


@given(st.integers(min_value=1, max_value=50))
def test_twelve_months_are_a_year(years: int) -> None:
    assert values(f"{years} years", "duration") == values(f"{years * 12} months", "duration")


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for fact in read_facts(text):
        assert fact.first <= fact.last
        assert fact.text in text


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("deleted after 5 business days", "duration", "5 business days"),
        ("kept indefinitely", "duration", "without limit"),
        ("at least 18 years old", "age", "18"),
        ("children under the age of 16", "age", "16"),
        ("children under 13", "age", "13"),
        ("a fee of $1,000.50", "money", "1000.5 USD"),
        ("a fee of 20 EUR", "money", "20 EUR"),
        ("ten percent", "percentage", "10%"),
        ("ten per cent", "percentage", "10%"),
        ("twenty-five percent (25%)", "percentage", "25%"),
        ("retained for no longer than 12 months", "duration", "365.25 days"),
        ("a thirty-day period", "duration", "30 days"),
        ("within a month", "duration", "30.438 days"),
        ("within 72hrs", "duration", "3 days"),
        ("expires after 24h", "duration", "1 days"),
        ("2y", "duration", "730.5 days"),
        ("for one (1) year", "duration", "365.25 days"),
        ("18 years of age", "age", "18"),
        ("under the age of thirteen (13)", "age", "13"),
        ("persons aged 16 or over", "age", "16"),
        ("for users 13 or older", "age", "13"),
        ("US$100", "money", "100 USD"),
        ("100 US dollars", "money", "100 USD"),
        ("CAD $50", "money", "50 CAD"),
        ("five Canadian dollars", "money", "5 CAD"),
        ("€ 1.000,50", "money", "1000.5 EUR"),
        ("1\u00a0000 EUR", "money", "1000 EUR"),
        ("₹500", "money", "500 INR"),
        ("CHF 20", "money", "20 CHF"),
        ("in the U.K.", "country", "United Kingdom"),
        ("under US law", "country", "United States"),
        ("the 1st of January 2024", "date", "2024-01-01"),
        ("we are not going to sell", "modality", "never"),
        ("we reserve the right to stop", "modality", "may"),
        ("“Site” means our pages", "definition", "sit"),
        ("Acme Ltd (the “Company”)", "definition", "company"),
        ("on 3 May 2024", "date", "2024-05-03"),
        ("on May 3rd, 2024", "date", "2024-05-03"),
        ("on 2024-05-03", "date", "2024-05-03"),
        ("in the USA", "country", "United States"),
        ("write to help@example.org", "email", "help@example.org"),
        ("call +1 555 010 9999", "phone", "15550109999"),
        ("we use AES encryption", "security", "encryption"),
        ("our legitimate interests", "legal_basis", "legitimate interests"),
        ("offered by Acme Metrics Inc.", "organisation", "acme metrics inc"),
        ("the Widget Commission", "institution", "widget commission"),
        ("mail through iLetter", "name", "iletter"),
        ("we will never sell", "modality", "never"),
        ("you may not copy", "modality", "never"),
        ("you can ask", "modality", "may"),
        ("we shall answer", "modality", "will"),
    ],
)
def test_reads(text: str, kind: str, value: str) -> None:
    assert value in values(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("see Section 30 for fees", "count"),  # counts sections, not things
        ("in May 2024", "modality"),  # a month
        ("We protect your Privacy Policy", "name"),  # words that policies capitalise
        ("stored in Germany", "name"),  # a country is no company
        ("do not hesitate to ask", "modality"),  # an invitation
        ("section 30 days", "age"),
        ("we need 24 H", "duration"),
        ("tell us", "country"),  # a pronoun
        ("This means a lot", "definition"),
    ],
)
def test_reads_no(text: str, kind: str) -> None:
    assert values(text, kind) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We don’t optimise e-mails", "We do not optimize emails"),
        ("users' licence, cancelled", "user's license, canceled"),
        ("a web site", "a website"),
        ("1,000 visits", "1000 visits"),
    ],
)
def test_one_word_has_one_norm(one: str, other: str) -> None:
    assert norms(one) == norms(other)


def test_a_denial_is_no_assertion() -> None:
    assert norms("We sell data") != norms("We do not sell data")
