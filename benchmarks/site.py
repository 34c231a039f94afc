"""Measure building the site: `python benchmarks/site.py [VERSIONS ...]`, 1 50 500 unless given.

Makes policies with so many versions, of some 4,000 words at first and each a few edits after the
last, and builds each site with `gazette build`: seconds of processor time and of the clock, peak
memory, files, bytes, and the gzipped size of the front page and of the largest page of changes. The
texts grow as they are edited, so growth is told against the words of all versions, too. Then one
edit of a draft in a live preview: the processor time of the rebuild. Beside them the naive peer,
mkdocs with material and mike, one deploy per version, which is as many processes: its time for
more versions than it was run with is that of its last ten, over and over.

    python -m venv build/mike
    build/mike/bin/python -m pip install -r benchmarks/site_peers.txt
    python benchmarks/site.py --peer build/mike/bin/python
"""

from __future__ import annotations

import argparse
import gzip
import logging
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

START = date(2020, 1, 1)
SECTIONS = 20
PARAGRAPHS = 4
SENTENCES = (
    "We collect your name, your e-mail address and the pages that you visit on our website.",
    "We keep your data for {n} days after you close your account, and then delete it.",
    "We share data with {n} processors, who act on our instructions and for no purpose of theirs.",
    "You may ask us to delete your data at any time, and we answer within {n} days.",
    "We use cookies to remember your settings and to count visits, never to follow you elsewhere.",
    "Data may be transferred to countries outside the European Union under standard clauses.",
    "Payments are handled by a provider that sees your card number, which we never do.",
    "Our support team reads what you send to it, and keeps the conversation for {n} months.",
    "Logs of our servers hold your address and the time of your visit for at most {n} days.",
    "If you are under {n} years of age, please ask your parents before you use the service.",
)
PLUGIN = "site_name: Example\nsite_url: https://example.com/privacy/\ndocs_dir: policy\n"
SETTINGS = """title = "Privacy Policy"
organisation = "Example"
time_zone = "UTC"
notice_days = 0
promises = ["We tell you of changes."]
[contact]
name = "Office"
email = "privacy@example.com"
"""
DEPLOY = (sys.executable, "-c", "from gazette.cli import main; main()")


@dataclass(frozen=True)
class Run:
    """What a command took: seconds of processor and of the clock, and MiB of memory at its peak."""

    cpu: float
    wall: float
    memory: float


class Text:
    """A policy that is edited over the years, the same in every run."""

    def __init__(self) -> None:
        self.chance = random.Random(1)  # noqa: S311 - the same texts every time, not a secret
        self.sections = [[self.block() for _ in range(PARAGRAPHS)] for _ in range(SECTIONS)]

    def sentence(self) -> str:
        """What a policy says."""
        return self.chance.choice(SENTENCES).format(n=self.chance.randrange(10, 99))

    def block(self) -> str:
        """A paragraph of three sentences, or a list."""
        if self.chance.random() < 0.25:  # noqa: PLR2004 - every fourth
            return "\n".join(f"- {self.sentence()}" for _ in range(3))
        return " ".join(self.sentence() for _ in range(3))

    def edit(self) -> None:
        """Between one and five edits: a block is written anew, added, or taken out."""
        for _ in range(self.chance.randint(1, 5)):
            section = self.chance.choice(self.sections)
            place = self.chance.randrange(len(section))
            act = self.chance.choice(("edit", "edit", "edit", "add", "remove"))
            if act == "add":
                section.insert(place, self.block())
            elif act == "remove" and len(section) > 2:  # noqa: PLR2004 - none is left empty
                del section[place]
            else:
                section[place] = section[place].replace("We ", "We may ", 1) + self.sentence()
                section[place] = section[place][-900:].lstrip("- ")

    def markdown(self, **facts: object) -> str:
        """The whole text below front matter of `facts`."""
        told = "".join(f"{key}: {value}\n" for key, value in facts.items())
        parts = (
            f"## {n}. Section {n} {{#section-{n}}}\n\n" + "\n\n".join(blocks)
            for n, blocks in enumerate(self.sections, 1)
        )
        return f"---\ntitle: Privacy Policy\n{told}---\n\n# Privacy Policy\n\n" + "\n\n".join(parts)


def lay_down(home: Path, count: int) -> Path:
    """A repository of one policy with `count` versions and a draft; its mkdocs.yml."""
    folder = home / "policy" / "privacy"
    folder.mkdir(parents=True)
    (folder / "policy.toml").write_text(SETTINGS)
    text = Text()
    for number in range(count):
        day = START + timedelta(days=number)
        made = text.markdown(version=f"1.{number}.0", published=day, effective=day)
        (folder / f"1.{number}.0.md").write_text(made)
        text.edit()
    (folder / "draft.md").write_text(text.markdown(status="proposal"))
    theme = "theme:\n  name: material\n  font: false\nplugins:\n  - gazette\n"
    (home / "mkdocs.yml").write_text(PLUGIN + theme)
    return home / "mkdocs.yml"


def run(*command: str, cwd: Path, programs: Path | None = None) -> Run:
    """Run a command to its end, what is in `programs` at hand; what it and its children took."""
    began = time.perf_counter()
    silent = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=cwd, stdin=silent, stdout=silent, stderr=silent, env=quiet(programs)
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    wall = time.perf_counter() - began
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def quiet(programs: Path | None) -> dict[str, str]:
    """The environment without Material's announcements, and with a name for git.

    Modules are compiled once and kept, as an installer does, whatever this process is told.
    """
    path = os.pathsep.join([*([str(programs)] if programs else []), os.environ.get("PATH", "")])
    names = {"GIT_AUTHOR_NAME": "B", "GIT_AUTHOR_EMAIL": "b@example.com"}
    names |= {"GIT_COMMITTER_NAME": "B", "GIT_COMMITTER_EMAIL": "b@example.com"}
    names["PATH"] = path
    names |= {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "1"}
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return inherited | names


