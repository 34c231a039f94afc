"""A real LibreOffice, which accepts or rejects every change and saves the result."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Protocol

import pytest

from oracles.programs import program

MACRO = Path(__file__).with_name("Settle.xba")


class Settle(Protocol):
    """Settles files in one start of LibreOffice; returns what it saved, in their order."""

    def __call__(self, *asked: tuple[bytes, str]) -> list[bytes]:
        """Each of `asked` is a DOCX and "Accept" or "Reject"."""


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice Writer. Without it these tests are skipped, but never in CI."""
    return program("soffice", called="LibreOffice")


@pytest.fixture(scope="session")
def settle(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Settle:
    """LibreOffice with a profile of its own that holds one macro."""
    profile = tmp_path_factory.mktemp("profile")

    def start(*arguments: str) -> None:
        own = f"-env:UserInstallation={profile.as_uri()}"
        command = [soffice, own, "--headless", "--norestore", "--nologo", *arguments]
        subprocess.run(command, capture_output=True, timeout=120, check=False)

    # The first start lays the profile down, and would replace what stands there.
    start("--terminate_after_init")
    library = profile / "user" / "basic" / "Standard"
    shutil.copy(MACRO, library)
    index = library / "script.xlb"
    text = index.read_text(encoding="utf-8")
    index.write_text(text.replace('"Module1"', '"Settle"'), encoding="utf-8")

    def run(*asked: tuple[bytes, str]) -> list[bytes]:
        folder = tmp_path_factory.mktemp("settled")
        lines = []
        for place, (data, side) in enumerate(asked):
            source, target = folder / f"{place}.docx", folder / f"{place}-settled.docx"
            source.write_bytes(data)
            lines.append(f"{source.as_uri()}|{target.as_uri()}|.uno:{side}AllTrackedChanges")
        jobs = folder / "jobs.txt"
        jobs.write_text("\n".join(lines), encoding="utf-8")
        start(f"macro:///Standard.Settle.Run({jobs.as_uri()})")
        return [(folder / f"{place}-settled.docx").read_bytes() for place in range(len(asked))]

    return run
