"""What runs differ in, in a row of words."""

from __future__ import annotations

from lab_samples import request

from tui.lab.differs import differs, written


def test_one_run_or_none_differs_in_nothing() -> None:
    assert differs([]) == ""
    assert differs([request()]) == ""


def test_only_what_differs_is_named() -> None:
    assert differs([request("slow"), request("fast")]) == "lr 0.01 / 0.1"


def test_repeated_settings_are_named_once_and_in_order() -> None:
    runs = [request("fast"), request("slow"), request("fast")]
    assert differs(runs) == "lr 0.1 / 0.01"


def test_seeds_are_listed_while_they_are_few() -> None:
    assert differs([request(seed=seed) for seed in (3, 1)]) == "seed 3 / 1"
    assert differs([request(seed=seed) for seed in range(6)]) == "6 seeds"


def test_settings_that_only_some_runs_have() -> None:
    extra = request("slow")
    more = request("slow", parameters=(*extra.parameters, ("nesterov", True)))
    assert differs([extra, more]) == "nesterov – / on"


def test_values_are_written_as_the_lab_writes_them() -> None:
    assert [written(value) for value in (None, True, False, 0.30000000000000004, 3, "us")] == [
        "–",
        "on",
        "off",
        "0.3",
        "3",
        "us",
    ]
