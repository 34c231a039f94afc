"""What is found by rare words is what would be found by holding each against each."""

from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from gazette.materiality.alike import Forms, Gone, alike
from gazette.materiality.phrases import likeness

FORMS = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=9).map(tuple)
MANY = st.lists(FORMS, max_size=12)
FLOORS = st.sampled_from((0.25, 0.45, 0.6, 0.72, 0.9))
SHORT = 3


class Held:
    """The same as `Gone`, by holding a statement against each that went."""

    def __init__(self, floor: float) -> None:
        self.floor = floor
        self.waiting: dict[Forms, deque[int]] = {}

    def add(self, forms: Forms, thing: int) -> None:
        self.waiting.setdefault(forms, deque()).append(thing)

    def take(self, forms: Forms) -> int | None:
        words = set(forms)
        scored = [
            (-likeness(other, forms), min(words & set(other)), place, other)
            for place, other in enumerate(self.waiting)
            if self.waiting[other] and len(words & set(other)) * 2 >= self.floor * len(words)
        ]
        close = [entry for entry in scored if -entry[0] >= self.floor]
        if len(forms) < SHORT or not close:
            return None
        return self.waiting[min(close)[3]].popleft()


@given(MANY, MANY, FLOORS)
def test_all_that_are_alike_are_found_and_no_others(
    old: list[Forms], new: list[Forms], floor: float
) -> None:
    expected = [
        (score, i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if (score := likeness(one, other)) >= floor
    ]
    assert sorted(alike(old, new, floor)) == sorted(expected)


@given(MANY, MANY, FLOORS)
def test_the_most_alike_is_taken_and_of_equals_the_first(
    went: list[Forms], came: list[Forms], floor: float
) -> None:
    gone, held = Gone[int](floor), Held(floor)
    for number, forms in enumerate(went):
        gone.add(forms, number)
        held.add(forms, number)
    assert [gone.take(forms) for forms in came] == [held.take(forms) for forms in came]


def test_what_went_is_taken_once() -> None:
    gone = Gone[str](0.5)
    gone.add(("we", "keep", "data"), "first")
    gone.add(("we", "keep", "data"), "second")
    taken = [gone.take(("we", "keep", "data")) for _ in range(3)]
    assert taken == ["first", "second", None]
