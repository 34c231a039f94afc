from __future__ import annotations

import pytest

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level


@pytest.mark.parametrize(
    ("old", "new"), [("30", "90"), ("90", "30"), ("16", "13"), ("30 days", "90 days")]
)
def test_a_number_exchanged_throughout_is_no_rename(old: str, new: str) -> None:
    text = "## Data retention\n\nWe delete your data {} after you leave.\n"
    verdict = judge(compare(text.format(old), text.format(new)), load_catalogue())
    assert [finding.rule for finding in verdict.findings] != ["term-renamed"]
    assert verdict.level > Level.MINOR
