from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from gazette.errors import ConfigurationError, GazetteError, SourceError
from gazette.source import load_policies, load_policy, own_rules


@pytest.fixture
def folder(library: Path) -> Path:
    return library / "policy" / "privacy"


def swap(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_reads_a_policy_with_its_versions_oldest_first(folder: Path) -> None:
    policy = load_policy(folder)

    assert (policy.id, policy.title, policy.time_zone) == ("privacy", "Privacy Notice", "UTC")
    assert [version.label for version in policy.versions] == ["1.0.0", "1.1.0", "1.1.1"]
    assert policy.contact.email == "desk@library.example"
    assert policy.segments[0].id == "children"
    assert policy.segments[0].mentions == ("young readers",)


def test_what_readers_in_other_languages_know_things_by(folder: Path) -> None:
    path = folder / "policy.toml"
    path.write_text(
        'titles.de = "Datenschutzhinweise"\n' + path.read_text(encoding="utf-8"), encoding="utf-8"
    )
    with path.open("a", encoding="utf-8") as stream:
        stream.write('\n[segments.children.titles]\nde = "Kinder"\n[contact.names]\nsk = "Úrad"\n')
    policy = load_policy(folder)
    assert policy.titles == (("de", "Datenschutzhinweise"),)
    assert policy.segments[0].titles == (("de", "Kinder"),)
    assert policy.contact.names == (("sk", "Úrad"),)
    swap(path, 'sk = "Úrad"', 'Slovak = "Úrad"')
    with pytest.raises(SourceError, match="`Slovak` is no language tag") as refused:
        load_policy(folder)
    assert refused.value.where
    assert refused.value.where.line == len(path.read_text(encoding="utf-8").splitlines())


def test_a_version_carries_dates_text_and_the_digest_of_its_file(folder: Path) -> None:
    version = load_policy(folder).versions[1]

    assert (version.published, version.effective) == (date(2025, 2, 1), date(2025, 3, 15))
    assert version.summary.startswith("Loans are remembered longer")
    assert "90 days" in version.document.text
    assert version.sha256 == hashlib.sha256((folder / "1.1.0.md").read_bytes()).hexdigest()
    assert version.language == "en"


def test_a_draft_needs_no_dates(folder: Path) -> None:
    draft = load_policy(folder).draft

    assert draft is not None
    assert draft.is_draft
    assert draft.published is None


def test_a_policy_without_a_draft_has_none(folder: Path) -> None:
    (folder / "draft.md").unlink()

    assert load_policy(folder).draft is None


def test_labels_are_ordered_as_numbers(folder: Path) -> None:
    text = (folder / "1.1.1.md").read_text(encoding="utf-8")
    (folder / "1.10.0.md").write_text(text.replace("1.1.1", "1.10.0"), encoding="utf-8")

    assert [v.label for v in load_policy(folder).versions][-2:] == ["1.1.1", "1.10.0"]


def test_every_folder_with_a_policy_is_read_and_no_other(library: Path) -> None:
    policies = library / "policy"
    copytree(policies / "privacy", policies / "cookies")
    (policies / "images").mkdir()

    assert [policy.id for policy in load_policies(policies)] == ["cookies", "privacy"]


VERSION_FAULTS = [
    ("title: Privacy Notice\n", "", 1, "`title` is missing"),
    ("version: 1.1.0\n", "", 1, "`version` is missing"),
    ("published: 2025-02-01\n", "", 1, "`published` is missing"),
    ("effective: 2025-03-15\n", "", 1, "`effective` is missing"),
    ("version: 1.1.0", "version: 1.2.0", 3, "is 1.2.0, but the file is called 1.1.0.md"),
    ("version: 1.1.0", "version: 1.0.0", 3, "is 1.0.0, which 1.0.0.md is already"),
    ("version: 1.1.0", "version: 1.1", 3, "is 1.1, not major.minor.patch"),
    ("version: 1.1.0", "version: 01.1.0", 3, "not major.minor.patch"),
    ("effective: 2025-03-15", "effective: 2025-01-31", 5, "before the publication on 2025-02-01"),
    ("published: 2025-02-01", "published: 2024-02-01", 4, "before version 1.0.0’s 2024-03-01"),
    ("published: 2025-02-01", "published: soon", 4, "is not a day"),
    ("published: 2025-02-01", "published: 2025-02-01T09:00:00", 4, "is not a day"),
    ("summary: Loans", "sumary: Loans", 6, "`sumary` is not a known key"),
    ("summary: Loans", "status: Loans", 6, "stands in a released version"),
    ("title: Privacy Notice", "title: [a]", 2, "`title` is not a text"),
    ("summary: Loans", "language: no\nsummary: Loans", 6, "`language` is no language tag"),
    ("---\ntitle", "title", 1, "the front matter is missing"),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), VERSION_FAULTS)
