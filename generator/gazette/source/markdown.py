"""Markdown to the HTML that a visitor sees, safe to publish.

Python-Markdown renders, nh3 sanitises, and every heading gets an id. Whatever
the site shows and whatever the redline compares comes from here, so that what
is compared is what is shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, cast

import nh3
from lxml import etree
from markdown import Markdown
from markdown.blockprocessors import OListProcessor, UListProcessor
from markdown.extensions import Extension

from gazette.errors import Location, SourceError
from gazette.source.addresses import is_remote
from gazette.source.bounds import Bounds
from gazette.source.effort import MOST_ABBREVIATIONS, Effort, OverworkedError
from gazette.source.footnotes import QuickFootnotes
from gazette.source.patterns import QuickPatterns

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TAGS = (nh3.ALLOWED_TAGS - {"area", "map"}) | {"address", "main", "section", "tfoot"}
NEVER_SEEN = {"script", "style", "iframe", "noembed", "noframes", "template", "title"}
"""Elements whose text no browser shows: they go with all they hold."""
ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title"},
    "a": {"href", "name"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan", "headers", "style"},
    "th": {"colspan", "rowspan", "headers", "scope", "style"},
    "time": {"datetime"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
DEEPEST = 100
"""Levels of nesting accepted. Python-Markdown takes cubic time on nested lists
(2,000 levels take minutes) and recurses on every level."""

_INDENTATION = re.compile(rf"^[ \t>]{{{DEEPEST},}}", re.MULTILINE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_IN_SLUG = re.compile(r"[^\w\s-]+")
_NAMED = etree.XPath(
    "descendant::*[@id or self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]"
)
"""The elements that have an id or are to get one, in reading order."""
_converting = Lock()
_effort = Effort()
"""Of the text that is being converted."""


class _Ordered(OListProcessor):
    """Ordered lists that begin with the number their author wrote."""

    SIBLING_TAGS = ["ol"]  # noqa: RUF012 - Python-Markdown declares it so
    LAZY_OL = False


class _Unordered(UListProcessor):
    """Unordered lists that do not continue an ordered one."""

    SIBLING_TAGS = ["ul"]  # noqa: RUF012 - Python-Markdown declares it so


class _Lists(Extension):
    """What the sane_lists extension is for, with the words left as they are.

    That extension turns an item of the other kind right below an item into
    running text with a visible "-" or "2.".
    """

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Replace Python-Markdown's own list processors."""
        md.parser.blockprocessors.register(_Ordered(md.parser), "olist", 40)
        md.parser.blockprocessors.register(_Unordered(md.parser), "ulist", 30)


def render_html(markdown: str) -> str:
    """Render `markdown` (without front matter) to a sanitised HTML fragment.

    Every heading has a unique id: the explicit `{#id}` or a slug of its text.
    Nothing in the fragment runs, and nothing makes a request to another host:
    an image from elsewhere keeps its alternative text and its address in
    `data-src`. Raises SourceError for text nested too deeply to be rendered, or
    made so that it would be gone over again and again (see `effort`).
    """
    return serialise(render_tree(markdown, path="<text>"))


def render_tree(markdown: str, *, path: str, first_line: int = 1) -> _Element:
    """Render `markdown` to the tree behind `render_html`, in one `div`.

    `path`, and `first_line`, the number that its first line has there, are only
    named in errors. Raises SourceError as `render_html` does.
    """
    return read_tree(_convert(_clean(markdown), path, first_line), path=path)


def read_tree(html: str, *, path: str) -> _Element:
    """Read the fragment `html` to a tree like `render_tree`'s: as safe, with ids as well.

    `path` is only named in errors. Raises SourceError as `render_html` does.
    """
    tree = _parse(_sanitise(html), path)
    _disarm_images(tree)
    _name_elements(tree)
    return tree


def serialise(tree: _Element) -> str:
    """The HTML inside the `div` that `render_tree` returned."""
    html: str = etree.tostring(tree, encoding="unicode", method="html", with_tail=False)
    return html[html.index(">") + 1 : html.rindex("</")]


