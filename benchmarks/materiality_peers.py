"""Peers of Gazette's verdicts, one pair at a time, for `benchmarks/materiality.py`.

Runs in an environment of its own. Reads a JSON object a line, `old` and `new`
as paths, and answers each with whether each peer calls the change material.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

GOVERNDIFF = str(Path(sys.executable).with_name("governdiff"))


def governdiff(old: str, new: str) -> dict[str, bool]:
    """GovernDiff's report, read in two ways: any finding, or one that it calls breaking."""
    command = [GOVERNDIFF, "diff", old, new, "--format", "json"]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    summary = json.loads(ended.stdout)["summary"]
    return {
        "governdiff, finding": summary["active_findings"] > 0,
        "governdiff, breaking": summary["breaking_findings"] > 0,
    }


if __name__ == "__main__":
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(governdiff(asked["old"], asked["new"])), flush=True)
