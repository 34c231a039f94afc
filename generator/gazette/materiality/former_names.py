"""What something was called before, where the text itself tells it: “Acme (formerly Bolt)”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazette.materiality.edits import Act
from gazette.materiality.words import norms

if TYPE_CHECKING:
    from gazette.materiality.edits import Edit

_LONGEST = 6  # words of a name


def is_former_name(edit: Edit) -> bool:
    """Only a former name, or a new one beside it, came or went: “formerly Acme Cloud”."""
    return _stands_beside(edit) or _is_called_anew(edit)


def _stands_beside(edit: Edit) -> bool:
    """“(formerly Acme)” or “(now Bolt)” came or went behind a name that stayed."""
    texts = [text for text in (edit.removed_text, edit.added_text) if text]
    facts = {fact.kind for fact in edit.lost + edit.gained}
    return bool(texts) and facts <= {"name"} and all(map(_BESIDE.fullmatch, texts))


_BESIDE = re.compile(
    r"[(,\s]*(?:(?:formerly|previously|now)(?:\s+(?:known\s+as|called|named))?|renamed(?:\s+to)?)"
    r"(?:\s+[^\Wa-z_][\w.&’'-]*)+[),\s]*"
)


def _is_called_anew(edit: Edit) -> bool:
    """One side is the other with “Bolt Ltd (formerly Acme)” read as “Acme”, and so says no more."""
    if edit.act is not Act.REWORDED or edit.old is None or edit.new is None:
        return False
    old, new = edit.old.text, edit.new.text
    return _read_as_before(new, norms(old)) or _read_as_before(old, norms(new))


def _read_as_before(text: str, plain: tuple[str, ...]) -> bool:
    for told in _TOLD.finditer(text):
        before = text[: told.start()].split()
        for words in range(1, min(_LONGEST, len(before)) + 1):
            if not before[-words][0].isupper():
                break
            called = f"{' '.join(before[:-words])} {told['was']} {text[told.end() :]}"
            if norms(called) == plain:
                return True
    return False


_TOLD = re.compile(
    r"\s*\((?:formerly|previously|once)(?:\s+(?:known\s+as|called|named))?\s+(?P<was>[^()]+)\)",
    re.IGNORECASE,
)
