from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from gazette.cli.group import gazette
from gazette.errors import ConfigurationError, DecisionError, HistoryError, OutputError, SourceError
from gazette.render.formats import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

OLD = "# Policy\n\n## Retention\n\nWe delete your data 30 days after termination.\n"
NEW = OLD.replace("30 days", "90 days")
TEXTS = [form for form in Format if form is not Format.DOCX]
RESULTS = (Format.SARIF, Format.GITHUB, Format.JUNIT)
"""What lists results, of which an unchanged text has none."""
COMMAND = (sys.executable, "-c", "from gazette.cli import main; main()")


@pytest.fixture
def here(library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The policy repository, as the working directory."""
    monkeypatch.chdir(library)
    monkeypatch.setenv("COLUMNS", "80")
    return library


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files and nothing else, as the working directory."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "old.md").write_text(OLD, encoding="utf-8")
    (folder / "new.md").write_text(NEW, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def diff(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(gazette, ["diff", *arguments], env=environment)


def started(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own."""
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **environment},
    )


def value(*arguments: str) -> dict[str, object]:
    done = diff(*arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.usefixtures("here")
class TestWhatIsCompared:
    def test_the_json_follows_the_schema_that_the_command_prints(self) -> None:
        schema = json.loads(diff("--schema").stdout)
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(value("1.0.0", "draft"))

    def test_two_versions(self) -> None:
        report = value("1.0.0", "1.1.0")
        assert report["old"] == {
            "label": "1.0.0",
            "path": str(Path("policy/privacy/1.0.0.md")),
            "title": "Privacy Notice",
            "published": "2024-03-01",
            "effective": "2024-03-01",
            "sha256": report["old"]["sha256"],
        }
        assert report["new"]["label"] == "1.1.0"

    def test_a_version_and_the_draft(self) -> None:
        report = value("1.1.1", "draft")
        assert report["new"]["label"] == "draft"
        assert any("Quayside" in change["new"] for change in report["changes"])

    def test_a_version_and_a_file(self) -> None:
        Path("other.md").write_text(NEW, encoding="utf-8")
        report = value("1.0.0", "other.md")
        assert report["new"]["path"] == "other.md"
        assert report["new"]["title"] == "Policy"

    def test_a_label_wins_over_a_file_of_that_name_and_says_so(self) -> None:
        Path("draft").write_text(NEW, encoding="utf-8")
        done = diff("1.0.0", "draft", "--format", "json")
        assert json.loads(done.stdout)["new"]["path"].endswith("draft.md")
        assert "for the file write ./draft" in done.stderr
        assert value("1.0.0", "./draft")["new"]["path"] == "draft"

    def test_a_git_revision_of_a_path(self, here: Path) -> None:
        for command in (
            ["init", "--quiet", "--initial-branch=main"],
            ["add", "--all"],
            ["-c", "user.name=L", "-c", "user.email=l@example.com", "commit", "-qm", "First"],
        ):
            subprocess.run(["git", *command], check=True, cwd=here)
        draft = here / "policy" / "privacy" / "draft.md"
        draft.write_text(draft.read_text("utf-8").replace("90 days", "120 days"), "utf-8")
        report = value("HEAD:policy/privacy/draft.md", "draft")
        assert report["old"]["label"] == "HEAD:policy/privacy/draft.md"
        assert report["old"]["path"].endswith(":policy/privacy/draft.md")
        assert [change["kind"] for change in report["changes"]] == ["edited"]

    @pytest.mark.parametrize("label", ["9.9.9", "1.0", "v1", "drafty"])
    def test_an_unknown_label_names_those_there_are(self, label: str) -> None:
        with pytest.raises(ConfigurationError, match=f"“{label}” is neither") as caught:
            diff_or_raise("1.0.0", label)
        assert "1.0.0, 1.1.0, 1.1.1, draft" in caught.value.remedy

    def test_an_unknown_policy_names_those_there_are(self) -> None:
        with pytest.raises(ConfigurationError, match="no policy “privcy”") as caught:
            diff_or_raise("1.0.0", "draft", "--policy", "privcy")
        assert "privacy" in caught.value.remedy

    def test_a_label_of_two_policies_asks_which(self, here: Path) -> None:
        terms = here / "policy" / "terms"
        terms.mkdir()
        for name in ("policy.toml", "1.0.0.md", "draft.md"):
            text = (here / "policy" / "privacy" / name).read_text("utf-8")
            (terms / name).write_text(text, encoding="utf-8")
        with pytest.raises(ConfigurationError, match="2 policies have 1") as caught:
            diff_or_raise("1.0.0", "draft")
        assert "--policy: privacy, terms" in caught.value.remedy
        assert value("1.0.0", "draft", "--policy", "terms")["old"]["path"].endswith(
            str(Path("terms/1.0.0.md"))
        )
        assert "privacy" in value("1.0.0", "1.1.0")["old"]["path"]

    def test_outside_git_a_revision_says_so(self) -> None:
        with pytest.raises(HistoryError, match="no git repository"):
            diff_or_raise("HEAD:policy/privacy/draft.md", "draft")


def diff_or_raise(*arguments: str) -> None:
    """Run the command and let the error through that it would print."""
    CliRunner().invoke(gazette, ["diff", *arguments], catch_exceptions=False)


@pytest.mark.usefixtures("elsewhere")
class TestFilesAnywhere:
    def test_two_files_need_no_repository(self) -> None:
        report = value("old.md", "new.md")
        assert (report["old"]["label"], report["new"]["label"]) == ("old.md", "new.md")
        assert report["changes"][0]["old"] == "We delete your data 30 days after termination."

    def test_a_broken_policy_folder_does_not_matter_to_two_files(self, elsewhere: Path) -> None:
        (elsewhere / "policy" / "privacy").mkdir(parents=True)
        (elsewhere / "policy" / "privacy" / "policy.toml").write_text("broken", encoding="utf-8")
        assert value("old.md", "new.md")["changes"]

    def test_a_file_named_like_a_label_is_a_file_where_there_is_no_policy(
        self, elsewhere: Path
    ) -> None:
        (elsewhere / "draft").write_text(NEW, encoding="utf-8")
        assert value("old.md", "draft")["new"]["path"] == "draft"

    @pytest.mark.parametrize("form", TEXTS)
    def test_every_advertised_format_renders(self, form: Format) -> None:
        done = diff("old.md", "new.md", "--format", form)
        assert done.exit_code == 0
        assert "90" in done.stdout
        assert done.stderr == ""

    @pytest.mark.parametrize("form", TEXTS)
    def test_a_text_is_the_same_as_itself(self, form: Format) -> None:
        done = diff("old.md", "old.md", "--format", form, "--fail-on", "review")
        assert done.exit_code == 0
        assert form in RESULTS or "editorial" in done.stdout.lower()

    def test_formats_are_advertised_in_the_help(self) -> None:
        assert "[text|json|markdown|html|docx|sarif|github|junit]" in diff("--help").stdout

    def test_output_is_written_to_a_file_and_nowhere_else(self, elsewhere: Path) -> None:
        done = diff("old.md", "new.md", "--output", "memo.txt")
        assert done.stdout == ""
        assert "30" in (elsewhere / "memo.txt").read_text("utf-8")
        assert [each.name for each in elsewhere.iterdir() if each.name.startswith(".")] == []

    @pytest.mark.parametrize("output", ["missing/memo.txt", "old.md"])
    def test_output_that_cannot_be_leaves_everything_as_it_was(
        self, elsewhere: Path, output: str
    ) -> None:
        with pytest.raises(OutputError):
            diff_or_raise("old.md", "new.md", "--output", output)
        assert sorted(each.name for each in elsewhere.iterdir()) == ["new.md", "old.md"]
        assert (elsewhere / "old.md").read_text("utf-8") == OLD

    @pytest.mark.parametrize(
        ("content", "what"),
        [(b"caf\xe9\n", "broken.md:1: the byte 0xE9 is not UTF-8"), (b"", "the file is empty")],
    )
    def test_a_file_that_is_no_text(self, elsewhere: Path, content: bytes, what: str) -> None:
        (elsewhere / "broken.md").write_bytes(content)
        with pytest.raises(SourceError, match=what):
            diff_or_raise("old.md", "broken.md")

    @pytest.mark.parametrize("name", ["missing.md", "./missing", "."])
    def test_a_file_that_is_not_there(self, name: str) -> None:
        with pytest.raises(SourceError, match=r"no such file|a folder"):
            diff_or_raise("old.md", name)

    def test_what_names_nothing_is_explained(self) -> None:
        with pytest.raises(ConfigurationError, match="neither a version nor a file"):
            diff_or_raise("old.md", "nothing")


@pytest.mark.usefixtures("elsewhere")
class TestColour:
    def test_colour_is_for_terminals(self) -> None:
        assert "\x1b" not in diff("old.md", "new.md").stdout

    def test_a_log_that_shows_colours_may_ask_for_them(self) -> None:
        assert "\x1b" in diff("old.md", "new.md", FORCE_COLOR="1").stdout

    def test_no_color_has_the_last_word(self) -> None:
        assert "\x1b" not in diff("old.md", "new.md", FORCE_COLOR="1", NO_COLOR="1").stdout

    def test_no_colour_in_a_file(self, elsewhere: Path) -> None:
        diff("old.md", "new.md", "--output", "memo.txt", FORCE_COLOR="1")
        assert "\x1b" not in (elsewhere / "memo.txt").read_text("utf-8")


@pytest.mark.usefixtures("here")
class TestGate:
    @pytest.mark.parametrize(
        ("versions", "fail_on", "code"),
        [
            (("1.0.0", "1.1.0"), [], 0),
            (("1.0.0", "1.1.0"), ["--fail-on", "material"], 20),
            (("1.0.0", "1.1.0"), ["--fail-on", "review"], 20),
            (("1.0.0", "1.0.0"), ["--fail-on", "review"], 0),
        ],
    )
    def test_exit_codes(self, versions: Sequence[str], fail_on: Sequence[str], code: int) -> None:
        assert diff(*versions, *fail_on).exit_code == code

    def test_the_json_repeats_the_outcome(self) -> None:
        done = diff("1.0.0", "1.1.0", "--fail-on", "material", "--format", "json")
        assert json.loads(done.stdout)["outcome"] == {"fail_on": "material", "exit_code": 20}

    def test_a_decision_regrades_a_finding(self, here: Path) -> None:
        report = value("1.1.0", "draft")
        grave = [
            finding
            for change in report["changes"]
            for finding in change["findings"]
            if finding["level"] == "material"
        ]
        assert grave
        entries = [
            f'[[decision]]\nfingerprint = "{finding["fingerprint"]}"\nrule = "{finding["rule"]}"\n'
            'level = "review"\nreason = "Asked counsel."\ndecided_by = "Dana"\n'
            'decided_on = 2026-11-30\napproved_by = "Gil"\n'
            for finding in grave
        ]
        (here / "decisions.toml").write_text("\n".join(entries), encoding="utf-8")
        done = diff("1.1.0", "draft", "--decisions", "decisions.toml", "--fail-on", "review")
        assert done.exit_code == 10
        assert "review instead of material, by Dana on 2026-11-30" in " ".join(done.stdout.split())

    def test_a_decision_on_another_text_is_refused(self, here: Path) -> None:
        (here / "decisions.toml").write_text(
            '[[decision]]\nfingerprint = "0"\nrule = "r"\nlevel = "minor"\nreason = "x"\n'
            'decided_by = "Dana"\ndecided_on = 2026-11-30\n',
            encoding="utf-8",
        )
        with pytest.raises(DecisionError):
            diff_or_raise("1.0.0", "draft", "--decisions", "decisions.toml")

    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            ["1.0.0"],
            ["1.0.0", "draft", "--format", "pdf"],
            ["1.0.0", "draft", "--fail-on", "x"],
        ],
    )
    def test_wrong_use_exits_with_2(self, arguments: Sequence[str]) -> None:
        assert diff(*arguments).exit_code == 2


