from __future__ import annotations

from pathlib import Path

from gazette.plugin.aside import Aside


def test_holds_what_was_put_in_it_and_lies_below_its_folder(tmp_path: Path) -> None:
    aside = Aside(tmp_path / "made")
    aside.update([("versions/1.0.0/index.html", b"old"), ("index.html", b"first")])
    aside["versions/1.0.0/index.html"] = b"new"

    assert dict(aside) == {"versions/1.0.0/index.html": b"new", "index.html": b"first"}
    assert aside.place("index.html").read_bytes() == b"first"
    assert aside.place("index.html").is_relative_to(tmp_path / "made")

    del aside["index.html"]

    assert list(aside) == ["versions/1.0.0/index.html"]
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == ["index.html"]
