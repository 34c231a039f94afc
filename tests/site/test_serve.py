"""The live preview, with the real command."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

GAZETTE = (sys.executable, "-u", "-c", "from gazette.cli import main; main()")


class Preview:
    """A running `gazette serve`, told by what it says on stderr."""

    def __init__(self, folder: Path, *options: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.process = subprocess.Popen(
            [*GAZETTE, "serve", "--address", self.address, *options],
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )

    def until(self, words: str) -> str:
        """Everything said up to and including the line that holds `words`."""
        assert self.process.stderr is not None
        said = ""
        for line in self.process.stderr:
            said += line
            if words in line:
                return said
        raise AssertionError(said)

    def page(self, path: str) -> str:
        with urlopen(f"http://{self.address}/privacy/{path}") as answer:
            return str(answer.read().decode())


@pytest.fixture
def preview(library: Path, request: pytest.FixtureRequest) -> Iterator[Preview]:
    running = Preview(library, *getattr(request, "param", ()))
    yield running
    running.process.terminate()
    running.process.wait()
    assert running.process.stderr is not None
    running.process.stderr.close()


def test_the_draft_is_shown_and_follows_what_legal_types(preview: Preview, library: Path) -> None:
    preview.until("Serving on")
    assert "Quayside Catalogues" in preview.page("draft/")
    assert "livereload" in preview.page("draft/")
    assert "Content-Security-Policy" not in preview.page("draft/")
    assert "Verdict:" in preview.page("review/")

    draft = library / "policy" / "privacy" / "draft.md"
    text = draft.read_text()
    draft.write_text(text.replace("Quayside", "Seaside"))
    preview.until("Reloading browsers")
    assert "Seaside Catalogues" in preview.page("draft/")

    draft.write_text(text.replace("status: proposal", "status: final"))
    said = preview.until("Reloading browsers")
    fault = "draft.md:3: `status` does not say that this is a draft"
    assert fault in said
    assert "Traceback" not in said
    assert fault in preview.page("draft/")
    assert "Seaside Catalogues" in preview.page("draft/")

    draft.write_text(text)
    preview.until("Reloading browsers")
    assert fault not in preview.page("draft/")


@pytest.mark.parametrize("preview", [("--as-of", "2025-02-10")], indirect=True)
def test_another_day_can_be_previewed(preview: Preview, library: Path) -> None:
    preview.until("Serving on")
    assert 'takes effect on <time datetime="2025-03-15">' in preview.page("")

    settings = library / "mkdocs.yml"
    settings.write_text(settings.read_text() + "\n")
    preview.until("Reloading browsers")
    assert 'takes effect on <time datetime="2025-03-15">' in preview.page("")


def test_what_cannot_be_served_is_said_and_not_traced(library: Path) -> None:
    (library / "policy" / "privacy" / "policy.toml").unlink()

    failed = subprocess.run(
        [*GAZETTE, "serve"], cwd=library, capture_output=True, text=True, check=False
    )

    assert failed.returncode == 1
    assert "error: policy/privacy/policy.toml: there is no such file" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_folder_without_a_site_is_told_what_to_do(tmp_path: Path) -> None:
    failed = subprocess.run(
        [*GAZETTE, "serve"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert failed.returncode == 1
    assert failed.stderr.startswith("error: mkdocs.yml: ")
    assert "gazette init" in failed.stderr
