"""A redline as HTML fragments: the whole text, or one change.

What the stylesheet can hold on to:

* `span.change` with `change--edited`, `--added`, `--removed`, `--moved`,
  `--split`, `--merged`, `--renumbered` or `--formatting` around the words of
  every clause that changed, with the change's id in `data-change` and, where
  it first stands, `id="change-…"`;
* `ins` and `del`, with text only;
* `span.move--away` around a text where it was, `span.move--here` where it is,
  each with a link `a.move__link` to the other (of a moved table row, in its
  first cell). Words edited on the way are
  `ins` and `del` inside `move--here`. Accepting drops `del` and `move--away`;
  rejecting drops `ins` and `move--here`. Sentences moved between clauses have
  the same classes and no link; a note says where they went;
* `span.change__break` with a ¶ where a clause was split, or two were joined;
* `data-was` and `data-joined` for blocks that were others in the old text: see
  `gazette.render.restored`, which gives both texts back;
* `span.change__note` for what no word shows, such as a link's new target;
* `span.visually-hidden` for what only screen readers speak, `span.invisible`
  for a character that would not be seen, by its code;
* `details.unchanged` around runs of unchanged blocks, closed, with a summary
  that counts its clauses. Add `open` to show the whole text, or pass
  `fold=False` for none.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from gazette.model.comparison import NEW_OPS, OLD_OPS, ChangeKind, Span
from gazette.model.document import ClauseKind
from gazette.model.note import ENGLISH
from gazette.redline.cascades import fold_cascades
from gazette.render.moves import Moves, moved_between
from gazette.render.outline import Outline, Section
from gazette.render.phrasing import HIDDEN, Aside, Former, phrasing, plain, unchanged
from gazette.render.restored import check_html, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gazette.model.comparison import Change, Comparison, Pair, Redline
    from gazette.model.document import Clause

_FEWEST_TO_FOLD = 3
"""Unchanged blocks in a row that are worth folding away."""
_NEW_BREAK = Aside(
    f'<span class="change__break"><span class="{HIDDEN}">new paragraph: </span>¶</span>'
)


def redline_html(
    comparison: Comparison, *, fold: bool = True, phrases: Mapping[str, str] = ENGLISH
) -> str:
    """The whole new text as an HTML fragment, with everything that changed marked.

    Blocks are the new text's; blocks that are gone stand where they were. With
    `fold`, runs of unchanged blocks go into `details`, except headings and the
    blocks next to a change. Notes are said in the language of `phrases`. Raises
    RedlineError rather than return HTML that does not give back both versions,
    blocks included.
    """
    outline = Outline(comparison.pairs)
    folded = fold_cascades(comparison.changes)
    moves = Moves.among(comparison.pairs)
    for pair, before in zip(comparison.pairs, _next_clauses(comparison.pairs), strict=True):
        change = pair.change and _told(pair.change, folded)
        if change is None:
            for clause, was in zip(pair.new, pair.old, strict=True):
                outline.write_new(clause, unchanged(clause), was=was, changed=False)
        elif not pair.new:
            moved = change.kind is ChangeKind.MOVED
            html = _away(change, moves) if moved else _gone(change, _notes(change, phrases))
            outline.write_old(pair.old[0], html, before=before)
        elif change.kind is ChangeKind.MOVED:
            html = _here(change, moves, _notes(change, phrases))
            outline.write_new(pair.new[0], html, was=None, changed=True)
        else:
            first = change.old[0] if change.old else None
            notes = _notes(change, phrases)
            for clause, html in zip(pair.new, _in_place(change, notes), strict=True):
                outline.write_new(clause, html, was=first, changed=True)
    sections = outline.finish()
    html = "\n".join(_folded(sections) if fold else map(_html, sections))
    return check_html(html, comparison)


def _told(change: Change, folded: Mapping[str, Change | None]) -> Change:
    """`change`, without its notes where another speaks for it."""
    return folded.get(change.id, change) or replace(change, notes=())


def _notes(change: Change, phrases: Mapping[str, str]) -> str:
    """What is said of a change after its words; empty where they show all."""
    notes = "; ".join(plain(note.said_in(phrases)) for note in change.notes)
    return f' <span class="change__note">{notes}</span>' if notes else ""


def change_html(change: Change, phrases: Mapping[str, str] = ENGLISH) -> str:
    """One change as an HTML fragment: a `div.change`, a paragraph for each clause.

    Its notes are said in the language of `phrases`.
    """
    clauses = change.new or change.old[:1]
    spans = _by_clause(change.redline, clauses)
    former = Former(change.old)
    lines = [_line(c, phrasing(part, c, former)) for c, part in zip(clauses, spans, strict=True)]
    moved = change.kind is ChangeKind.MOVED
    between = plain(moved_between(change).said_in(phrases)) if moved else ""
    label = f'<p class="change__note">{between}</p>' if moved else ""
    said = (plain(note.said_in(phrases)) for note in change.notes)
    notes = "".join(f'<li class="change__note">{each}</li>' for each in said)
    notes = f'<ul class="change__notes">{notes}</ul>' if notes else ""
    return (
        f'<div class="change change--{change.kind}" data-change="{change.id}">'
        f"{label}{''.join(lines)}{notes}</div>"
    )


def _line(clause: Clause, html: str) -> str:
    tag = "pre" if clause.kind is ClauseKind.CODE else "p"
    number = f'<span class="change__number">{plain(clause.number)}</span> ' if clause.number else ""
    return f"<{tag}>{number}{html}</{tag}>"


def _next_clauses(pairs: Sequence[Pair]) -> list[Clause | None]:
    """For each step, the next clause of the new text from there on."""
    coming: list[Clause | None] = []
    after: Clause | None = None
    for pair in reversed(pairs):
        after = pair.new[0] if pair.new else after
        coming.append(after)
    return coming[::-1]


def _in_place(change: Change, notes: str) -> Iterator[str]:
    """The HTML of each new clause of a change that is no move."""
    former = Former(change.old)
    parts = _by_clause(_with_breaks(change.redline, change.old), change.new)
    for clause, spans in zip(change.new, parts, strict=True):
        anchor = f"change-{change.id}" if clause is change.new[0] else ""
        last = clause is change.new[-1]
        html = phrasing(spans if last else [*spans, _NEW_BREAK], clause, former)
        yield _wrap(change, html, anchor, notes=notes if last else "", joined=not anchor)


def _with_breaks(redline: Redline, olds: Sequence[Clause]) -> Iterator[Span | Aside]:
    """`redline` with a sign where each further clause of `olds` began."""
    if len(olds) <= 1:
        yield from redline
        return
    ends = list(accumulate(len("".join(clause.text.split())) for clause in olds))
    at = 0
    for span in redline:
        if span.op not in OLD_OPS:
            yield span
            continue
        done = 0
        for place, character in enumerate(span.text, 1):
            at += not character.isspace()
            if at == ends[0] and not character.isspace() and len(ends) > 1:
                yield Span(span.op, span.text[done:place])
                yield _old_break(olds[1 - len(ends)])
                done = place
                del ends[0]
        yield Span(span.op, span.text[done:])


def _old_break(clause: Clause) -> Aside:
    """The sign that `clause` began here before it was joined to another."""
    label = f'<span class="{HIDDEN}">paragraphs joined: </span>'
    was = path_of(clause.blocks)
    return Aside(f'<span class="change__break" data-was="{was}">{label}¶</span>')


def _gone(change: Change, notes: str) -> str:
    """A clause that is gone."""
    words = phrasing(change.redline, change.old[0])
    return _wrap(change, words, f"change-{change.id}", notes=notes)


def _away(change: Change, moves: Moves) -> str:
    """A clause where it stood before it was moved."""
    html = f'<span class="move move--away">{unchanged(change.old[0])}</span>'
    html = moves.told(change, html, away=True)
    return _wrap(change, html, f"change-{change.id}-away")


def _here(change: Change, moves: Moves, notes: str) -> str:
    """A clause where it stands after it was moved, with what was edited in it."""
    words = phrasing(change.redline, change.new[0], Former(change.old))
    html = f'<span class="move move--here">{words}</span>'
    html = moves.told(change, html, away=False)
    return _wrap(change, html, f"change-{change.id}-here", notes=notes)


def _wrap(change: Change, html: str, anchor: str, *, notes: str = "", joined: bool = False) -> str:
    """`html` as the words of a changed clause, with `notes` on the change after it.

    `joined` is for the further clauses of a split.
    """
    name = f' id="{anchor}"' if anchor else " data-joined" if joined else ""
    return (
        f'<span class="change change--{change.kind}"{name} data-change="{change.id}">'
        f"{html}{notes}</span>"
    )


def _by_clause(
    redline: Iterable[Span | Aside], clauses: Sequence[Clause]
) -> list[list[Span | Aside]]:
    """The part of a change's redline that belongs to each of its clauses."""
    parts: list[list[Span | Aside]] = [[]]
    for span in redline:
        if len(clauses) == 1 or isinstance(span, Aside) or span.op not in NEW_OPS:
            parts[-1].append(span)
            continue
        first, *others = span.text.split("\n")
        parts[-1].append(Span(span.op, first))
        parts.extend([Span(span.op, text)] for text in others)
    return parts


def _html(section: Section) -> str:
    return "".join(section.html)


def _folded(sections: Sequence[Section]) -> Iterator[str]:
    """The sections' HTML, runs of unchanged ones folded away."""
    run: list[Section] = []
    near = {
        at + step for at, section in enumerate(sections) if section.changed for step in (-1, 0, 1)
    }
    for at, section in enumerate(sections):
        if at in near or section.heading:
            yield from _run(run)
            run = []
            yield _html(section)
        else:
            run.append(section)
    yield from _run(run)


def _run(run: Sequence[Section]) -> Iterator[str]:
    if len(run) < _FEWEST_TO_FOLD:
        yield from map(_html, run)
        return
    count = sum(section.clauses for section in run)
    inside = "\n".join(map(_html, run))
    yield (
        f'<details class="unchanged"><summary>{count} unchanged clauses</summary>\n'
        f"{inside}\n</details>"
    )