def test_a_fault_in_a_version_is_named_with_its_line(
    folder: Path, old: str, new: str, line: int, words: str
) -> None:
    swap(folder / "1.1.0.md", old, new)

    with pytest.raises(SourceError, match=words) as caught:
        load_policy(folder)

    assert str(caught.value.where) == f"{folder / '1.1.0.md'}:{line}"
    assert caught.value.remedy


def test_a_misspelled_key_is_told_the_right_one(folder: Path) -> None:
    swap(folder / "1.1.0.md", "effective:", "efective:")

    with pytest.raises(SourceError) as caught:
        load_policy(folder)

    assert caught.value.remedy == "Did you mean `effective`?"


def test_a_later_version_may_not_take_effect_earlier(folder: Path) -> None:
    swap(folder / "1.1.1.md", "published: 2026-10-01", "published: 2025-02-01")
    swap(folder / "1.1.1.md", "effective: 2027-01-01", "effective: 2025-03-14")

    with pytest.raises(SourceError, match=r"`effective` is 2025-03-14, before"):
        load_policy(folder)


DRAFT_FAULTS = [
    ("status: proposal\n", "", 1, "does not say that this is a draft"),
    ("status: proposal", "status: final", 3, "does not say that this is a draft"),
    ("status: proposal", "version: 2.0.0", 3, "which has no label before its release"),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), DRAFT_FAULTS)
def test_a_draft_says_that_it_is_one(
    folder: Path, old: str, new: str, line: int, words: str
) -> None:
    swap(folder / "draft.md", old, new)

    with pytest.raises(SourceError, match=words) as caught:
        load_policy(folder)

    assert str(caught.value.where) == f"{folder / 'draft.md'}:{line}"


SETTINGS_FAULTS = [
    ('title = "Privacy Notice"\n', "", None, "`title` is missing"),
    ("notice_days = 30", "notice_days = -1", 4, "is not a whole number of days"),
    ("notice_days = 30", "notice_days = true", 4, "is not a whole number of days"),
    ("notice_days = 30", "notice_day = 30", 4, "`notice_day` is not a known key"),
    ("notice_days = 30", "notice_days = ", 4, "not valid TOML"),
    ('time_zone = "UTC"', 'time_zone = "Europe/Bratislva"', 3, "is no time zone"),
    ('time_zone = "UTC"', 'time_zone = "../x"', 3, "is no time zone"),
    ("email = ", 'phone = "1"\nemail = ', 9, "`contact.phone` is not a known key"),
    ("desk@library.example", "the desk", 9, "`contact.email` is no e-mail address"),
    ('url = "https://', 'url = "', 10, "`contact.url` is no web address"),
    ('email = "desk@library.example"\n', "", 7, "`contact.email` is missing"),
    ('column = "card"\n', "", 12, "`segments.children.column` is missing"),
    ('values = ["young"]', 'values = "young"', 15, "is not a list of texts"),
    ('mentions = ["young readers"]', "mentions = []", 16, "is missing or empty"),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), SETTINGS_FAULTS)
def test_a_fault_in_the_settings_is_named_with_its_line(
    folder: Path, old: str, new: str, line: int | None, words: str
) -> None:
    settings = folder / "policy.toml"
    swap(settings, old, new)

    with pytest.raises(SourceError, match=words) as caught:
        load_policy(folder)

    assert str(caught.value.where) == (f"{settings}:{line}" if line else str(settings))
    assert caught.value.remedy


def add_note(folder: Path) -> None:
    (folder / "notes.md").write_text("# Notes\n", encoding="utf-8")


def add_short_label(folder: Path) -> None:
    (folder / "1.0.0.md").rename(folder / "1.0.md")


def remove_settings(folder: Path) -> None:
    (folder / "policy.toml").unlink()


def remove_versions(folder: Path) -> None:
    for path in folder.glob("*.md"):
        path.unlink()


def break_encoding(folder: Path) -> None:
    (folder / "1.0.0.md").write_bytes(b"---\ntitle: \xff\n---\n")


