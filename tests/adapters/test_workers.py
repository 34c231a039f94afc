from __future__ import annotations

import os
import pickle
from collections.abc import Iterator

import pytest

from gazette import errors
from gazette.adapters.workers import workers
from gazette.errors import GazetteError, Location, SourceError


def doubled(number: int) -> int:
    if number == 13:
        raise SourceError("unlucky", where=Location("numbers", 13), remedy="Leave it out.")
    return 2 * number


def process_of(_: int) -> int:
    return os.getpid()


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def test_results_come_in_order_from_other_processes_and_few_are_ahead() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for each in range(20, 520):
            taken = each
            yield each

    with workers(2) as mapped:
        results = iter(mapped(doubled, items()))
        assert next(results) == 40
        assert taken < 60, "what nobody waits for is not begun"
        assert list(results) == [2 * each for each in range(21, 520)]
        assert os.getpid() not in set(mapped(process_of, range(4)))


def test_an_error_arrives_as_it_was_raised() -> None:
    with workers(2) as mapped, pytest.raises(SourceError) as told:
        list(mapped(doubled, range(10, 20)))
    assert str(told.value) == "numbers:13: unlucky\n  Leave it out."


@pytest.mark.parametrize(("most", "worth"), [(1, True), (2, False)])
def test_where_there_is_nothing_to_gain_no_process_is_begun(most: int, *, worth: bool) -> None:
    with workers(most, worth=worth) as mapped:
        assert set(mapped(process_of, range(4))) == {os.getpid()}


@pytest.mark.parametrize("kind", [each for each in vars(errors).values() if isinstance(each, type)])
def test_every_error_of_ours_travels(kind: type) -> None:
    if not issubclass(kind, GazetteError):
        return
    error = kind("what", where=Location("x.md", 3), remedy="Mend it.")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(again), str(again), again.where) == (kind, str(error), error.where)