def weights(site: Path) -> str:
    files = [each for each in site.rglob("*") if each.is_file()]
    total = sum(each.stat().st_size for each in files)
    front = len(gzip.compress((site / "index.html").read_bytes()))
    changes = [len(gzip.compress(each.read_bytes())) for each in site.glob("changes/*/index.html")]
    return (
        f"{len(files):6} files {total / 1e6:7.1f} MB, gzipped: front {front / 1e3:.1f} KB, "
        f"largest changes {max(changes, default=0) / 1e3:.1f} KB"
    )


def measure(count: int, *, aloud: bool = True) -> tuple[Run, int]:
    """Build `count` versions; what that took, and the words of all versions."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        lay_down(home, count)
        texts = (home / "policy" / "privacy").glob("[0-9]*.md")
        words = sum(len(each.read_text().split()) for each in texts)
        took = run(*DEPLOY, "build", "--as-of", "2030-01-01", cwd=home)
        seconds = f"{took.cpu:6.2f} s CPU, {took.wall:6.2f} s, {took.memory:5.0f} MiB"
        if aloud:
            told = f"{words // count:5} words each: {seconds}, {weights(home / 'site')}"
            print(f"{count:4} versions, {told}", flush=True)
        return took, words


def measure_preview(count: int) -> None:
    """One edit of the draft beside `count` versions, in a preview that has built before."""
    from mkdocs.commands.build import build  # noqa: PLC0415 - slow to load
    from mkdocs.config import load_config  # noqa: PLC0415

    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        settings = lay_down(Path(folder), count)
        draft = settings.parent / "policy" / "privacy" / "draft.md"
        config = load_config(str(settings))
        config.plugins.on_startup(command="serve", dirty=False)
        build(config)
        times = []
        for number in range(3):
            text = draft.read_text()
            draft.write_text(text.replace("We keep your data", f"We keep {number} of your data", 1))
            # MkDocs loads its configuration anew for every rebuild, and keeps its plugins.
            began = time.process_time()
            build(load_config(str(settings)))
            times.append(time.process_time() - began)
        print(f"a draft edited beside {count} versions: {min(times):.2f} s CPU to rebuild")


def measure_peer(python: str, count: int) -> None:
    """Deploy `count` versions with mike, each a build and a commit of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "docs").mkdir()
        (home / "mkdocs.yml").write_text(
            "site_name: Example\nsite_url: https://example.com/privacy/\ntheme: material\n"
            "plugins:\n  - search\n  - mike\nmarkdown_extensions: [attr_list]\n"
        )
        run("git", "init", "--quiet", "--initial-branch", "main", cwd=home)
        run("git", "commit", "--quiet", "--allow-empty", "--message", "Begin", cwd=home)
        text, runs = Text(), list[Run]()
        # mike starts mkdocs by its name.
        programs = Path(python).parent
        for number in range(count):
            (home / "docs" / "index.md").write_text(text.markdown(version=f"1.{number}.0"))
            label = f"1.{number}.0"
            command = (str(programs / "mike"), "deploy", "--update-aliases", label, "latest")
            runs.append(run(*command, cwd=home, programs=programs))
            text.edit()
        listed = subprocess.run(
            ("git", "ls-tree", "-r", "--long", "gh-pages"),
            cwd=home,
            check=True,
            capture_output=True,
        )
        sizes = [int(line.split()[3]) for line in listed.stdout.decode().splitlines()]
        cpu, wall = sum(each.cpu for each in runs), sum(each.wall for each in runs)
        print(
            f"mike, {count} versions: {cpu:6.2f} s CPU, {wall:6.2f} s, "
            f"{max(each.memory for each in runs):.0f} MiB, {len(sizes)} files "
            f"{sum(sizes) / 1e6:.1f} MB"
        )
        last = runs[-10:]
        each = sum(one.cpu for one in last) / len(last)
        print(
            f"mike: {runs[0].cpu:.2f} s CPU for the first version, {each:.2f} s for each of the "
            f"last {len(last)}; 500, which were not run, would be "
            f"{cpu + each * (500 - count):.0f} s CPU"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure building the site.")
    parser.add_argument("versions", nargs="*", type=int, default=[1, 50, 500])
    parser.add_argument("--peer", help="a Python that has mike; site_peers.txt says what it needs")
    parser.add_argument("--peer-versions", type=int, default=10)
    options = parser.parse_args()
    # Modules are compiled by now, as they are in whatever is installed.
    measure(1, aloud=False)
    took = {count: measure(count) for count in options.versions}
    for few, many in pairwise(sorted(took)):
        (less, before), (more, after) = took[few], took[many]
        print(
            f"{many} versions take {more.cpu / less.cpu:.1f} times the time and "
            f"{more.memory / less.memory:.1f} times the memory that {few} take: they are "
            f"{many / few:.0f} times as many, with {after / before:.1f} times the words"
        )
    measure_preview(50)
    if options.peer:
        measure_peer(options.peer, options.peer_versions)


if __name__ == "__main__":
    main()
