"""What the pipelines run is there: every command line in them is held against the real tool."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from gazette.cli.group import gazette

ROOT = Path(__file__).parents[2]
ACTION = ROOT / ".github" / "actions" / "gazette"
FILES = sorted([*ROOT.glob(".github/**/*.yml"), *ROOT.glob(".gitlab/*.yml"), *ACTION.glob("*.sh")])
YAML = [each for each in FILES if each.suffix == ".yml"]
SHELL = {"run", "script", "before_script"}
ENDS = {"|", "||", "&&", ";", "&", ">", ">>", "<", "(", ")", "}"}
VALUES = {
    "old": "1.0.0",
    "new": "draft",
    "policy": "privacy",
    "since": "2026-11-22T00:00:00Z",
    "policy_dir": "policy",
    "POLICY_DIR": "policy",
    "OUTPUT": "public",
    "RUNNER_TEMP": "/tmp/runner",  # noqa: S108 - never opened
}
"""What the variables in the command lines stand for; one that is not here fails its test."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def scripts(value: Any) -> Iterator[str]:
    """Every shell script in a pipeline's YAML."""
    if isinstance(value, list):
        for each in value:
            yield from scripts(each)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in SHELL:
                yield "\n".join(inner) if isinstance(inner, list) else inner
            else:
                yield from scripts(inner)


