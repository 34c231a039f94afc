"""What the tests share: a small policy repository to read, build and break."""

from __future__ import annotations

import os
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import settings

# A busy machine is slow, not wrong. The gate judges a change by the same examples each time;
# at a desk every run looks for new ones.
settings.register_profile("gazette", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("gazette")

DATA = Path(__file__).parent / "data"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of a policy repository: three versions and a draft of one policy."""
    return copytree(DATA / "library", tmp_path / "library")
