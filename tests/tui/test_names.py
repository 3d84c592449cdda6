"""Names in little room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from rich.cells import cell_len

from tui.names import apart


@pytest.mark.parametrize(
    ("names", "cells", "shown"),
    [
        (("plain", "heavy ball"), 10, ["plain", "heavy ball"]),
        (("plain", "heavy ball"), 5, ["plain", "heav…"]),
        (("learning rate 0.01", "learning rate 30", "plain"), 8, ["0.01", "30", "plain"]),
        (("lr 0.01", "lr 30", "a first one"), 4, ["0.01", "30", "a f…"]),
        (("three hundred", "three hundred and one"), 8, ["hundred", "hundred…"]),
        (("unshuffled", "unshuttered"), 5, ["…fled", "…ered"]),
        (("rate 0.1 (your guess)", "rate 0.2"), 5, ["0.1", "0.2"]),
        (("sum (mine)", "sum (yours)"), 6, ["(mine)", "(your…"]),
        (("the same", "the same"), 4, ["the…", "the…"]),
        (("ab", "ac"), 1, ["…", "…"]),
    ],
)
def test_what_differs_is_kept(names: tuple[str, ...], cells: int, shown: list[str]) -> None:
    assert apart(names, cells) == shown


@given(some.lists(some.text("ab… 漢", max_size=12), max_size=5), some.integers(1, 12))
def test_no_name_is_longer_than_its_room(names: list[str], cells: int) -> None:
    shown = apart(names, cells)
    assert len(shown) == len(names)
    assert all(cell_len(name) <= cells for name in shown)
    if all(cell_len(name) <= cells for name in names):
        assert shown == names
