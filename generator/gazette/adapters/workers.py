"""Work for several processors at once, its results in order and only a few of them ahead."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_In = TypeVar("_In")
_Out = TypeVar("_Out")
_AHEAD = 8  # results a worker may be ahead: more would fill the memory, fewer leave it waiting


class Mapping(Protocol):
    """What `map` does with one iterable."""

    def __call__(self, function: Callable[[_In], _Out], items: Iterable[_In], /) -> Iterable[_Out]:
        """The results of `function` for each of `items`, in their order."""


@contextmanager
def workers(most: int, *, worth: bool = True) -> Iterator[Mapping]:
    """A `map` that works in up to `most` other processes, or in this one where there is one core.

    `worth` says whether there is enough to do to start them at all. Function
    and items must be such that pickle carries them; an error that the function
    raises is raised here.
    """
    number = min(most, os.cpu_count() or 1)
    if number < 2 or not worth:  # noqa: PLR2004 - one core has nobody to share with
        yield map
        return
    # Begun anew, not forked: what runs here may hold threads and locks.
    with ProcessPoolExecutor(number, mp_context=get_context("spawn")) as pool:

        def mapped(function: Callable[[_In], _Out], items: Iterable[_In], /) -> Iterator[_Out]:
            return _in_order(pool, function, iter(items), ahead=number * _AHEAD)

        yield mapped


def _in_order(
    pool: ProcessPoolExecutor,
    function: Callable[[_In], _Out],
    items: Iterator[_In],
    *,
    ahead: int,
) -> Iterator[_Out]:
    waiting: deque[Future[_Out]] = deque()
    try:
        waiting.extend(pool.submit(function, each) for each in islice(items, ahead))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(function, each) for each in islice(items, 1))
    finally:
        for each in waiting:
            each.cancel()