def shell_of(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return list(scripts(yaml.safe_load(text))) if path.suffix == ".yml" else [text]


def calls(script: str) -> Iterator[list[str]]:
    """The arguments of each call of `gazette` in a script."""
    # What stands in $( ) is a call of its own; a quote around it would hide it.
    opened = re.sub(r"\"?\$\(", " ; ", script.replace("\\\n", " "))
    for line in opened.splitlines():
        words = words_of(line)
        for place, word in enumerate(words):
            begins = place == 0 or words[place - 1] in ENDS
            if word == "gazette" and begins:
                rest = words[place + 1 :]
                end = next((i for i, each in enumerate(rest) if each in ENDS), len(rest))
                yield [re.sub(r"\$(\w+)", lambda found: VALUES[found[1]], w) for w in rest[:end]]


def words_of(line: str) -> list[str]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>()")
    lexer.whitespace_split = True
    try:
        return list(lexer)
    except ValueError:
        # A quotation that goes on in the next line holds no call of ours.
        return []


CALLS = [
    pytest.param(call, id=f"{name_of(path)}: {shlex.join(call)}")
    for path in FILES
    for script in shell_of(path)
    for call in calls(script)
]


@pytest.mark.parametrize("arguments", CALLS)
def test_every_call_of_the_tool_is_one_that_it_takes(arguments: list[str]) -> None:
    name, *rest = arguments
    command = gazette.get_command(click.Context(gazette), name)
    assert command is not None, f"there is no command {name}"
    command.make_context(name, rest)


def test_the_calls_are_found_and_a_wrong_one_is_not_taken() -> None:
    script = 'turn=$(gazette status --at "$since")\nif x; then y || gazette check --no-such; fi\n'
    assert list(calls(script)) == [["status", "--at", VALUES["since"]], ["check", "--no-such"]]
    with pytest.raises(click.NoSuchOption):
        test_every_call_of_the_tool_is_one_that_it_takes(["check", "--no-such"])


@pytest.mark.parametrize("command", ["check", "verify", "diff", "build", "publish", "status"])
def test_the_pipelines_do_what_the_tool_does(command: str) -> None:
    assert any(call.values[0][0] == command for call in CALLS)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_script_is_a_script(path: Path) -> None:
    for script in shell_of(path):
        subprocess.run(["bash", "-n"], input=script.encode(), check=True)
        assert "${{" not in script, "an expression in a script is code from outside"


@pytest.mark.parametrize("path", YAML, ids=name_of)
def test_an_action_is_ours_or_pinned_by_its_commit(path: Path) -> None:
    for used in re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8")):
        ours = used.startswith("./") and (ROOT / used / "action.yml").is_file()
        assert ours or re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", used)


def test_what_a_workflow_hands_to_the_action_the_action_takes() -> None:
    takes = yaml.safe_load((ACTION / "action.yml").read_text(encoding="utf-8"))["inputs"]
    for path in ROOT.glob(".github/workflows/*.yml"):
        jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
        for step in (each for job in jobs for each in job["steps"]):
            if step.get("uses", "").startswith("./"):
                assert set(step["with"]) <= set(takes)


# What the two scripts do, with the real tool and a stand-in for GitHub.


def run(script: str, *arguments: str, cwd: Path, path: Path, **env: str) -> str:
    done = subprocess.run(
        [ACTION / script, *arguments],
        cwd=cwd, check=True, capture_output=True, text=True,
        env=os.environ | {"PATH": f"{path}{os.pathsep}{os.environ['PATH']}"} | env,
    )  # fmt: skip
    return done.stdout


@pytest.fixture
def repository(library: Path) -> Path:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=Dana", "-c", "user.email=dana@library.example")
        subprocess.run(["git", *identity, *arguments], cwd=library, check=True)

    git("init", "--quiet", "--initial-branch=main")
    git("add", "--all")
    git("commit", "--quiet", "--message=Begin")
    git("switch", "--quiet", "--create", "work")
    draft = library / "policy" / "privacy" / "draft.md"
    draft.write_text(draft.read_text() + "\nWe are glad that you read this.\n")
    git("commit", "--quiet", "--all", "--message=Edit")
    return library


@pytest.fixture
def tool(tmp_path: Path) -> Path:
    """A folder with `gazette` in it."""
    folder = tmp_path / "tool"
    folder.mkdir()
    call = f'#!/bin/sh\nexec "{sys.executable}" -c "from gazette.cli import main; main()" "$@"\n'
    (folder / "gazette").write_text(call)
    (folder / "gazette").chmod(0o755)
    return folder


def test_a_policy_that_differs_is_redlined(repository: Path, tool: Path) -> None:
    told = run("redlines.sh", "policy", "main", cwd=repository, path=tool)

    assert "We are glad that you read this." in told
    assert "1.1.1" in told


def test_a_policy_that_does_not_differ_is_not(repository: Path, tool: Path) -> None:
    assert run("redlines.sh", "policy", "HEAD", cwd=repository, path=tool) == ""


GH = """#!{python}
import json, pathlib, sys
store = pathlib.Path(__file__).with_name("comment")
words = sys.argv[1:]
method = words[words.index("--method") + 1] if "--method" in words else "GET"
with pathlib.Path(__file__).with_name("log").open("a") as log:
    log.write(method + " " + next(w for w in words if w.startswith("repos/")) + "\\n")
if method == "GET":
    print("7\\n8" if store.exists() else "", end="")
elif method == "DELETE":
    store.unlink()
else:
    store.write_text(words[words.index("--raw-field") + 1].removeprefix("body="))
"""


def test_one_comment_is_made_then_updated_then_removed(tmp_path: Path) -> None:
    (tmp_path / "gh").write_text(GH.format(python=sys.executable))
    (tmp_path / "gh").chmod(0o755)
    for text in ("first", "second", ""):
        (tmp_path / "redlines.md").write_text(text)
        run(
            "comment.sh", "5", "redlines.md",
            cwd=tmp_path, path=tmp_path, GITHUB_REPOSITORY="library/policies",
        )  # fmt: skip
        comment = tmp_path / "comment"
        expected = f"<!-- gazette -->\n{text}" if text else None
        assert (comment.read_text() if comment.exists() else None) == expected

    told = (tmp_path / "log").read_text().splitlines()
    assert [each.replace("repos/library/policies/issues/", "") for each in told] == [
        "GET 5/comments", "POST 5/comments",
        "GET 5/comments", "PATCH comments/7",
        "GET 5/comments", "DELETE comments/7",
    ]  # fmt: skip
