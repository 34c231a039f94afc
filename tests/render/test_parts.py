from __future__ import annotations

from pathlib import Path

import pytest

from gazette.errors import TemplateError
from gazette.publish.address import Address
from gazette.publish.memory import Memory
from gazette.render import parts as module
from gazette.render.environment import site_environment
from gazette.render.parts import Parts

ADDRESS = Address.parse("https://example.com/")


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    """Parts of one template, which says what it is given and in which language."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "it.html").write_text("{{ lang }}: {{ it }}")
    (tmp_path / "site" / "page.html").write_text("{{ page }}")
    return Parts(site_environment(ADDRESS, templates=tmp_path), Memory())


def test_a_part_is_rendered_once_for_the_same_values_in_the_same_language(
    monkeypatch: pytest.MonkeyPatch, parts: Parts
) -> None:
    rendered: list[object] = []
    render = module.render_template

    def counted(*args: object) -> str:
        rendered.append(args[-1])
        return render(*args)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(module, "render_template", counted)
    english, german = parts.spoken({"lang": "en"}), parts.spoken({"lang": "de"})

    assert english("it.html", it="<b>") == english("it.html", it="<b>") == "en: &lt;b&gt;"
    assert german("it.html", it="<b>") == "de: &lt;b&gt;"
    assert len(rendered) == len("ab")


def test_equal_values_of_other_types_are_told_apart(parts: Parts) -> None:
    part = parts.spoken({"lang": "en"})

    assert [part("it.html", it=each) for each in (1, True, 1.0)] == ["en: 1", "en: True", "en: 1.0"]


def test_a_part_knows_nothing_of_its_page(parts: Parts) -> None:
    part = parts.spoken({"lang": "en"})

    with pytest.raises(TemplateError, match="'page' is undefined"):
        part("page.html")
