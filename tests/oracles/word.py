"""What Word would leave of a DOCX after accepting or rejecting everything.

Written from ECMA-376 part 1 (17.3 paragraphs, 17.4 tables, 17.9 numbering,
17.13.5 revisions), not from Gazette's renderer: it reads the file forwards,
carries the words of a paragraph whose mark goes into the next one, counts the
lists itself, and complains about anything that Word would have to repair.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from gazette.model.bookmarks import NEW, OLD, decode
from gazette.model.document import Clause, ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
GOES = {True: {"del", "moveFrom"}, False: {"ins", "moveTo"}}
"""Accept or reject -> what goes."""
REVISIONS = {"ins", "del", "moveFrom", "moveTo"}

Letter = tuple[str, frozenset[str], str]
"""A character that is no white space, how it looks, and where it leads."""


@dataclass(frozen=True)
class Line:
    """One paragraph, as a reader sees it."""

    kind: str
    level: int
    number: str
    depth: int
    frame: tuple[str, ...]
    letters: tuple[Letter, ...]
    words: tuple[str, ...]
    pictures: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass
class Word:
    """A DOCX, opened."""

    data: bytes
    accept: bool
    counters: dict[int, dict[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with zipfile.ZipFile(BytesIO(self.data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        trees = {name: etree.fromstring(part) for name, part in parts.items()}
        self.body = trees["word/document.xml"].find(f"{W}body")
        self.links = {
            rel.get("Id"): rel.get("Target") for rel in trees["word/_rels/document.xml.rels"]
        }
        self.styles = {
            style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val")
            for style in trees["word/styles.xml"].iter(f"{W}style")
        }
        self.ids = read_ids(self.body)
        self.lists = read_lists(trees["word/numbering.xml"])
        check_marks(self.body)

    def rows(self) -> list[Line | list[list[list[Line]]]]:
        """Paragraphs and tables (rows of cells of paragraphs) in reading order."""
        return self._blocks(self.body)

    def lines(self) -> list[Line]:
        """Every paragraph in reading order, those in cells included."""
        return list(flat(self.rows()))

    def _blocks(self, parent: _Element, *, in_cell: bool = False) -> list:
        found: list = []
        carried: list[_Element] = []
        for child in parent:
            name = etree.QName(child).localname
            if name == "p":
                carried.append(child)
                if self._stays(child.find(f"{W}pPr/{W}rPr")):
                    line = self._line(carried, in_cell=in_cell)
                    found.extend([line] if line else [])
                    carried = []
            elif name == "tbl":
                assert not carried, "a paragraph's mark goes, and a table follows"
                table = [
                    self._row(row)
                    for row in child.iter(f"{W}tr")
                    if self._stays(row.find(f"{W}trPr"))
                ]
                found.extend([table] if table else [])
            else:
                assert name in {"sectPr", "tcPr", "moveFromRangeEnd", "moveToRangeEnd"}, name
        assert not carried, "a paragraph's mark goes, and nothing follows"
        return found

    def _row(self, row: _Element) -> list[list[Line]]:
        cells = row.findall(f"{W}tc")
        assert all(etree.QName(cell[-1]).localname == "p" for cell in cells), (
            "a cell ends in no paragraph"
        )
        return [self._blocks(cell, in_cell=True) for cell in cells]

    def _stays(self, marks: _Element | None) -> bool:
        """Whether a paragraph mark or a row with these properties stays."""
        names = {etree.QName(mark).localname for mark in marks} if marks is not None else set()
        return not names & GOES[self.accept]

    def _line(self, paragraphs: list[_Element], *, in_cell: bool) -> Line | None:
        """One paragraph of the words of several; the last one's properties hold."""
        properties = paragraphs[-1].find(f"{W}pPr")
        if not self.accept and properties is not None:
            before = properties.find(f"{W}pPrChange/{W}pPr")
            properties = before if before is not None else properties
        style, numbering = self._named(properties)
        letters, words, pictures = self._words(paragraphs)
        if style == "Spacer":
            assert not words
            return None
        kind, level, frame = kind_of(style, numbering, in_cell=in_cell)
        number, depth = self._count(numbering)
        return Line(kind, level, number, depth, frame, letters, words, pictures)

    def _named(self, properties: _Element | None) -> tuple[str, tuple[int, int] | None]:
        if properties is None:
            return "Normal", None
        style = properties.find(f"{W}pStyle")
        name = self.styles[style.get(f"{W}val")] if style is not None else "Normal"
        numbered = properties.find(f"{W}numPr")
        if numbered is None:
            return name, None
        number, level = (int(numbered.find(f"{W}{t}").get(f"{W}val")) for t in ("numId", "ilvl"))
        return name, (number, level)

    def _count(self, numbering: tuple[int, int] | None) -> tuple[str, int]:
        """The number that Word shows before an item, and how deep it stands."""
        if numbering is None:
            return "", 0
        number, level = numbering
        sort, start = self.lists[number][level]
        if sort == "bullet":
            return "", level + 1
        counts = self.counters.setdefault(number, {})
        counts[level] = counts.get(level, start - 1) + 1
        return f"{spelled(counts[level], sort)}.", level + 1

    def _words(self, paragraphs: list[_Element]) -> tuple:
        letters: list[Letter] = []
        pictures: list[tuple[str, str]] = []
        text = ""
        for run in (run for p in paragraphs for run in p.iter(f"{W}r")):
            around = {etree.QName(a).localname for a in run.iterancestors()}
            if around & GOES[self.accept]:
                continue
            shown, looks, target = self._run(run)
            if "picture" in looks:
                pictures.append(("" if shown == "[image]" else shown, target))
                continue
            text += shown
            letters.extend((c, looks, target) for c in shown if not c.isspace())
        return tuple(letters), tuple(text.split()), tuple(pictures)

    def _run(self, run: _Element) -> tuple[str, frozenset[str], str]:
        properties = run.find(f"{W}rPr")
        if not self.accept and properties is not None:
            before = properties.find(f"{W}rPrChange/{W}rPr")
            properties = before if before is not None else properties
        looks = looks_of(properties)
        deleted = any(etree.QName(a).localname == "del" for a in run.iterancestors())
        shown = ""
        for child in run:
            name = etree.QName(child).localname
            if name in ("br", "tab"):
                shown += "\n" if name == "br" else "\t"
            elif name != "rPr":
                assert name == ("delText" if deleted else "t"), name
                shown += child.text or ""
        link = next(run.iterancestors(f"{W}hyperlink"), None)
        if link is None:
            return shown, looks, ""
        inside = link.get(f"{W}anchor")
        return shown, looks, f"#{self.ids[inside]}" if inside else self.links[link.get(f"{R}id")]


