"""Policy texts to compare: Markdown of every sort of block, and a later version of it."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from gazette.model.comparison import Change, ChangeKind, Comparison, Op, Pair, Redline, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gazette.model.document import Clause, Document

    Draw = Callable[[st.SearchStrategy], object]

_SOME = (
    "we our data users retain 30 60 days share never may must consent law e-mail cookies"
    " “Services” a*b x_y_z AT&T <tag> 1. # - + > | ~ `tick` [brackets] {#id} \\ 50% $5 naïve"
    " שלום مرحبا 数据 🌐 \u200bzero\u200d \u202ebidi\u202c ﬁne"
)
WORDS = _SOME.split()

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12)


def escaped(word: str) -> str:
    """`word` as Markdown that shows it."""
    return "".join(f"&#{ord(c)};" if c in "\\`*_{}[]<>#+-.!|~:&$" else c for c in word)


FORMS = (
    *("{}",) * 8,
    "**{}**",
    "*{}*",
    "***{}***",
    "<sub>{}</sub>",
    "<u>{}</u>",
    "<del>{}</del>",
    "`code`",
    "{}<br>",
    "![{}](picture.png)",
    "[{}](https://example.com/a?b=1&c=2)",
    "[{}](#your-rights)",
    "[{}](/terms)",
    '[**{}**](mailto:privacy@example.com "Write")',
)


@st.composite
def inlines(draw: Draw) -> str:
    """A line of running text with mark-up over some of its words."""
    shown = [escaped(word) for word in draw(words)]
    return " ".join(draw(st.sampled_from(FORMS)).format(word) for word in shown)


def indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else line for line in text.split("\n"))


@st.composite
def lists(draw: Draw, depth: int = 0) -> str:
    """A list of either sort, with what may stand in its items."""
    ordered, loose = draw(st.booleans()), draw(st.booleans())
    start = draw(st.sampled_from((1, 1, 1, 3, 12)))
    items = []
    for place in range(draw(st.integers(1, 4))):
        item = (f"{start + place}. " if ordered else "- ") + draw(inlines())
        more = draw(st.sampled_from(("", "", "", "", "list", "paragraph", "code", "quote")))
        if more == "list" and depth < 3:
            item += "\n" + indented(draw(lists(depth + 1)))
        elif more == "paragraph":
            item += "\n\n" + indented(draw(inlines()))
        elif more == "code":
            item += "\n\n" + indented(indented("if x:\n    y"))
        elif more == "quote":
            item += "\n\n" + indented("> " + draw(inlines()))
        items.append(item)
    return ("\n\n" if loose else "\n").join(items)


@st.composite
def tables(draw: Draw) -> str:
    columns = draw(st.integers(1, 3))
    rule = "|" + "".join(draw(st.sampled_from(("---|", ":-:|", "--:|"))) for _ in range(columns))
    rows = [
        "| " + " | ".join(draw(inlines()) for _ in range(columns)) + " |"
        for _ in range(draw(st.integers(1, 4)))
    ]
    return "\n".join([rows[0], rule, *rows[1:]])


@st.composite
def headings(draw: Draw) -> str:
    return "#" * draw(st.integers(1, 6)) + " " + draw(inlines()).replace("<br>", "")


@st.composite
def quotes(draw: Draw) -> str:
    inner = draw(st.one_of(inlines(), inlines(), lists(), headings()))
    return "\n".join(f"> {line}" for line in inner.split("\n"))


@st.composite
def terms(draw: Draw) -> str:
    """A defined term and its definitions."""
    return "\n".join(
        [
            escaped("term"),
            *(f":   {line}" for line in draw(st.lists(inlines(), min_size=1, max_size=3))),
        ]
    )


blocks = st.one_of(
    inlines(),
    inlines(),
    headings(),
    lists(),
    tables(),
    quotes(),
    terms(),
    st.sampled_from(("---", "```\nfirst line\n\n    second <line> & more\n```")),
)
"""One block of any sort."""


def is_running(block: str) -> bool:
    """Whether `block` is a paragraph, which more words may follow."""
    return "\n" not in block and not block.startswith(("#", "- ", ">", "|", "---", "1. "))


texts = st.lists(blocks, min_size=1, max_size=8)


@st.composite
def versions(draw: Draw) -> tuple[str, str]:
    """Two versions of a text: the second has blocks edited, added, removed, moved and joined."""
    old = draw(texts)
    new = list(old)
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, max(len(new) - 1, 0)))
        match draw(st.sampled_from(["edit", "word", "add", "remove", "move", "join"])):
            case "edit" if new:
                new[at] = draw(blocks)
            case "word" if new and not new[at].startswith(("|", "```", "---")):
                new[at] += " " + escaped(draw(st.sampled_from(WORDS)))
            case "add":
                new.insert(at, draw(blocks))
            case "remove" if new:
                del new[at]
            case "move" if new:
                new.insert(draw(st.integers(0, len(new) - 1)), new.pop(at))
            case "join" if at and all(is_running(block) for block in new[at - 1 : at + 1]):
                new[at - 1 : at + 1] = [new[at - 1] + " " + new[at]]
    return "\n\n".join(old), "\n\n".join(new)


@st.composite
def alignments(draw: Draw, old: Document, new: Document) -> Comparison:
    """Any comparison that the contract allows, however unwise: clauses matched at random."""
    pairs: list[Pair] = []
    changes: list[Change] = []
    left, right = list(old.clauses), list(new.clauses)
    while left or right:
        here, there = draw(
            st.sampled_from(((1, 1), (1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2)))
        )
        olds, news = tuple(left[:here]), tuple(right[:there])
        del left[:here], right[:there]
        if not (olds or news):
            continue
        change = _change(len(changes), olds, news)
        pairs.append(Pair(olds, news, change))
        changes.extend([change] if change else [])
    pairs, changes = _moved(draw, pairs, changes)
    return Comparison(old, new, tuple(changes), tuple(pairs), ())


def _moved(draw: Draw, pairs: list[Pair], changes: list[Change]) -> tuple[list[Pair], list[Change]]:
    """`pairs` with one that was deleted and one that was inserted made the ends of a move."""
    gone = [n for n, p in enumerate(pairs) if len(p.old) == 1 and not p.new]
    come = [n for n, p in enumerate(pairs) if len(p.new) == 1 and not p.old]
    if not (gone and come and draw(st.booleans())):
        return pairs, changes
    away, here = draw(st.sampled_from(gone)), draw(st.sampled_from(come))
    olds, news = pairs[away].old, pairs[here].new
    move = Change("move", ChangeKind.MOVED, olds, news, difference(olds, news))
    dropped = {pairs[away].change, pairs[here].change}
    pairs[away], pairs[here] = Pair(olds, (), move), Pair((), news, move)
    return pairs, [c for c in changes if c not in dropped] + [move]


def _change(number: int, olds: Sequence[Clause], news: Sequence[Clause]) -> Change | None:
    if [(c.text, c.marks, c.level) for c in olds] == [(c.text, c.marks, c.level) for c in news]:
        return None
    kind = ChangeKind.EDITED
    if len(olds) != len(news):
        kind = ChangeKind.MERGED if len(olds) > len(news) else ChangeKind.SPLIT
    if not olds or not news:
        kind = ChangeKind.REMOVED if olds else ChangeKind.ADDED
    return Change(f"c{number}", kind, tuple(olds), tuple(news), difference(olds, news))


def difference(olds: Sequence[Clause], news: Sequence[Clause]) -> Redline:
    """The words of some clauses against others', white space left out."""
    old, new = (" ".join(c.text for c in side).split() for side in (olds, news))
    spans = []
    for tag, i, k, j, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            spans.append(Span(Op.KEEP, " ".join(old[i:k])))
            continue
        spans.extend([Span(Op.DELETE, " ".join(old[i:k]))] if k > i else [])
        spans.extend([Span(Op.INSERT, " ".join(new[j:m]))] if m > j else [])
    return tuple(spans)