def _clean(markdown: str) -> str:
    """`markdown` without what no renderer can take: NUL and lone surrogates."""
    text = markdown.removeprefix("\ufeff").replace("\0", "")
    return _SURROGATE.sub("\ufffd", text)


@cache
def _converter() -> Markdown:
    """One converter for the process: making one costs as much as a page."""
    return Markdown(
        extensions=["extra", QuickFootnotes(), _Lists(), QuickPatterns(_effort), Bounds(_effort)]
    )


def _convert(markdown: str, path: str, first_line: int) -> str:
    """Python-Markdown's HTML for `markdown`."""
    _refuse_depth(markdown, path, first_line)
    with _converting:
        converter = _converter()
        converter.reset()
        try:
            _effort.begin(markdown)
            return converter.convert(markdown)
        except OverworkedError as error:
            raise _too_much(error.line_in(markdown), path, first_line) from None
        except RecursionError:
            raise _too_deep(path) from None
        except Exception as error:
            # Python-Markdown documents no errors: any it raises is a flaw of
            # its own, met by odd mark-up, and must not reach the user as such.
            raise SourceError(
                f"Python-Markdown cannot read this text ({type(error).__name__})",
                where=Location(path),
                remedy="Look for broken raw HTML, such as `<!` or `<?`, and escape it.",
            ) from error


def _refuse_depth(markdown: str, path: str, first_line: int) -> None:
    """Raise SourceError where quotation marks and indentation go too deep."""
    for found in _INDENTATION.finditer(markdown):
        indentation = found[0].expandtabs(4)
        if indentation.count(">") + indentation.count(" ") // 4 > DEEPEST:
            raise _too_deep(path, markdown.count("\n", 0, found.start()) + first_line)


def _too_deep(path: str, line: int | None = None) -> SourceError:
    return SourceError(
        f"the text is nested more than {DEEPEST} levels deep",
        where=Location(path, line),
        remedy="Take out some quotation marks (>), indentation, or nested elements.",
    )


def _too_much(line: int | None, path: str, first_line: int) -> SourceError:
    return SourceError(
        "to read this text, the rest of it would have to be gone over again thousands of times",
        where=Location(path, line and line - 1 + first_line),
        remedy="Look for thousands of brackets, tags or emphasis marks that nothing closes, or "
        f"that stand in one paragraph, and for more than {MOST_ABBREVIATIONS:,} abbreviations.",
    )


def _sanitise(html: str) -> str:
    """`html` with only what text is made of: no script, style, frame or form."""
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=NEVER_SEEN,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        filter_style_properties={"text-align"},
        link_rel=None,
    )


def _parse(html: str, path: str) -> _Element:
    """The tree of sanitised `html`, in one `div`."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    root = etree.fromstring(f"<html><body><div>{html}</div></body></html>".encode(), parser)
    # Beyond its bounds libxml2 drops text and only logs it.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise _too_deep(path)
    return root[0][0]


def _disarm_images(tree: _Element) -> None:
    """Keep the browser from asking another host for an image."""
    for image in tree.iter("img"):
        source = image.get("src", "")
        if is_remote(source):
            del image.attrib["src"]
            image.set("data-src", source)


def _name_elements(tree: _Element) -> None:
    """Give each heading an id, and each id to one element only."""
    taken: dict[str, int] = {}
    for element in cast("list[_Element]", _NAMED(tree)):
        wanted = element.get("id", "")
        if not wanted and element.tag in HEADINGS:
            wanted = _slug("".join(map(str, element.itertext()))) or "section"
        if wanted:
            element.set("id", _unique(wanted, taken))


def _slug(text: str) -> str:
    """The id that Python-Markdown's `toc` and most other tools give a heading."""
    letters = _NOT_IN_SLUG.sub("", unicodedata.normalize("NFKC", text))
    return "-".join(letters.lower().replace("-", " ").split())


def _unique(wanted: str, taken: dict[str, int]) -> str:
    """`wanted`, or the first of `wanted-2`, `wanted-3`, ... that is free.

    `taken` holds the names in use, each with the last number tried for it.
    """
    name = wanted
    while name in taken:
        taken[wanted] += 1
        name = f"{wanted}-{taken[wanted]}"
    taken[name] = 1
    return name