def flat(rows: list) -> Iterator[Line]:
    """The lines of nested lists."""
    for item in rows:
        if isinstance(item, Line):
            yield item
        else:
            yield from flat(item)


def read_ids(body: _Element) -> dict[str, str]:
    """The id that each bookmark stands for."""
    found = {}
    for paragraph in body.iter(f"{W}p"):
        names = [start.get(f"{W}name") for start in paragraph.iter(f"{W}bookmarkStart")]
        for prefix in (NEW, OLD):
            ours = [name for name in names if name.startswith(prefix)]
            found |= dict.fromkeys(ours, decode(ours, prefix))
    return found


def read_lists(tree: _Element) -> dict[int, list[tuple[str, int]]]:
    """Numbering id -> each level's format and first number."""
    kinds = {
        kind.get(f"{W}abstractNumId"): [
            (level.find(f"{W}numFmt").get(f"{W}val"), int(level.find(f"{W}start").get(f"{W}val")))
            for level in kind.iter(f"{W}lvl")
        ]
        for kind in tree.iter(f"{W}abstractNum")
    }
    found = {}
    for number in tree.iter(f"{W}num"):
        levels = list(kinds[number.find(f"{W}abstractNumId").get(f"{W}val")])
        for override in number.iter(f"{W}lvlOverride"):
            at = int(override.get(f"{W}ilvl"))
            first = override.find(f"{W}startOverride")
            levels[at] = (levels[at][0], int(first.get(f"{W}val")))
        found[int(number.get(f"{W}numId"))] = levels
    return found


def kind_of(
    style: str, numbering: tuple[int, int] | None, *, in_cell: bool
) -> tuple[str, int, tuple[str, ...]]:
    """What a paragraph is, its heading level, and what it stands in."""
    base, _, inside = style.partition(" (")
    frame = tuple(inside.rstrip(")").split())
    if base.startswith("heading "):
        return "heading", int(base[-1]), frame
    if base.startswith("List Continue"):
        return "paragraph", 0, ("list",) * int(base.removeprefix("List Continue") or 1)
    named = {
        "HTML Preformatted": "code", "Definition Term": "term", "Horizontal Line": "rule",
        "Quote": "quote", "Definition": "definition", "caption": "paragraph",
    }  # fmt: skip
    kind = named.get(base, "paragraph")
    if kind == "quote":
        return "paragraph", 0, ("quote",)
    if kind == "definition":
        return kind, 0, frame or ("definition",)
    if numbering:
        return "item", 0, frame or ("list",) * (numbering[1] + 1)
    return ("cell" if in_cell and kind == "paragraph" else kind), 0, frame


_LOOKS = {"b": "strong", "i": "em", "strike": "s", "u": "u", "highlight": "mark", "sz": "small"}


def looks_of(properties: _Element | None) -> frozenset[str]:
    if properties is None:
        return frozenset()
    names = {etree.QName(p).localname: p.get(f"{W}val") for p in properties}
    looks = {look for name, look in _LOOKS.items() if name in names}
    if names.get("rStyle") == "CodeCharacter" or "rFonts" in names:
        looks.add("code")
    if names.get("rStyle") == "Picture":
        looks.add("picture")
    if "vertAlign" in names:
        looks.add("sub" if names["vertAlign"] == "subscript" else "sup")
    return frozenset(looks)


