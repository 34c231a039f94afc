"""The MkDocs plugin: hands our pages to MkDocs, and keeps its own out of the way."""

from __future__ import annotations

import gc
from contextvars import ContextVar
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File

from gazette.errors import ConfigurationError, GazetteError, Location
from gazette.plugin.aside import Aside
from gazette.plugin.rendering import Rendered, Request, read_instant, render_policies
from gazette.publish.memory import Memory
from gazette.publish.timeline import PAIRED
from gazette.render.machine import sitemap_xml
from gazette.render.theme import Compiled, spare_work
from gazette.source.policies import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from gazette.publish import Site

LOG = get_plugin_logger("gazette")
OURS = frozenset({"404.html", "sitemap.xml"})
"""Templates of a theme whose place our own pages take."""


AS_OF: ContextVar[str] = ContextVar("AS_OF", default="")
"""The instant that a command asks for. MkDocs reads mkdocs.yml anew for each build of a preview,
so what only the command knows has no other way here."""
OBJECTS = 100_000
"""New objects after which Python looks for garbage in cycles; 700 is usual. To look through all
that a build keeps, again and again, is a twentieth of its work."""
DESK = "review.md"
DESK_PAGE = "---\ntitle: Review\nhide: [navigation, toc]\n---\n"
"""Legal's desk in a preview: the one page of ours that the theme draws."""


class GazetteConfig(base.Config):  # type: ignore[no-untyped-call]  # MkDocs’ own is untyped
    """What mkdocs.yml may say below `gazette`."""

    preview = option.Optional(option.Type(bool))
    """Whether drafts are shown: under `mkdocs serve` unless told, in a build only if told."""
    as_of = option.Type((str, date), default="")
    """The instant the site is built for, in ISO 8601; the present unless told."""
    templates = option.Type(str, default="templates")
    """The organisation's templates, beside mkdocs.yml."""
    compare = option.Type(int, default=PAIRED)
    """Of how many versions, the newest, every two have a page that compares them."""
    pdf = option.Type(bool, default=False)
    """Whether each version is there as a PDF too, which needs the extra `pdf`."""


class GazettePlugin(BasePlugin[GazetteConfig]):  # type: ignore[no-untyped-call]  # the same
    """Publishes the policies below docs_dir; other pages there stay MkDocs' own."""

    memory: Memory | None = None
    compiled: Compiled | None = None
    collecting: tuple[int, int, int] | None = None
    rendered: Rendered | None = None
    aside: Path | None = None
    """An empty folder for the files of a single build, until MkDocs has copied and we have checked
    them; they are kept in memory where there is none."""
    fault = ""
    serving = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this is a live preview."""
        del dirty
        self.serving = command == "serve"
        # A single build has no use for what it would remember.
        self.memory = Memory() if self.serving else None
        self.compiled = Compiled()
        # Nearly all that a build makes is kept to its end, and a preview keeps it for the next.
        self.collecting = gc.get_threshold()
        gc.set_threshold(OBJECTS, *self.collecting[1:])

    def on_shutdown(self) -> None:
        """Leave the process as it was."""
        if self.collecting:
            gc.set_threshold(*self.collecting)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read, judge and render all: whatever is wrong stops here, with the old site intact.

        A live preview goes on with the last good pages, and says there what is wrong.
        """
        self.fault = ""
        try:
            self.rendered = render_policies(self._request(config), memory=self.memory)
        except GazetteError as error:
            if not self.serving or self.rendered is None:
                raise PluginError(str(error)) from error
            self.fault = str(error)
            LOG.error(self.fault)  # noqa: TRY400 - a trace would say nothing to legal
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Have the theme's templates found and compiled with less work."""
        made = config.theme.get_env
        # No event lies between MkDocs' making of the environment and its first, slow use.
        config.theme.get_env = lambda: spare_work(made(), self.compiled)  # type: ignore[method-assign]  # for this build's theme alone

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Put our pages in the place of the policies' source files."""
        if self.rendered is None:
            return files
        theirs = set(config.theme.dirs)
        # Every policy's folder, also of one with nothing to show: its draft
        # must not come out as an ordinary page.
        folders = tuple(f"{each}/" for each in (*self.rendered.policies, RULES))
        _remove(files, [each for each in files if each.src_uri.startswith(folders)])
        config.theme.static_templates -= OURS
        if self.rendered.desk:
            files.append(File.generated(config, DESK, content=DESK_PAGE))
        if not files.documentation_pages():
            config.theme.static_templates.clear()
            _remove(files, [each for each in files if each.src_dir in theirs])
        self.rendered.files["sitemap.xml"] = _sitemap(self.rendered.site, files)
        taken = {each.dest_uri: each for each in files}
        for path in self.rendered.files:
            if path in taken:
                raise PluginError(_clash(path, taken[path]))
            files.append(self._generated(config, path, self.rendered.files))
        return files

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Fill legal's desk."""
        del config, files
        if self.rendered is None or page.file.src_uri != DESK:
            return html
        return self.rendered.desk

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        """Rebuild when a template changes, too."""
        del builder
        templates = self._templates(config)
        if templates.is_dir():
            server.watch(str(templates))
        return server

    def _request(self, config: MkDocsConfig) -> Request:
        """What mkdocs.yml, the command and the clock ask for."""
        preview = self.config.preview
        return Request(
            policy_dir=_near(Path(config.docs_dir)),
            templates=self._templates(config),
            site_url=config.site_url or "",
            at=read_instant(AS_OF.get() or str(self.config.as_of), now=datetime.now(UTC)),
            preview=self.serving if preview is None else preview,
            live=self.serving,
            paired=self.config.compare,
            pdf=self.config.pdf,
            aside=self.aside,
        )

    def _generated(self, config: MkDocsConfig, path: str, ours: Mapping[str, bytes]) -> File:
        """A file of ours that MkDocs writes to `path` as it is."""
        # MkDocs would make a page of whatever ends as Markdown does.
        name = f"{path}.gazette"
        if isinstance(ours, Aside):
            file = File.generated(config, name, abs_src_path=str(ours.place(path)))
        else:
            file = File.generated(config, name, content=self._with_fault(ours[path]))
        file.dest_uri = path
        return file

    def _with_fault(self, content: bytes) -> bytes:
        """A page of the preview with what is wrong on top; all else as it is."""
        strip = f'<body><p class="strip" role="alert">{escape(self.fault)}</p>'
        return content.replace(b"<body>", strip.encode(), 1) if self.fault else content

    def _templates(self, config: MkDocsConfig) -> Path:
        """The organisation's templates, beside mkdocs.yml."""
        home = Path(config.config_file_path).parent
        return _near(home / self.config.templates)


def _sitemap(site: Site, files: Files) -> bytes:
    """Our pages and the organisation's own."""
    pages = (each for each in files.documentation_pages() if each.src_uri != DESK)
    # MkDocs writes `./` for the site's own first page, and escapes what it must.
    places = sorted(each.url.removeprefix("./") for each in pages)
    return sitemap_xml(site, places).encode()


def _near(path: Path) -> Path:
    """`path` as one would type it here: messages name it so."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _remove(files: Files, unwanted: list[File]) -> None:
    """Take `unwanted` out of what MkDocs will build."""
    for each in unwanted:
        files.remove(each)


def _clash(path: str, file: File) -> str:
    """That a file of the organisation's own would be published where a page of ours is."""
    return str(
        ConfigurationError(
            f"this would be published as {path}, where a policy’s own page is",
            where=Location(file.src_uri),
            remedy="Rename it, or move it into another folder of docs_dir.",
        )
    )
