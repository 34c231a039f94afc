r"""Which e-mail addresses a notice can go to, as regular expressions.

A sieve against what breaks a mail header or runs in a spreadsheet, and against
what cannot be an address; not a full RFC 5322 parser. An address passes when,
apart from outer spaces, it is one local part, one `@` and a dotted domain, and

* it does not start with `=`, `+`, `-` or `@` (a spreadsheet would run it),
* it holds no white space, control, format or unassigned character, nor any of
  `" ( ) , : ; < > [ \ ]` (a mail header would be cut or continued by them).

The patterns avoid what engines differ in: no flags, no classes with names.
Characters beyond ASCII are allowed (RFC 6531) from the ranges below.
"""

from __future__ import annotations

_CAPITALS = "A-Z"
_ATOM = "a-z0-9!#$%&'*/?^_`{|}~."
_SIGNS = "=+-"

_BEYOND_ASCII = (
    # Latin-1 after the no-break space, less the soft hyphen; then everything
    # but format, space, surrogate, private and unassigned special characters.
    "\u00a1-\u00ac\u00ae-\u061b\u061d-\u167f\u1681-\u180d\u1810-\u1fff"
    "\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff01-\uffdc"
    "\U00010000-\U0001fffd\U00020000-\U0003fffd"
)

LONGEST = 254
"""Characters of the longest address that SMTP carries (RFC 5321, 4.5.3.1.3)."""


def _pattern(letters: str, *, spaces: str = " *") -> str:
    first = f"[{letters}{_ATOM}]"
    # The sign `-` stands last in its class, where no engine takes it for a range.
    more = f"[{letters}{_ATOM}{_SIGNS}]*"
    label = f"[{letters}a-z0-9-]+"
    return rf"^{spaces}{first}{more}@{label}(\.{label})+{spaces}$"


READY = _pattern("", spaces="")
"""An address that is its own key: usable, in ASCII, lower case, without outer spaces."""

PLAIN = _pattern(_CAPITALS)
"""A usable address in ASCII, which every engine lower-cases alike."""

ANY = _pattern(_CAPITALS + _BEYOND_ASCII)
"""A usable address. Beyond ASCII engines disagree about lower case, so such an
address is compared as it is written."""
