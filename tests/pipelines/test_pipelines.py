"""What the pipelines run is there: every command line in them is held against the real tool."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

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
    "release": "1.0.0",
    "list": "/tmp/list.csv",  # noqa: S108 - never opened
    "GAZETTE_USERS": "users.csv",
    "GAZETTE_SMTP": "smtp://localhost",
    "GAZETTE_LEDGER": "postgresql://localhost/notices",
    "GAZETTE_KEY": "/tmp/key",  # noqa: S108 - never opened
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


def test_every_hook_calls_what_the_tool_takes() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {each["id"] for each in hooks} == {"gazette-check", "gazette-report", "gazette-verify"}
    for hook in hooks:
        program, *call = shlex.split(hook["entry"])
        assert program == "gazette"
        test_every_call_of_the_tool_is_one_that_it_takes(call)
        # File names are no arguments of these commands.
        assert hook["pass_filenames"] is False
        assert re.match(hook["files"], "policy/privacy/draft.md")


def test_the_calls_are_found_and_a_wrong_one_is_not_taken() -> None:
    script = (
        'turn=$(gazette status --as-of "$since")\nif x; then y || gazette check --no-such; fi\n'
    )
    assert list(calls(script)) == [["status", "--as-of", VALUES["since"]], ["check", "--no-such"]]
    with pytest.raises(click.NoSuchOption):
        test_every_call_of_the_tool_is_one_that_it_takes(["check", "--no-such"])


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "verify",
        "diff",
        "build",
        "publish",
        "status",
        "audience",
        "notify",
    ],
)
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


def step(path: Path, *names: str) -> str:
    """The script that stands at `names` in a pipeline; a step is found by its name or id."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name in names:
        if isinstance(found, list):
            found = next(each for each in found if name in {each.get("name"), each.get("id")})
        else:
            found = found[name]
    return "\n".join(found) if isinstance(found, list) else str(found)


def do(script: str, *, cwd: Path, path: Path, **env: str) -> str:
    """Run a pipeline's own script as its host does."""
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=cwd, check=False, capture_output=True, text=True,
        env=os.environ | {"PATH": f"{path}{os.pathsep}{os.environ['PATH']}"} | env,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def begun(repository: Path, tool: Path) -> Path:
    """The same repository with its ledger begun, its draft put away, and committed."""
    (repository / "policy" / "privacy" / "draft.md").unlink()
    begin = "git config user.name Dana; git config user.email dana@library.example; "
    do(begin + "gazette release --adopt --commit", cwd=repository, path=tool)
    return repository


