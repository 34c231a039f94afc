"""Judging takes work in proportion to a text, however much of it was written anew.

Work is counted in calls, as in `tests/cli/test_growth.py`. The texts are made of
words drawn with a fixed seed: common ones, and rare ones of a vocabulary that
grows with the text as a language's does.
"""

import random
from collections.abc import Callable
from functools import cache
from string import ascii_lowercase

import pytest

from gazette import compare
from gazette.materiality import Catalogue, judge, load_catalogue
from oracles.counting import calls

FEW, MANY = 12, 48
COMMON = (
    "we", "you", "your", "our", "the", "to", "and", "of", "may", "will", "not", "data",
    "information", "share", "use", "with", "for", "in",
)  # fmt: skip
LEAST, MOST = 8, 18  # words of a sentence


@cache
def rules() -> Catalogue:
    return load_catalogue()


def paragraphs(count: int, seed: int) -> list[str]:
    drawn = random.Random(f"{count} {seed}")  # noqa: S311 - made text, no secret
    rare = ["".join(drawn.choices(ascii_lowercase, k=7)) for _ in range(count * 12)]

    def sentence() -> str:
        length = drawn.randint(LEAST, MOST)
        words = (drawn.choice(COMMON if drawn.random() < 0.5 else rare) for _ in range(length))
        return f"{' '.join(words).capitalize()}."

    return [f"{sentence()} {sentence()}" for _ in range(count)]


def edited(text: str, seed: int) -> str:
    drawn = random.Random(seed)  # noqa: S311 - likewise
    words = text.split()
    for _ in range(len(words) // 4):
        words[drawn.randrange(len(words))] = drawn.choice(COMMON)
    return " ".join(words)


def moved(count: int) -> list[str]:
    texts = [edited(text, n) for n, text in enumerate(paragraphs(count, 1))]
    random.Random(count).shuffle(texts)  # noqa: S311 - likewise
    return texts


MADE: dict[str, Callable[[int], tuple[str, str]]] = {
    "anew": lambda n: ("\n\n".join(paragraphs(n, 1)), "\n\n".join(paragraphs(n, 2))),
    "edited and moved": lambda n: ("\n\n".join(paragraphs(n, 1)), "\n\n".join(moved(n))),
    "one paragraph": lambda n: (" ".join(paragraphs(n, 1)), " ".join(paragraphs(n, 2))),
    "a list": lambda n: (
        "\n".join(f"- {p}" for p in paragraphs(n, 1)),
        "\n".join(f"- {p}" for p in paragraphs(n, 2)),
    ),
}


def judging(old: str, new: str) -> int:
    """How many functions judging calls."""
    comparison = compare(old, new)
    return calls(lambda: judge(comparison, rules()))


@pytest.mark.parametrize("name", MADE)
def test_four_times_the_text_takes_hardly_more_than_four_times_the_work(name: str) -> None:
    made = MADE[name]
    judging(*made(2))  # what is made once
    little, much = judging(*made(FEW)), judging(*made(MANY))
    assert much <= 5 * little
