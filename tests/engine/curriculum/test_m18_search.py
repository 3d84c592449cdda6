"""M18, hyper-parameter search: every live experiment, made by the engine."""

from __future__ import annotations

import math

import pytest
from m16_m23 import decayed, request, score

from engine import fit
from engine.errors import ConfigurationError
from engine.search import (
    TPE,
    Choice,
    Float,
    Grid,
    Integer,
    Objective,
    Random,
    SearchResult,
    Space,
    Strategy,
    importance,
    search,
)

RATE = Float("lr", 1e-4, 10.0, log=True)


def searched(space: Space, strategy: Strategy) -> SearchResult:
    """The digits for three epochs, judged by the last validation loss."""
    return search(request("tuned"), space, strategy, objective=Objective(when="last"))


def best(result: SearchResult) -> float:
    """The lowest loss that was found."""
    assert result.best is not None
    assert result.best.value is not None
    return result.best.value


def test_18_1_the_rate_matters_most() -> None:
    """18.1 Importance: vary one setting at a time; bars of the effect."""
    spreads = {}
    for dimension in (RATE, Integer("width", 8, 32), Integer("batch_size", 32, 128)):
        result = searched(Space((dimension,)), Grid(5))
        values = [trial.value for trial in result.trials if trial.value is not None]
        spreads[dimension.name] = max(values) - min(values)
    assert spreads["lr"] > 3 * max(spreads["width"], spreads["batch_size"])


def test_18_1_bars_of_importance() -> None:
    """18.1 The same from one search over all of them together."""
    pytest.importorskip("optuna")
    space = Space((RATE, Integer("width", 8, 32), Integer("batch_size", 32, 128)))
    for seed in (0, 1):
        bars = importance(space, searched(space, Random(40, seed=seed)))
        assert bars[0].name == "lr"
        assert bars[0].share > 0.5


def test_18_2_choosing_by_the_training_data_chooses_no_decay() -> None:
    """18.2 Grid search: by train accuracy wd 0 wins, by validation wd 1, and the test agrees."""
    decays = Space((Choice("weight_decay", (0.0, 1e-3, 1e-2, 0.1, 0.3, 1.0)),))
    tested = {}
    for split in ("train", "validation"):
        judged = Objective(metric="accuracy", direction="maximize", when="last", split=split)
        result = search(request("decayed"), decays, Grid(), objective=judged)
        assert result.best is not None
        chosen = dict(result.best.parameters)["weight_decay"]
        assert isinstance(chosen, float)
        made = decayed(weight_decay=chosen)
        tested[split] = (chosen, score(made, fit(made, device="cpu")))
    assert tested["train"][0] <= 0.1 < tested["validation"][0]
    assert tested["validation"][1] > tested["train"][1] + 0.05


def test_18_2_runs_of_a_grid() -> None:
    """18.2 EX: 3 × 3 × 3 are 27 runs."""
    space = Space((RATE, Float("momentum", 0.0, 0.9), Integer("width", 8, 32)))
    assert len(space.grid(3)) == 27


def test_18_3_nine_random_draws_try_nine_rates() -> None:
    """18.3 Random search: grid 3 × 3 or random 9, where only one setting matters."""
    space = Space((Float("lr", 1e-4, 100.0, log=True), Integer("width", 15, 17)))
    grid = searched(space, Grid(3))
    found = [searched(space, Random(9, seed=seed)) for seed in range(5)]

    def rates(result: SearchResult) -> int:
        return len({dict(trial.parameters)["lr"] for trial in result.trials})

    assert rates(grid) == 3
    assert [rates(result) for result in found] == [9] * 5
    assert sum(best(result) < best(grid) for result in found) >= 4


def test_18_4_a_search_with_a_model_comes_closer() -> None:
    """18.4 Bayesian search over the rate: later trials lie where the good ones were."""
    pytest.importorskip("optuna")
    space = Space((Float("lr", 1e-6, 100.0, log=True),))
    for seed in (0, 1):
        result = searched(space, TPE(30, seed=seed))
        good = sorted(math.log10(float(dict(t.parameters)["lr"])) for t in result.ranking[:5])
        middle = good[2]

        def far(trials: slice, middle: float = middle, result: SearchResult = result) -> float:
            rates = [math.log10(float(dict(t.parameters)["lr"])) for t in result.trials[trials]]
            return sum(abs(rate - middle) for rate in rates) / len(rates)

        assert far(slice(15, 30)) < 0.6 * far(slice(0, 10))


def test_18_5_coarse_to_fine() -> None:
    """18.5 Two stages over the rate; the second grid lies around the best of the first."""
    coarse = searched(Space((RATE,)), Grid(6))
    assert coarse.best is not None
    middle = float(dict(coarse.best.parameters)["lr"])
    fine = searched(Space((RATE.around(middle, points=6),)), Grid(5))
    assert best(fine) <= best(coarse)
    worst = [trial.value for trial in coarse.ranking][-1]
    assert worst is not None
    assert best(fine) < 0.5 * worst


def test_18_5_the_next_grid() -> None:
    """18.5 EX: five powers of ten from 1e-5, the best at 1e-3: the next grid is 1e-4 … 1e-2."""
    next_one = Float("lr", 1e-5, 1e-1, log=True).around(1e-3, points=5)
    assert (next_one.low, next_one.high) == (pytest.approx(1e-4), pytest.approx(1e-2))
    even = Float("dropout", 0.0, 0.8).around(0.8, points=5)
    assert (even.low, even.high) == (pytest.approx(0.6), pytest.approx(1.0))  # beyond the old end
    with pytest.raises(ConfigurationError, match="points"):
        RATE.around(0.1, points=1)
