"""The speeds that the keys go through."""

from __future__ import annotations

from tui.lab.pace import PACES, faster, said, slower


def test_up_goes_through_all_of_them_and_ends_at_full_speed() -> None:
    at: float | None = PACES[0]
    seen = []
    while at is not None:
        seen.append(at)
        at = faster(at)
    assert seen == [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    assert faster(None) is None


def test_down_goes_through_all_of_them_and_stays_at_the_last() -> None:
    at: float = 5000
    seen = [at := slower(at) for _ in range(12)]
    assert seen == [1000, 500, 200, 100, 50, 20, 10, 5, 2, 1, 1, 1]


def test_between_two_speeds_the_nearest_comes_next() -> None:
    assert (slower(85.0), faster(85.0)) == (50, 100)


def test_from_full_speed_the_first_that_is_felt() -> None:
    assert slower(None) == 1000
    assert slower(None, speed=330.0) == 200
    assert slower(None, speed=0.3) == 1


def test_it_is_said_in_steps_a_second() -> None:
    assert (said(20.0), said(None)) == ("at 20/s", "full speed")
