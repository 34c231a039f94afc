"""How fast `gazette --help` answers, against the least it could take.

    python benchmarks/startup.py [ROUNDS]

Prints the best of ROUNDS (20) for `gazette --help` and for a Python that
imports click and nothing else, and the ratio of the two. The best, because
everything else that a machine does only ever adds time. Times are wall seconds.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter

GAZETTE = [str(Path(sys.executable).with_name("gazette")), "--help"]
LEAST = [sys.executable, "-c", "import click"]


def best(command: list[str], rounds: int) -> float:
    """The shortest of `rounds` runs, in seconds."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(perf_counter() - start)
    return min(times)


def main() -> None:
    """Measure both and print them."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    least, gazette = best(LEAST, rounds), best(GAZETTE, rounds)
    print(f'python -c "import click"  {least:.3f} s')
    print(f"gazette --help            {gazette:.3f} s")
    print(f"ratio                     {gazette / least:.2f}")


if __name__ == "__main__":
    main()
