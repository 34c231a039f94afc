"""Front matter that site generators forgive is no text; what only looks like it is."""

from __future__ import annotations

import pytest

from gazette.source import read_markdown


@pytest.mark.parametrize(
    "block",
    [
        "---\ntitle: Boats: a policy\n---",
        "---\ntitle: Boats\ntitle: Oars\nlist:\n- a\n- b\n---",
        '+++\ntitle = "Boats"\ndate = 2024-05-03\n\n[menu]\nmain = "legal"\n+++',
    ],
)
def test_front_matter_with_faults_or_in_toml_is_no_text(block: str) -> None:
    [clause] = read_markdown(f"{block}\nBoats are lent.").clauses
    assert clause.text == "Boats are lent."
    assert clause.line == block.count("\n") + 2


@pytest.mark.parametrize(
    "block",
    [
        "---\n\nWe lend boats.\n\n---",
        "---\nWe lend boats: [\nand oars.\n---",
        "+++\nwe sell = a lot\nof data\n+++",
        "---\ntitle: Boats: lent\n",
    ],
)
def test_what_only_looks_like_front_matter_is_read(block: str) -> None:
    texts = " ".join(clause.text for clause in read_markdown(f"{block}\nOars.").clauses)
    assert any(word in texts for word in ("boats", "data", "Boats"))


@pytest.mark.parametrize("text", ["---", "+++", "---\n", "+++\n\n"])
def test_a_fence_alone_is_read(text: str) -> None:
    assert "".join(clause.text for clause in read_markdown(text).clauses) in ("", "+++")
