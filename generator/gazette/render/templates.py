"""The templates that come with Gazette.

There is one set of them: the repository's own `templates/`. The wheel carries
it as `gazette/scaffold/templates`, from where `gazette init` lays it down
elsewhere and where a template that an organisation has deleted is found.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def packaged_folder() -> Path:
    """The folder of the templates that come with Gazette.

    In the wheel it lies within the package. A checkout has it at the top,
    where the organisation edits it.
    """
    packaged = PACKAGE / "scaffold" / "templates"
    return packaged if packaged.is_dir() else PACKAGE.parents[1] / "templates"


def packaged_templates() -> dict[str, bytes]:
    """Every template that comes with Gazette, by its path below `templates/`."""
    folder = packaged_folder()
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
