"""`gazette notify`, as somebody at a terminal uses it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gazette.cli.group import gazette
from gazette.errors import OutputError
from gazette.materiality import load_catalogue
from gazette.publish.plan import plan_site
from gazette.source import load_policies


@pytest.fixture
def desk(library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(library)
    return library


def notify(*arguments: str) -> Result:
    return CliRunner().invoke(gazette, ["notify", *arguments])


def test_a_preview_has_every_notice_as_html_and_text(desk: Path) -> None:
    result = notify("preview", "--locale", "en", "--locale", "de")
    assert result.exit_code == 0, result.output
    listed = [line.split("\t")[0] for line in result.stdout.splitlines()]
    assert listed
    made = {str(path.relative_to(desk)) for path in (desk / "build/notices").iterdir()}
    assert made == {*listed, *(name.replace(".html", ".txt") for name in listed)}
    assert any(name.startswith("build/notices/unknown.") for name in listed)
    assert notify("preview").exit_code == 0  # its own folder may be replaced


def test_a_preview_links_every_step_from_the_readers_version(desk: Path) -> None:
    assert notify("preview").exit_code == 0
    text = next((desk / "build/notices").glob("1.0.0.*.txt")).read_text()
    for step in ("1.0.0..1.1.0", "1.1.0..1.1.1", "1.1.1..draft"):
        assert f"/changes/{step}/" in text


@pytest.mark.parametrize("release", ["1.1.0", "1.1.1"])
def test_every_link_of_a_notice_leads_to_a_page_of_the_site(desk: Path, release: str) -> None:
    assert notify("preview", "--release", release).exit_code == 0
    policies = load_policies(desk / "policy")
    (announced,) = (each for each in policies[0].versions if each.label == release)
    assert announced.published
    days = (announced.published, date(2099, 12, 31))
    linked = {
        path.name: re.findall(
            r"https://\S+/((?:versions|changes|compare)/\S*)", path.read_text(encoding="utf-8")
        )
        for path in (desk / "build/notices").glob("*.txt")
    }
    _write_later_versions(desk / "policy/privacy", after=announced.path)
    for day in days:
        policies = load_policies(desk / "policy")
        site = plan_site(
            policies,
            at=policies[0].start_of(day),
            site_url="https://example.com/",
            catalogue=load_catalogue(),
        )
        places = {page.place for page in site.pages}
        labels = {entry.label for entry in site.timelines[0].entries}
        for name, found in linked.items():
            steps = [each for each in found if each.startswith("changes/")]
            assert steps
            assert {each.partition("#")[0] for each in found} <= places, name
            base = steps[0].split("/")[1].partition("..")[0]
            assert {base, release} <= labels
            direct = f"compare/#{base}..{release}"
            assert (direct in found) == (len(steps) > 1), name


def _write_later_versions(folder: Path, after: str) -> None:
    """A new version for each of many years to come: pages of older ones give way to theirs."""
    text = Path(after).read_text(encoding="utf-8")
    for year in range(2061, 2071):
        new = re.sub(r"(?m)^version: .*$", f"version: {year}.0.0", text)
        new = re.sub(r"(?m)^(published|effective): .*$", rf"\1: {year}-01-01", new)
        (folder / f"{year}.0.0.md").write_text(f"{new}\nIn {year}.\n", encoding="utf-8")


def test_a_translation_that_nobody_has_reviewed_is_named(desk: Path) -> None:
    result = notify("preview", "--locale", "sk")
    assert "words.sk.toml" in result.stderr
    assert "Mení" in next((desk / "build/notices").glob("1.0.0.*.sk.txt")).read_text()
    assert "reviewed" not in notify("preview", "--locale", "en").stderr


def test_a_preview_replaces_no_other_folder(desk: Path) -> None:
    refused = notify("preview", "--output", "policy").exception
    assert isinstance(refused, OutputError)
    assert (desk / "policy/privacy/policy.toml").exists()
