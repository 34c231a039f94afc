"""Measure building the site: `python benchmarks/site.py [VERSIONS ...]`, 1 50 500 unless given.

Makes policies of some 4,000 words with so many versions, each a few edits after the last, and
builds each site with `gazette build`: seconds of processor time and of the clock, files, bytes,
and the gzipped size of the front page and of the largest page of changes. Then one edit of a
draft in a live preview: the processor time of the rebuild. Beside them the naive peer, mkdocs with
material and mike, one deploy per version:

    python -m venv build/mike
    build/mike/bin/python -m pip install -r benchmarks/site_peers.txt
    python benchmarks/site.py --peer build/mike/bin/python
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import os
import random
import resource
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
    """What a command took, in seconds."""

    cpu: float
    wall: float


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
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, capture_output=True, env=quiet(programs))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(cpu, time.perf_counter() - began)


def quiet(programs: Path | None) -> dict[str, str]:
    """The environment without Material's announcements, and with a name for git."""
    path = os.pathsep.join([*([str(programs)] if programs else []), os.environ.get("PATH", "")])
    names = {"GIT_AUTHOR_NAME": "B", "GIT_AUTHOR_EMAIL": "b@example.com"}
    names |= {"GIT_COMMITTER_NAME": "B", "GIT_COMMITTER_EMAIL": "b@example.com"}
    names["PATH"] = path
    return os.environ | names | {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "1"}


def weights(site: Path) -> str:
    files = [each for each in site.rglob("*") if each.is_file()]
    total = sum(each.stat().st_size for each in files)
    front = len(gzip.compress((site / "index.html").read_bytes()))
    changes = [len(gzip.compress(each.read_bytes())) for each in site.glob("changes/*/index.html")]
    return (
        f"{len(files):6} files {total / 1e6:7.1f} MB, gzipped: front {front / 1e3:.1f} KB, "
        f"largest changes {max(changes, default=0) / 1e3:.1f} KB"
    )


def measure(count: int) -> float:
    """Build `count` versions; the seconds of processor time."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        lay_down(home, count)
        took = run(*DEPLOY, "build", "--as-of", "2030-01-01", cwd=home)
        seconds = f"{took.cpu:6.2f} s CPU, {took.wall:6.2f} s"
        print(f"{count:4} versions: {seconds}, {weights(home / 'site')}")
        return took.cpu


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
        text, cpu, wall = Text(), 0.0, 0.0
        # mike starts mkdocs by its name.
        programs = Path(python).parent
        for number in range(count):
            (home / "docs" / "index.md").write_text(text.markdown(version=f"1.{number}.0"))
            label = f"1.{number}.0"
            command = (str(programs / "mike"), "deploy", "--update-aliases", label, "latest")
            took = run(*command, cwd=home, programs=programs)
            cpu, wall = cpu + took.cpu, wall + took.wall
            text.edit()
        listed = subprocess.run(
            ("git", "ls-tree", "-r", "--long", "gh-pages"),
            cwd=home,
            check=True,
            capture_output=True,
        )
        sizes = [int(line.split()[3]) for line in listed.stdout.decode().splitlines()]
        print(
            f"mike, {count} versions: {cpu:6.2f} s CPU, {wall:6.2f} s, {len(sizes)} files "
            f"{sum(sizes) / 1e6:.1f} MB; {cpu / count:.2f} s CPU a version"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure building the site.")
    parser.add_argument("versions", nargs="*", type=int, default=[1, 50, 500])
    parser.add_argument("--peer", help="a Python that has mike; site_peers.txt says what it needs")
    parser.add_argument("--peer-versions", type=int, default=10)
    options = parser.parse_args()
    took = {count: measure(count) for count in options.versions}
    counts = sorted(took)
    for few, many in pairwise(counts):
        ratio = json.dumps(round(took[many] / took[few], 1))
        print(
            f"{many} versions take {ratio} times what {few} take ({many / few:.0f} times as many)"
        )
    measure_preview(50)
    if options.peer:
        measure_peer(options.peer, options.peer_versions)


if __name__ == "__main__":
    main()
