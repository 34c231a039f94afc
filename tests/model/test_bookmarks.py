from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from gazette.model.bookmarks import NEW, OLD, decode, encode

ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120)


@given(ids, st.sampled_from((NEW, OLD)))
def test_an_id_comes_back(identity: str, prefix: str) -> None:
    assert decode(encode(identity, prefix), prefix) == identity


@given(ids, ids)
def test_names_are_what_word_takes_and_ids_do_not_share_them(one: str, other: str) -> None:
    names = encode(one)
    assert all(re.fullmatch(r"[a-z][0-9A-Za-z_]{0,39}", name) for name in names)
    assert one == other or not set(names) & set(encode(other))


@given(st.lists(st.text(max_size=45)))
def test_other_programs_bookmarks_mean_nothing(names: list[str]) -> None:
    assert decode([f"_{name}" for name in names]) == ""


def test_a_plain_id_can_be_read_in_word() -> None:
    assert encode("data-retention") == ("gz_data_retention",)
