"""Runs as WordprocessingML: words, their look, and what became of them."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from gazette.model.comparison import Op
from gazette.render.docx.atoms import PLAIN, Look, Sort
from gazette.render.docx.shapes import has_leftwards
from gazette.render.docx.xml import content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazette.render.docx.flow import Piece
    from gazette.render.docx.marks import Marks

_TOGGLES = {
    "strong": "<w:b/><w:bCs/>",
    "em": "<w:i/><w:iCs/>",
    "s": "<w:strike/>",
    "small": '<w:sz w:val="18"/><w:szCs w:val="18"/>',
    "mark": '<w:highlight w:val="yellow"/>',
    "u": '<w:u w:val="single"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
}
"""In the order that Word's schema lists them."""
_FONT = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
NO_LABEL = "[image]"
"""What stands for a picture that says nothing of itself."""


def write_runs(pieces: Sequence[Piece], marks: Marks, *, within: str) -> str:
    """`pieces` as runs, gathered into moves, links and tracked changes.

    `within` is the move that the whole paragraph is an end of, if it is one.
    """
    written = []
    for move, passage in groupby(pieces, key=lambda p: p.move if p.move != within else ""):
        moved = list(passage)
        inner = "".join(
            marks.link(*link, _changes(list(linked), marks))
            for link, linked in groupby(moved, key=_link)
        )
        if move:
            start, end = marks.move(moved[0].op, move)
            inner = start + inner + end
        written.append(inner)
    return "".join(written)


def _changes(pieces: Sequence[Piece], marks: Marks) -> str:
    return "".join(
        marks.track(op, "".join(_run(piece, marks) for piece in same))
        for op, same in groupby(pieces, key=lambda piece: piece.op)
    )


def _link(piece: Piece) -> tuple[str, str]:
    """Where `piece` leads, and the title of that link; a picture leads to itself."""
    if piece.sort is Sort.PICTURE:
        return piece.target, ""
    return piece.look.link


def _run(piece: Piece, marks: Marks) -> str:
    """One `w:r`."""
    linked = bool(_link(piece)[0])
    picture = piece.sort is Sort.PICTURE
    leftwards = has_leftwards(piece.text)
    look = properties_of(piece.look, linked=linked, picture=picture, leftwards=leftwards)
    if piece.was is not None:
        was = properties_of(piece.was, linked=linked, picture=picture, leftwards=leftwards)
        look += f"<w:rPrChange {marks.stamped()}><w:rPr>{was}</w:rPr></w:rPrChange>"
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:r>{properties}{_inner(piece)}</w:r>"


def _inner(piece: Piece) -> str:
    """The text of a run: words, tabs and line breaks."""
    if piece.sort is Sort.BREAK:
        return "<w:br/>"
    tag = "delText" if piece.op is Op.DELETE else "t"
    text = content(piece.text or (NO_LABEL if piece.sort is Sort.PICTURE else ""))
    opening, closing = f'<w:{tag} xml:space="preserve">', f"</w:{tag}>"
    if "\n" in text or "\t" in text:
        text = text.replace("\n", f"{closing}<w:br/>{opening}")
        text = text.replace("\t", f"{closing}<w:tab/>{opening}")
    return f"{opening}{text}{closing}".replace(f"{opening}{closing}", "")


@cache
def properties_of(look: Look, *, linked: bool, picture: bool, leftwards: bool) -> str:
    """The children of a run's `rPr`."""
    if look is PLAIN and not (linked or picture or leftwards):
        return ""
    style = "Picture" if picture else "Hyperlink" if linked else ""
    code = "code" in look.tags
    if code and not style:
        style = "CodeCharacter"
    return "".join(
        (
            f'<w:rStyle w:val="{style}"/>' if style else "",
            _FONT if code and style != "CodeCharacter" else "",
            *(xml for tag, xml in _TOGGLES.items() if tag in look.tags),
            "<w:rtl/>" if leftwards else "",
        )
    )