def spelled(count: int, sort: str) -> str:
    """A list number in Word's formats."""
    if sort == "decimal":
        return str(count)
    if sort.endswith("Roman"):
        text, rest = "", count
        for worth, letters in (
            (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
            (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
        ):  # fmt: skip
            times, rest = divmod(rest, worth)
            text += letters * times
    else:
        text, rest = "", count
        while rest:
            rest, digit = divmod(rest - 1, 26)
            text = chr(97 + digit) + text
    return text.upper() if sort.startswith("upper") else text


def check_marks(body: _Element) -> None:
    """Assert what makes Word report unreadable content where it is not so."""
    ids = Counter(
        node.get(f"{W}id")
        for node in body.iter()
        if node.get(f"{W}id") and not etree.QName(node).localname.endswith(("End",))
    )
    assert all(count == 1 for count in ids.values()), "a revision id is used twice"
    names = Counter(node.get(f"{W}name") for node in body.iter(f"{W}bookmarkStart"))
    assert all(count == 1 for count in names.values()), "a bookmark name is used twice"
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in names), "a bad bookmark name"
    ends = {}
    for side in ("moveFrom", "moveTo"):
        starts = list(body.iter(f"{W}{side}RangeStart"))
        ends[side] = Counter(start.get(f"{W}name") for start in starts)
        assert all(count == 1 for count in ends[side].values()), "a move name is used twice"
        closing = {end.get(f"{W}id") for end in body.iter(f"{W}{side}RangeEnd")}
        assert closing == {start.get(f"{W}id") for start in starts}, "a move is left open"
        for tracked in body.iter(f"{W}{side}"):
            assert tracked.get(f"{W}author"), "a move without an author"
    assert ends["moveFrom"] == ends["moveTo"], "a move with one end"
    for tracked in body.iter(*(f"{W}{name}" for name in REVISIONS)):
        inside = {etree.QName(a).localname for a in tracked.iterancestors()} & REVISIONS
        assert not inside, "a revision within a revision"


_FRAMES = {"ul": "list", "ol": "list", "blockquote": "quote", "dd": "definition"}
_SAME = {"b": "strong", "i": "em", "cite": "em", "dfn": "em", "var": "em", "ins": "u", "del": "s",
         "strike": "s", "kbd": "code", "samp": "code", "tt": "code", "big": "strong"}  # fmt: skip
_SEEN = {"strong", "em", "s", "u", "mark", "small", "code", "sub", "sup"}
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def expected(clause: Clause) -> Line:
    """The paragraph that `clause` has to become."""
    tags = [block.tag for block in clause.blocks]
    in_cell = "table" in tags and any(t in tags[tags.index("table") :] for t in ("td", "th"))
    if in_cell:
        start = tags.index("table")
        tags = tags[next(n for n in range(start, len(tags)) if tags[n] in ("td", "th")) + 1 :]
    frame = tuple(_FRAMES[tag] for tag in tags if tag in _FRAMES)
    kind = clause.kind.value
    if clause.kind in (ClauseKind.PARAGRAPH, ClauseKind.CELL):
        kind = "cell" if in_cell else "paragraph"
    depth = 0
    if clause.kind is ClauseKind.ITEM:
        depth = min(sum(b.tag in ("ul", "ol") for b in clause.blocks), 9)
        if set(frame) == {"list"}:
            frame = ("list",) * depth
    level = clause.level if clause.kind is ClauseKind.HEADING else 0
    letters, pictures = _letters(clause)
    words = tuple(_CONTROLS.sub("", clause.text).split())
    return Line(kind, level, clause.number, depth, frame, letters, words, pictures)


def _letters(clause: Clause) -> tuple[tuple[Letter, ...], tuple[tuple[str, str], ...]]:
    letters = []
    for at, character in enumerate(clause.text):
        if character.isspace() or _CONTROLS.match(character):
            continue
        covering = [m for m in clause.marks if m.start <= at < m.end]
        looks = {_SAME.get(m.tag, m.tag) for m in covering} & _SEEN
        if clause.kind is ClauseKind.CODE:
            looks -= {"code"}
        links = [m.target for m in covering if m.tag == "a"]
        letters.append((character, frozenset(looks), _target(links[-1]) if links else ""))
    pictures = [
        (_CONTROLS.sub("", mark.title), _target(mark.target))
        for mark in clause.marks
        if mark.tag == "img" and mark.start == mark.end
    ]
    return tuple(letters), tuple(pictures)


def _target(target: str) -> str:
    return re.sub(r"[\x00-\x20\"<>\\^`{|}\x7f]", lambda m: f"%{ord(m[0]):02X}", target)
