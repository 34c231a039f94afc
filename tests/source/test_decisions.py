from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gazette.errors import DecisionError, SourceError
from gazette.model.verdict import Level
from gazette.source.decisions import load_decisions

if TYPE_CHECKING:
    from pathlib import Path

COMPLETE = """\
[[decision]]
fingerprint = "5b1f0c2de9a87734"
rule = "clause-removed"
level = "minor"
reason = "The sentence now stands in section 2."
decided_by = "Dana Counsel"
decided_on = 2026-11-30
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "decisions.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_decisions_in_order(tmp_path: Path) -> None:
    second = COMPLETE.replace("5b1f0c2de9a87734", "other") + 'approved_by = "Gil Partner"\n'
    first, approved = load_decisions(written(tmp_path, COMPLETE + second))
    assert (first.fingerprint, first.rule, first.level) == (
        "5b1f0c2de9a87734",
        "clause-removed",
        Level.MINOR,
    )
    assert (first.decided_on, first.approved_by) == (date(2026, 11, 30), "")
    assert (approved.fingerprint, approved.approved_by) == ("other", "Gil Partner")


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ('rule = "clause-removed"\n', "", "decision 1 has no text in rule"),
        ('"Dana Counsel"', '" "', "decision 1 has no text in decided_by"),
        ('"minor"', '"harmless"', "decision 1 has no level: editorial, minor, review, material"),
        ("2026-11-30", '"yesterday"', "decision 1 has no date in decided_on"),
        ("2026-11-30", "2026-11-30T10:00:00", "decision 1 has no date in decided_on"),
        ("reason =", "because =", "decision 1 has an unknown key: because"),
        ("[[decision]]", "[decision]", "something else here than a list"),
        ("[[decision]]", "[[decisions]]", "something else here than a list"),
        ("[[decision]]", "decision = [1]\n[x]", "something else here than a list"),
    ],
)
def test_an_incomplete_decision_is_named(
    tmp_path: Path, before: str, after: str, what: str
) -> None:
    path = written(tmp_path, COMPLETE.replace(before, after))
    with pytest.raises(DecisionError, match=what.replace("[", r"\[")) as caught:
        load_decisions(path)
    assert caught.value.where is not None
    assert caught.value.where.path == str(path)


def test_what_is_not_toml_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match="not TOML") as caught:
        load_decisions(written(tmp_path, "[[decision]]\nlevel = minor\n"))
    assert caught.value.where is not None
    assert caught.value.where.line == 2


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        load_decisions(tmp_path / "none.toml")
