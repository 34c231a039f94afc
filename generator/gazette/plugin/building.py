"""`gazette build`: MkDocs builds aside, the result is checked, then swapped in whole."""

from __future__ import annotations

import logging
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from logging.handlers import BufferingHandler
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from gazette.adapters.folders import replaced_whole
from gazette.errors import ConfigurationError, GazetteError, Location, OutputError
from gazette.plugin.plugin import GazettePlugin
from gazette.publish.readiness import MARK
from gazette.render.check import check_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mkdocs.config.defaults import MkDocsConfig

    from gazette.plugin.rendering import Rendered
    from gazette.publish import Site
    from gazette.render.check import Problem

MADE = ".made"
"""The folder, within the one that is to be the site, of our files until MkDocs has copied them.
MkDocs empties its own folder before it writes, but for what is hidden."""
_REMARKS = 20  # of one kind; more are not read


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build: where it lies, what it shows, and what deserves a remark."""

    folder: Path
    site: Site
    files: int
    remarks: tuple[str, ...]


def build_site(
    config_file: Path,
    *,
    output: Path | None = None,
    preview: bool = False,
    as_of: str = "",
) -> Built:
    """Build the site that `config_file` describes into `output`, or its site_dir.

    `as_of` is an ISO instant, the present when empty. The folder is replaced in
    one step at the very end: a build that fails or is killed leaves it as it
    was. Raises GazetteError for whatever is wrong.
    """
    with _plain_errors(config_file) as remarks:
        config = load_config(str(config_file))
        plugin = _plugin(config, config_file)
        plugin.config.preview = preview
        plugin.config.as_of = as_of or plugin.config.as_of
        target = output or Path(config.site_dir)
        _refuse_other_folder(target)
        with replaced_whole(target) as aside:
            config.site_dir = str(aside)
            plugin.aside = aside / MADE
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
            rendered = _rendered(plugin)
            remarks.extend(_verify(aside, rendered))
            remarks.extend(rendered.remarks)
            shutil.rmtree(plugin.aside)
    return Built(target, rendered.site, len(rendered.files), tuple(remarks))


def _plugin(config: MkDocsConfig, config_file: Path) -> GazettePlugin:
    """Our plugin as `config` has it."""
    plugin = config.plugins.get("gazette")
    if not isinstance(plugin, GazettePlugin):
        raise ConfigurationError(
            "the plugin `gazette` is not listed",
            where=Location(str(config_file)),
            remedy="Add `- gazette` below `plugins:`.",
        )
    return plugin


def _rendered(plugin: GazettePlugin) -> Rendered:
    """What the plugin made; it always has by the end of a build."""
    if plugin.rendered is None:
        raise RuntimeError("MkDocs has built without asking the plugin")
    return plugin.rendered


def _refuse_other_folder(target: Path) -> None:
    """Raise OutputError where the output would replace something that is no site."""
    if not target.exists():
        return
    if not target.is_dir():
        raise OutputError(
            "this is a file", where=Location(str(target)), remedy="Name a folder for the site."
        )
    seen = [each for each in target.iterdir() if not each.name.startswith(".")]
    if seen and not (target / MARK).exists():
        raise OutputError(
            "the folder holds something that is no site, and building would replace it",
            where=Location(str(target)),
            remedy="Name an empty or a new folder, or empty this one.",
        )


def _verify(aside: Path, rendered: Rendered) -> list[str]:
    """Check what MkDocs has written; remarks on the policies' own texts."""
    for path, content in rendered.files.items():
        if (aside / path).read_bytes() != content:
            raise OutputError(
                f"another plugin has altered {path}",
                remedy="Take the plugin out of mkdocs.yml: policies are published as they are.",
            )
    found = {each.relative_to(aside).as_posix() for each in aside.rglob("*") if each.is_file()}
    written = {each for each in found if not each.startswith(f"{MADE}/")}
    problems = check_pages(rendered.files, written=written, base=rendered.site.address.base)
    for problem in problems:
        if not problem.in_text:
            raise OutputError(
                problem.what,
                where=Location(problem.file),
                remedy="Correct the template that this page is made from.",
            )
    return list(_remarks(problems))


def _remarks(problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem once: a text that was adopted is on many pages, and so is its dead link."""
    files: dict[str, list[str]] = {}
    for each in problems:
        files.setdefault(each.what, []).append(each.file)
    for what, (first, *more) in islice(files.items(), _REMARKS):
        also = f", and on {len(more)} more page{'s' * (len(more) > 1)}" if more else ""
        yield f"{first}: {what}{also}"
    if len(files) > _REMARKS:
        yield f"{len(files) - _REMARKS} more like these are not shown"


@contextmanager
def _plain_errors(config_file: Path) -> Iterator[list[str]]:
    """Turn MkDocs' way of failing, log lines and an exit, into one error of ours.

    Yields the list of remarks; MkDocs' warnings are added to it at the end.
    """
    log = logging.getLogger("mkdocs")
    lines = BufferingHandler(capacity=10_000)
    lines.setLevel(logging.WARNING)
    propagated, log.propagate = log.propagate, False
    log.addHandler(lines)
    remarks: list[str] = []
    try:
        yield remarks
    except MkDocsException as error:
        raise _plain(error, lines, config_file) from error
    finally:
        log.removeHandler(lines)
        log.propagate = propagated
    remarks.extend(record.getMessage() for record in lines.buffer)


def _plain(error: BaseException, lines: BufferingHandler, config_file: Path) -> GazetteError:
    """The error of ours that is behind MkDocs' one, or MkDocs' own words."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, GazetteError):
            return cause
        cause = cause.__cause__ or cause.__context__
    said = [record.getMessage() for record in lines.buffer]
    return ConfigurationError(
        "; ".join(said) or str(error),
        where=Location(str(config_file)),
        remedy="Correct mkdocs.yml; `gazette init` lays one down to compare with.",
    )
