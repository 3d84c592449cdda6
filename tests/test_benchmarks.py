"""The benchmarks still run; what they measure is not judged here."""

from __future__ import annotations

from tests.benchmarks import engine, screen


def test_the_engine_races_everybody() -> None:
    ratios = engine.race("a", rounds=1)
    assert {"engine", "engine, torch.optim", "bare, fused"} <= set(ratios)
    assert all(len(values) == 1 and values[0] > 0 for values in ratios.values())


def test_a_tick_of_the_plots_is_measured() -> None:
    assert screen.ticks(1_000) > 0
