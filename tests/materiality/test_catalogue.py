"""A rule file that does not say why it may be trusted is refused, by name and fault."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from gazette import compare
from gazette.errors import RuleError
from gazette.materiality import judge, load_catalogue, read_rule
from gazette.model.verdict import Level

GOOD = (files("gazette.materiality") / "rules" / "retention-lengthened.toml").read_text("utf-8")
HOUSE = (
    GOOD.replace('id = "retention-lengthened"', 'id = "fox-named"')
    .replace('kind = "quantity"', 'kind = "fact-added"')
    .replace('fact = "duration"', 'fact = ["name"]')
    .replace('change = "increase"', "")
    .replace('topics = ["retention"]', "")
)


def test_the_catalogue_is_large_enough_and_sorted() -> None:
    ids = [rule.id for rule in load_catalogue()]
    assert len(ids) >= 12
    assert ids == sorted(ids)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "Personal data is kept for longer"\n', "", "lacks title"),
        ('since = "0.1"', 'since = "0.1"\ncolour = "red"', "unknown colour"),
        ('level = "material"', 'level = "grave"', "level “grave”"),
        ('id = "retention-lengthened"', 'id = "retention_lengthened"', "not its file's name"),
        ('action = "increase", direction', 'action = "explode", direction', "action “explode”"),
        ('direction = "adverse"', 'direction = "bad"', "direction “bad”"),
        ('aspect = "duration", ', "", "needs the axes"),
        ("https://", "http://", "no https address"),
        ("{new}", "{colour}", "placeholder"),
        ('kind = "quantity"', 'kind = "magic"', "needs a kind among"),
        ('change = "increase"', "", "lacks change"),
        ('change = "increase"', 'change = "increase"\ncolour = "red"', "unknown colour"),
        ('because = "the same period in other words"\n', "", "without its because"),
        ("[match]", "[match", "not valid TOML"),
    ],
)
def test_an_incomplete_rule_is_refused_with_its_file_and_fault(
    old: str, new: str, fault: str
) -> None:
    assert old in GOOD
    with pytest.raises(RuleError, match=fault) as refused:
        read_rule(GOOD.replace(old, new).encode(), path="retention-lengthened.toml")
    assert "retention-lengthened.toml" in str(refused.value)


@pytest.mark.parametrize("kind", ["fires", "silent"])
def test_a_rule_needs_its_examples(kind: str) -> None:
    blocks = GOOD.split(f"[[{kind}]]")
    one = blocks[0] + (f"[[{kind}]]" + blocks[1].split("[[")[0] if kind == "silent" else "")
    rest = "" if kind == "silent" else "[[silent]]" + GOOD.split("[[silent]]", 1)[1]
    with pytest.raises(RuleError):
        read_rule((one + rest).encode(), path="retention-lengthened.toml")


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(RuleError, match="not valid TOML"):
        read_rule(b"\xff\xfe", path="x.toml")


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(RuleError, match="no rule “nonsense”"):
        load_catalogue().rule("nonsense")


def test_an_organisation_adds_rules_and_regrades_ours(tmp_path: Path) -> None:
    (tmp_path / "fox-named.toml").write_text(HOUSE, encoding="utf-8")
    (tmp_path / "levels.toml").write_text(
        '[unclassified-change]\nlevel = "material"\nreason = "We leave nothing to chance."\n',
        encoding="utf-8",
    )
    catalogue = load_catalogue(tmp_path)
    assert catalogue.rule("fox-named").house
    regraded = catalogue.rule("unclassified-change")
    assert regraded.level is Level.MATERIAL
    assert regraded.regraded == "We leave nothing to chance."
    verdict = judge(
        compare("Our fox is old.", "Our fox is old. It is called Mc Reynard."), catalogue
    )
    assert [finding.rule for finding in verdict.findings] == ["fox-named"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("levels.toml", '[no-such-rule]\nlevel = "minor"\nreason = "x"\n'),
        ("levels.toml", '[unclassified-change]\nlevel = "minor"\n'),
        ("levels.toml", '[unclassified-change]\nlevel = "grave"\nreason = "x"\n'),
        ("retention-lengthened.toml", GOOD),
    ],
)
def test_a_wrong_regrading_or_a_doubled_rule_is_refused(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(RuleError):
        load_catalogue(tmp_path)


def test_a_folder_of_rules_must_exist(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="does not exist"):
        load_catalogue(tmp_path / "nowhere")


def test_every_lexicon_has_terms_and_a_topic() -> None:
    folder = files("gazette.materiality") / "lexicons"
    for entry in folder.iterdir():
        content = tomllib.loads(entry.read_text("utf-8"))
        if "terms" in content:
            assert isinstance(content["topic"], str), entry.name
            assert all(phrases for phrases in content["terms"].values()), entry.name


def test_a_regrade_holds_for_the_edit_and_not_for_the_rule_alone(tmp_path: Path) -> None:
    (tmp_path / "levels.toml").write_text(
        '[retention-lengthened]\nlevel = "minor"\nreason = "Told on a page of its own."\n'
    )
    page = "## Retention\n\nWe delete your data after {} days."
    verdict = judge(compare(page.format(30), page.format(90)), load_catalogue(tmp_path))
    assert [f.rule for f in verdict.findings] == ["retention-lengthened"]
    assert verdict.level is Level.MINOR