@pytest.mark.usefixtures("elsewhere")
class TestAsAProcess:
    def test_json_is_all_there_is_and_the_same_bytes_each_time(self) -> None:
        arguments = ("diff", "old.md", "new.md", "--format", "json", "--fail-on", "material")
        runs = [started(*arguments, PYTHONHASHSEED=seed, LC_ALL="C") for seed in ("1", "2")]
        assert runs[0].stdout == runs[1].stdout
        assert json.loads(runs[0].stdout)["schema"] == "gazette/comparison/1"
        assert [(run.stderr, run.returncode) for run in runs] == [("", 20), ("", 20)]

    def test_an_error_is_told_without_a_traceback(self) -> None:
        done = started("diff", "old.md", "missing.md")
        assert (done.stdout, done.returncode) == ("", 1)
        assert done.stderr.startswith("error: missing.md: there is no such file\n")
        assert "Traceback" not in done.stderr

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
    def test_a_full_disk_is_told_without_a_traceback(self) -> None:
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            done = subprocess.run(
                [*COMMAND, "diff", "old.md", "new.md"],
                stdout=full,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                check=False,
            )
        assert done.returncode == 1
        assert done.stderr.startswith("error: stdout: the result cannot be written: no space")
        assert "Traceback" not in done.stderr

    def test_a_pipe_that_is_closed_early_leaves_no_traceback(self) -> None:
        with subprocess.Popen(
            [*COMMAND, "diff", "old.md", "new.md"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        ) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            assert process.stderr.read() == ""


@pytest.mark.usefixtures("elsewhere")
class TestWord:
    def test_a_word_file_names_no_folder_of_this_machine(self, elsewhere: Path) -> None:
        sides = (str(elsewhere / "old.md"), str(elsewhere / "new.md"))
        diff(*sides, "--format", "docx", "--author", "Jana", "--output", "redline.docx")
        with zipfile.ZipFile(elsewhere / "redline.docx") as archive:
            parts = b"".join(archive.read(name) for name in archive.namelist())
        assert "old.md → new.md".encode() in parts
        assert str(elsewhere).encode() not in parts

    def test_it_is_a_word_file_whose_changes_bear_the_author(self, elsewhere: Path) -> None:
        done = diff(
            *[
                "old.md",
                "new.md",
                "--format",
                "docx",
                "--author",
                "Jana",
                "--output",
                "redline.docx",
            ]
        )
        assert (done.exit_code, done.stdout) == (0, "")
        with zipfile.ZipFile(elsewhere / "redline.docx") as archive:
            body = archive.read("word/document.xml").decode()
            header = archive.read("word/header1.xml").decode()
        assert 'w:author="Jana"' in body
        assert "Policy: old.md → new.md" in header

    def test_without_an_author_it_is_gits_user(
        self, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings = elsewhere / "settings"
        settings.write_text("[user]\n\tname = Jana Nováková\n", encoding="utf-8")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
        done = diff("old.md", "new.md", "--format", "docx")
        with zipfile.ZipFile(BytesIO(done.stdout_bytes)) as archive:
            assert 'w:author="Jana Nováková"' in archive.read("word/document.xml").decode()

    @pytest.mark.parametrize("author", [(), ("--author", " ")])
    def test_nobody_is_asked_for(
        self, author: tuple[str, ...], elsewhere: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for scope in ("GLOBAL", "SYSTEM"):
            monkeypatch.setenv(f"GIT_CONFIG_{scope}", os.devnull)
        with pytest.raises(ConfigurationError, match="author"):
            diff_or_raise("old.md", "new.md", "--format", "docx", "--output", "r.docx", *author)
        assert not (elsewhere / "r.docx").exists()
