"""What the tests share: a small policy repository to read, build and break."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import settings

from oracles.programs import postgres_programs

# A busy machine is slow, not wrong. The gate judges a change by the same examples each time;
# at a desk every run looks for new ones.
settings.register_profile("gazette", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("gazette")

DATA = Path(__file__).parent / "data"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of a policy repository: three versions and a draft of one policy."""
    return copytree(DATA / "library", tmp_path / "library")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a real PostgreSQL server, begun for this run and gone with it.

    Without one the tests that use it are skipped, but never in CI. The server
    does not run as root, so root lends it the user that Debian's package makes.
    """
    programs = postgres_programs()
    folder = Path(tempfile.mkdtemp(prefix="gazette-postgres-"))
    lent = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    as_user = lent if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    cluster = folder / "cluster"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*as_user, str(programs / program), "-D", str(cluster), *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )

    run("initdb", "-U", "gazette", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"{options} -c fsync=off", "start")
    yield f"postgresql://gazette@127.0.0.1:{port}/postgres"
    run("pg_ctl", "-m", "immediate", "stop")
    shutil.rmtree(folder)
