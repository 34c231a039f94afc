"""Simple judges that Gazette's is measured against, on the same pairs in the same run.

Each calls a change material or not, and knows no level between: what it does
not call material it clears.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Self

MANY_WORDS = 20
KEYWORDS = frozenset(
    (
        "collect", "share", "sell", "sale", "disclose", "transfer", "retain", "retention", "delete",
        "consent", "cookies", "tracking", "advertising", "marketing", "third", "parties",
        "partners", "processor", "subprocessor", "purpose", "legitimate", "rights", "opt",
        "children", "age",
        "days", "months", "years", "fee", "fees", "price", "refund", "liability", "arbitration",
        "terminate", "termination", "license", "law", "jurisdiction", "location", "biometric",
    )
)  # fmt: skip
"""Words that a reviewer without a tool would search a redline for."""

_WORD = re.compile(r"[^\W\d_]+|\d+")


def baselines(old: str, new: str) -> dict[str, bool]:
    """What each simple judge says of a pair of texts."""
    words = _changed(old, new)
    return {
        "any change": old != new,
        f"{MANY_WORDS} words changed": sum(words.values()) >= MANY_WORDS,
        "keyword list": not KEYWORDS.isdisjoint(words),
    }


def _changed(old: str, new: str) -> Counter[str]:
    """The words that one text has more often than the other; their order does not count."""
    before, after = (Counter(_WORD.findall(text.casefold())) for text in (old, new))
    return (before - after) + (after - before)


class Peers:
    """The peers in an environment of their own, asked pair by pair; silent if there is none."""

    def __init__(self, folder: Path) -> None:
        self.python = folder / "bin" / "python"
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        if self.python.exists():
            script = str(Path(__file__).with_name("materiality_peers.py"))
            self._process = subprocess.Popen(
                [str(self.python), script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.communicate()

    def judge(self, old: Path, new: Path) -> dict[str, bool]:
        """What each peer says of a pair of files; nothing without the environment."""
        if not self._process or not self._process.stdin or not self._process.stdout:
            return {}
        self._process.stdin.write(json.dumps({"old": str(old), "new": str(new)}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, bool] = json.loads(self._process.stdout.readline())
        return answer