def test_the_action_builds_what_the_tool_builds(begun: Path, tool: Path, tmp_path: Path) -> None:
    env = {
        "RUNNER_TEMP": str(tmp_path / "temp"), "OUTPUT": "build/public", "POLICY_DIR": "policy",
        "GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }  # fmt: skip
    action = ACTION / "action.yml"
    for name in ("Prove that what was released still stands", "build"):
        do(step(action, "runs", "steps", name, "run"), cwd=begun, path=tool, **env)

    assert (begun / "build" / "public" / "index.html").is_file()
    assert "in force" in (tmp_path / "summary").read_text()
    assert re.fullmatch(r"next-change=(20\S+Z)?\n", (tmp_path / "output").read_text())


@pytest.mark.parametrize(("event", "due"), [("push", "due=true\n"), ("schedule", None)])
def test_the_hourly_run_publishes_what_has_come_into_force(
    begun: Path, tool: Path, tmp_path: Path, event: str, due: str | None
) -> None:
    script = step(ROOT / ".github/workflows/publish.yml", "jobs", "build", "steps", "due", "run")
    output = tmp_path / "output"
    output.touch()
    do(script, cwd=begun, path=tool, EVENT=event, GITHUB_OUTPUT=str(output))
    # Once a day, and in the hours after a version's day has come, a scheduled run is due as well.
    assert output.read_text() in ({due} if due else {"", "due=true\n"})


def test_gitlab_publishes_what_the_tool_builds(begun: Path, tool: Path) -> None:
    script = step(ROOT / ".gitlab/gazette.yml", "pages", "script")
    told = do(script, cwd=begun, path=tool, POLICY_DIR="policy")
    assert "read again and compared" in told
    assert (begun / "public" / "index.html").is_file()


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


class GitLab(BaseHTTPRequestHandler):
    """So much of GitLab's API as the comment needs; written after its documentation."""

    notes: ClassVar[dict[int, dict[str, Any]]] = {}
    told: ClassVar[list[str]] = []

    def answer(self, value: Any, status: int = 200, **headers: str) -> None:
        data = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        for name, said in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), said)
        self.end_headers()
        self.wfile.write(data)

    def do_any(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        body = json.loads(self.rfile.read(size))["body"] if size else ""
        path = urlsplit(self.path)
        last = path.path.rsplit("/", 1)[-1]
        if self.headers["PRIVATE-TOKEN"] != "a-token":
            self.answer({}, 401)
        elif path.path.endswith("/user"):
            self.answer({"id": 1})
        elif self.command == "GET":
            at = int(parse_qs(path.query)["page"][0])
            pages = [list(self.notes.values())[:2], list(self.notes.values())[2:]]
            self.answer(pages[at - 1], X_Next_Page="2" if at == 1 else "")
        else:
            self.told.append(f"{self.command} {last}")
            number = int(last) if last.isdigit() else max(self.notes) + 1
            if self.command == "DELETE":
                del self.notes[number]
            else:
                self.notes[number] = {"id": number, "author": {"id": 1}, "body": body}
            self.answer(None, 204)

    do_GET = do_POST = do_PUT = do_DELETE = do_any  # noqa: N815 - http.server's names

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def gitlab() -> Iterator[str]:
    GitLab.told.clear()
    GitLab.notes.clear()
    # Somebody else's, which looks like ours, and what was said besides.
    GitLab.notes[1] = {"id": 1, "author": {"id": 2}, "body": "<!-- gazette -->\nmine"}
    GitLab.notes[2] = {"id": 2, "author": {"id": 1}, "body": "Something else"}
    server = ThreadingHTTPServer(("127.0.0.1", 0), GitLab)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/v4"
    server.shutdown()
    thread.join()
    server.server_close()


def comment(folder: Path, text: str, address: str, token: str) -> subprocess.CompletedProcess[str]:
    (folder / "redlines.md").write_text(text)
    variables = {"CI_API_V4_URL": address, "CI_PROJECT_ID": "3", "CI_MERGE_REQUEST_IID": "5"}
    return subprocess.run(
        [sys.executable, ROOT / ".gitlab" / "comment.py", "redlines.md"],
        cwd=folder, check=False, capture_output=True, text=True,
        env=os.environ | variables | {"GAZETTE_TOKEN": token},
    )  # fmt: skip


def test_one_comment_on_gitlab_is_made_then_updated_then_removed(
    gitlab: str, tmp_path: Path
) -> None:
    for text in ("first", "second ü", ""):
        assert comment(tmp_path, text, gitlab, "a-token").returncode == 0
        expected = f"<!-- gazette -->\n{text}" if text else None
        assert GitLab.notes.get(3, {}).get("body") == expected
    assert GitLab.told == ["POST notes", "PUT 3", "DELETE 3"]
    assert len(GitLab.notes) == 2, "nobody else's comment is touched"


def test_gitlab_refusing_or_away_is_told_without_the_token(gitlab: str, tmp_path: Path) -> None:
    for address, told in ((gitlab, "answers 401"), ("http://127.0.0.1:9", "cannot be reached")):
        done = comment(tmp_path, "text", address, "hush-hush")
        assert done.returncode == 1
        assert told in done.stderr
        assert "hush" not in done.stderr
        assert "Traceback" not in done.stderr


# Their form, by the schemas that are published for it.

FORMS = {
    **{name_of(path): ("github-workflows",) for path in ROOT.glob(".github/workflows/*.yml")},
    name_of(ACTION / "action.yml"): ("github-actions",),
    ".gitlab/gazette.yml": ("gitlab-ci", "--data-transform", "gitlab-ci"),
}


def checked(path: Path, form: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{form}",
         *options, path],
        check=False, capture_output=True, text=True,
    )  # fmt: skip


def test_every_pipeline_has_a_form_to_be_checked_by() -> None:
    assert {name_of(path) for path in YAML} == set(FORMS)


@pytest.mark.parametrize("name", FORMS)
def test_a_pipeline_is_of_its_published_form(name: str, tmp_path: Path) -> None:
    done = checked(ROOT / name, *FORMS[name])
    assert done.returncode == 0, done.stdout

    text = (ROOT / name).read_text(encoding="utf-8")
    broken = tmp_path / "broken.yml"
    wrong = re.compile(r"^( +)(?:runs-on|using|stage):.*", re.MULTILINE)
    broken.write_text(wrong.sub(r"\1stage: [7]", text))
    assert checked(broken, *FORMS[name]).returncode == 1, "the check can fail"
