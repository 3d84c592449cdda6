"""From when on a silent run is worth a word."""

from __future__ import annotations

from tui.lab.silence import PATIENT, TIMES, Listening


def test_a_run_nobody_listens_to_is_not_silent() -> None:
    assert Listening().silence("r1", 1e6) == 0


def test_a_short_silence_is_nothing_and_a_long_one_is_counted() -> None:
    listening = Listening()
    listening.forgive("r1", 100.0)
    assert listening.silence("r1", 100.0 + PATIENT) == 0
    assert listening.silence("r1", 108.0) == 8
    listening.hear("r1", 108.5)
    assert listening.silence("r1", 109.0) == 0


def test_a_slow_model_may_be_silent_for_longer() -> None:
    listening = Listening()
    listening.hear("slow", 0.0)
    listening.hear("slow", 30.0)
    assert listening.silence("slow", 30.0 + TIMES * 30) == 0
    assert listening.silence("slow", 130.0) == 100
    listening.forgive("quick", 30.0)
    assert listening.silence("quick", 40.0) == 10


def test_a_pause_is_no_silence_that_counts() -> None:
    listening = Listening()
    listening.hear("r1", 0.0)
    listening.forgive("r1", 600.0)
    listening.hear("r1", 600.1)
    assert listening.silence("r1", 610.1) == 10
