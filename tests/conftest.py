"""What the tests share: a small policy repository to read, build and break."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import settings

# A busy machine is slow, not wrong.
settings.register_profile("gazette", deadline=None)
settings.load_profile("gazette")

DATA = Path(__file__).parent / "data"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of a policy repository: three versions and a draft of one policy."""
    return copytree(DATA / "library", tmp_path / "library")
