"""The templates' own Jinja environment: escaping, strict, and told nothing it need not know.

MkDocs' environment does not escape, so the pages are never rendered in it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2 import TemplateError as JinjaError
from markupsafe import Markup

from gazette.errors import Location, TemplateError
from gazette.publish.feeds import feeds_of
from gazette.publish.memory import Memory
from gazette.render.body import change_body, named_too, shown
from gazette.render.data import beside, translated_page, web_page
from gazette.render.folded import folded_redline
from gazette.render.languages import direction
from gazette.render.report import measured
from gazette.render.templates import packaged_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from gazette.model.comparison import Comparison
    from gazette.model.note import Phrases
    from gazette.publish.address import Address

FOLDER = "site"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def template_environment(templates: Path | None) -> Environment:
    """The environment of every template: what ends in `.txt` is text, all else is escaped.

    The organisation's `templates` folder comes first; a template it lacks is
    taken from those that come with Gazette.
    """
    folders = [packaged_folder()] if templates is None else [templates, packaged_folder()]
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=lambda name: name is None or not name.endswith(".txt"),  # noqa: S701 - text
        undefined=StrictUndefined,
        # To fold constants takes a fifth of compiling, and there are none worth it; no template
        # changes while an environment lives.
        optimized=False,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": day, "direction": direction}
    return environment


def site_environment(
    address: Address, *, templates: Path | None, memory: Memory | None = None
) -> Environment:
    """The environment for a site at `address`.

    `memory` spares a live preview what it has compiled and rendered before.
    """
    if memory is None:
        # Of a redline there is one page: a build that is not followed by another keeps none.
        return _site_environment(address, templates, Memory(), folded_redline)
    # An edited template, or one that was added, takes a new environment.
    key = ("environment", address, templates, _stamps(templates), _stamps(packaged_folder()))

    def redline(comparison: Comparison, phrases: Phrases = ()) -> Markup:
        wanted = ("redline", id(comparison), phrases)
        return memory.once(wanted, lambda: folded_redline(comparison, phrases), subject=comparison)

    return memory.once(key, lambda: _site_environment(address, templates, memory, redline))


def _stamps(folder: Path | None) -> tuple[tuple[str, int], ...]:
    """What is in a folder, and when each of it was written."""
    found = sorted(folder.rglob("*")) if folder else []
    return tuple((str(each), _written(each)) for each in found)


def _written(path: Path) -> int:
    """When a file was written, in nanoseconds; 0 for an editor's own that is gone by now."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _site_environment(
    address: Address,
    templates: Path | None,
    memory: Memory,
    redline: Callable[..., Markup],
) -> Environment:
    """The environment itself."""
    environment = template_environment(templates)
    environment.filters |= {
        "absolute": address.absolute,
        "change": change_body,
        "beside": beside,
        "body": lambda document: memory.of(shown, document).body,
        "named_too": named_too,
        "feeds": partial(memory.of, partial(feeds_of, address=address)),
        "link": address.link,
        "measured": measured,
        "redline": redline,
        "title_of": lambda document: memory.of(shown, document).title,
        "translated_page": partial(translated_page, address),
        "web_page": partial(web_page, address),
    }
    return environment


def day(value: date) -> str:
    """A day as legal's desk writes it out: 22 November 2026. Pages say days in their language."""
    # Not strftime, whose month names depend on the machine's locale.
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def render_template(
    environment: Environment, name: str, values: dict[str, object], *, folder: str = FOLDER
) -> str:
    """The template `name` below `folder`, filled with `values`.

    Raises TemplateError with the file and line at which it failed.
    """
    path = f"{folder}/{name}"
    try:
        return environment.get_template(path).render(values)
    except TemplateSyntaxError as error:
        where = Location(error.filename or error.name or path, error.lineno)
        raise _broken(error.message or "syntax error", where) from None
    except TemplateNotFound as error:
        raise _broken(f"there is no template {error.name}", Location(path)) from None
    except UnicodeDecodeError as error:
        raise _broken(f"it is not UTF-8: {error.reason}", Location(path)) from None
    except (
        JinjaError,
        TypeError,
        ValueError,
        ArithmeticError,
        LookupError,
        AttributeError,
    ) as error:
        place = _template_line(error.__traceback__)
        if place is None:
            # Nothing in a template: a fault of ours, which must not be hidden.
            raise
        raise _broken(str(error), place) from error


@dataclass(frozen=True, slots=True)
class Inline:
    """A stylesheet or a script as it stands in a page, and its hash for the security policy."""

    text: Markup
    digest: str


def inline_style(environment: Environment, names: tuple[str, ...]) -> Inline:
    """The stylesheets `names`, as one."""
    parts = (_compact(template_source(environment, name)) for name in names)
    return _inline("".join(parts), "style", names[-1])


def inline_script(environment: Environment, name: str) -> Inline:
    """The script `name`."""
    return _inline(_bare(template_source(environment, name)), "script", name)


def _inline(text: str, tag: str, name: str) -> Inline:
    """`text` as what the element `tag` holds; TemplateError where it would end that too early."""
    if f"</{tag}" in text.lower():
        raise _broken(f"this file cannot hold `</{tag}`", Location(f"{FOLDER}/{name}"))
    digest = b64encode(sha256(text.encode()).digest()).decode()
    # The organisation's own file, not text from a policy, and checked for an end tag.
    return Inline(Markup(text), f"sha256-{digest}")  # noqa: S704 - see above


def template_source(environment: Environment, name: str, *, folder: str = FOLDER) -> str:
    """The text of the file `name` below `folder`, as it stands.

    Raises TemplateError where it is missing or not UTF-8.
    """
    path = f"{folder}/{name}"
    if environment.loader is None:
        raise ValueError(path)
    try:
        text, _, _ = environment.loader.get_source(environment, path)
    except TemplateNotFound:
        raise _broken(f"there is no {path}", Location(path)) from None
    except UnicodeDecodeError as error:
        raise _broken(f"it is not UTF-8: {error.reason}", Location(path)) from None
    return text


def _compact(css: str) -> str:
    """`css` without comments and needless white space: it is part of every page."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    folded = re.sub(r"\s+", " ", bare).strip()
    return re.sub(r" ?([{};,]) ?", r"\1", folded).replace(": ", ":").replace(";}", "}")


def _bare(script: str) -> str:
    """`script` without lines of comment and indentation: it is part of every page it serves."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _broken(what: str, where: Location) -> TemplateError:
    """An error in a template."""
    return TemplateError(
        what,
        where=where,
        remedy="Correct the template, or delete it: then the one that comes with Gazette is used.",
    )


def _template_line(traceback: TracebackType | None) -> Location | None:
    """The last line of a template in `traceback`, where Jinja rewrites it so."""
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(traceback)]
    inside = [(name, line) for name, line in frames if name.endswith((".html", ".txt"))]
    return Location(*inside[-1]) if inside else None