def empty_text(folder: Path) -> None:
    text = (folder / "1.0.0.md").read_text(encoding="utf-8")
    (folder / "1.0.0.md").write_text(text[: text.index("# Privacy")], encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "place", "words"),
    [
        (add_note, "notes.md", "neither a version nor draft.md"),
        (add_short_label, "1.0.md", "neither a version nor draft.md"),
        (remove_settings, "policy.toml", "there is no such file"),
        (remove_versions, "", "the policy has no version"),
        (break_encoding, "1.0.0.md:2", "the byte 0xFF is not UTF-8"),
        (empty_text, "1.0.0.md:8", "the version has no text"),
    ],
)
def test_a_fault_in_the_folder_is_named(
    folder: Path, damage: Callable[[Path], None], place: str, words: str
) -> None:
    damage(folder)

    with pytest.raises(SourceError, match=words) as caught:
        load_policy(folder)

    assert str(caught.value.where) == str(folder / place)


def test_versions_without_settings_are_an_error_and_not_overlooked(library: Path) -> None:
    (library / "policy" / "privacy" / "policy.toml").unlink()

    with pytest.raises(SourceError, match="there is no such file"):
        load_policies(library / "policy")


def test_a_folder_name_must_fit_a_web_address(library: Path) -> None:
    folder = (library / "policy" / "privacy").rename(library / "policy" / "Privacy Notice")

    with pytest.raises(SourceError, match="cannot be part of a web address"):
        load_policy(folder)


@pytest.mark.parametrize("name", ["policy", "nowhere"])
def test_a_folder_without_policies_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "policy").mkdir()

    with pytest.raises(ConfigurationError) as caught:
        load_policies(tmp_path / name)

    assert "gazette init" in caught.value.remedy
    assert isinstance(caught.value, GazetteError)


def test_a_version_says_why_its_notice_is_shorter(folder: Path) -> None:
    swap(folder / "draft.md", "status: proposal", "status: proposal\nshorter_notice: A court order")

    draft = load_policy(folder).draft

    assert draft is not None
    assert draft.shorter_notice == "A court order"


def test_reads_the_day_of_the_last_review(folder: Path) -> None:
    swap(folder / "policy.toml", "notice_days", "reviewed = 2025-09-01\nnotice_days")

    assert load_policy(folder).reviewed == date(2025, 9, 1)


def test_the_day_of_the_last_review_is_a_day(folder: Path) -> None:
    swap(folder / "policy.toml", "notice_days", 'reviewed = "last week"\nnotice_days')

    with pytest.raises(SourceError, match="is not a day") as error:
        load_policy(folder)
    assert error.value.where is not None
    assert error.value.where.line == 4


def test_reads_how_long_cancelled_accounts_are_kept(folder: Path) -> None:
    assert load_policy(folder).retention_days is None
    swap(folder / "policy.toml", "notice_days", "retention_days = 45\nnotice_days")
    assert load_policy(folder).retention_days == 45
    swap(folder / "policy.toml", "retention_days = 45", "retention_days = -1")
    with pytest.raises(SourceError, match="retention_days"):
        load_policy(folder)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [("material = -1", "material"), ("weeks = 2", "weeks"), ("minor = 3", "material")],
)
def test_a_notice_period_is_whole_days_by_level(folder: Path, line: str, wrong: str) -> None:
    period = f'\n[notice.eu]\ntitle = "EU"\nsource = "Law"\n{line}\n'
    path = folder / "policy.toml"
    path.write_text(path.read_text(encoding="utf-8") + period, encoding="utf-8")
    with pytest.raises(SourceError, match=rf"notice\.eu.*{wrong}|{wrong}.*notice\.eu"):
        load_policy(folder)


def test_a_policy_cannot_take_an_address_that_something_else_has(folder: Path) -> None:
    taken = folder.rename(folder.with_name("how-we-decide"))

    with pytest.raises(SourceError, match="no policy can be called “how-we-decide”") as caught:
        load_policy(taken)
    assert str(taken) in str(caught.value)


def test_the_organisations_own_rules_lie_beside_its_policies(folder: Path) -> None:
    assert own_rules(folder.parent) is None
    (folder.parent / "rules").mkdir()

    assert own_rules(folder.parent) == folder.parent / "rules"
    assert [each.id for each in load_policies(folder.parent)] == [folder.name]
