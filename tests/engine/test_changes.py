"""Settings changed over what a recipe says: in one place, for everybody who calls a recipe."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
import recipes
import torch

from engine import optim, schedules
from engine.changes import changed
from engine.clipping import ByNorm, ByValue
from engine.errors import ConfigurationError
from engine.plan import plan
from engine.recipes import experiment_of
from engine.request import Parameters, RunRequest, Value
from engine.schedules import Horizon, Shaped, preview, warmup_cosine
from engine.study.finder import Sweep, find_for
from engine.tricks import EMA, KeepBest
from engine.written import scalar, setting


def with_changes(**changes: Value) -> Any:
    """Two moons with these changes; `__` stands for a dot."""
    parameters = tuple((name.replace("__", "."), value) for name, value in changes.items())
    return changed(recipes.moons(), parameters)


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"batch_size": 64}, "batch_size", 64),
        ({"batch_size": "all"}, "batch_size", None),
        ({"accumulate": 2}, "accumulate", 2),
        ({"precision": "bf16"}, "precision", "bf16"),
        ({"zero_grad": False}, "zero_grad", False),
        ({"clip": 2.0}, "clip", ByNorm(2.0)),
        ({"clip": 2, "clip__by": "value"}, "clip", ByValue(2.0)),
        ({"clip": 0}, "clip", None),
        ({"ema": 0.9}, "average", EMA(0.9)),
        ({"ema": 0.9, "ema__every": 5}, "average", EMA(0.9, every=5)),
        ({"ema": 0}, "average", None),
        ({"keep_best": True, "keep_best__patience": 3}, "keep_best", KeepBest(patience=3)),
        ({"keep_best": True, "keep_best__patience": "none"}, "keep_best", KeepBest()),
        ({"keep_best": False}, "keep_best", None),
        ({"lr": 0.5}, "optimizer", optim.SGD(0.5, momentum=0.9)),
        ({"optimizer__momentum": 0.5}, "optimizer", optim.SGD(0.1, momentum=0.5)),
        ({"optimizer": "adam"}, "optimizer", optim.Adam()),
        (
            {"optimizer": "adam", "lr": 1, "optimizer__betas": "0.5,0.9"},
            "optimizer",
            optim.Adam(1.0, betas=(0.5, 0.9)),
        ),
        (
            {"optimizer": "sgd", "optimizer__source": "torch"},
            "optimizer",
            optim.SGD(source="torch"),
        ),
        ({"schedule": "cosine", "schedule__floor": 0.1}, "schedule", schedules.Cosine(0.1)),
        (
            {"schedule": "multi_step", "schedule__milestones": "3,5"},
            "schedule",
            schedules.MultiStep((3, 5)),
        ),
    ],
    ids=str,
)
def test_a_change_is_made(changes: dict[str, Value], field: str, expected: object) -> None:
    assert getattr(with_changes(**changes), field) == expected


def test_a_budget_takes_the_place_of_the_other() -> None:
    assert (with_changes(epochs=3).epochs, with_changes(epochs=3).steps) == (3, None)
    assert (with_changes(steps=7).epochs, with_changes(steps=7).steps) == (None, 7)


def test_a_setting_of_the_schedule_there_is_can_be_changed() -> None:
    cosine = replace(recipes.moons(), schedule=schedules.Cosine())
    assert changed(cosine, (("schedule.floor", 0.3),)).schedule == schedules.Cosine(0.3)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ((("batchsize", 3),), "'batch_size'"),
        ((("batch_size", "many"),), "whole number"),
        ((("batch_size", math.inf),), "whole number"),
        ((("steps", math.nan),), "whole number"),
        ((("batch_size", 0),), "at least 1"),
        ((("batch_size.x", 0),), "no parts"),
        ((("clip", -1.0),), "above 0"),
        ((("clip.by", "sum"), ("clip", 1.0)), "norm, value"),
        ((("optimizer", "adm"),), "'adam'"),
        ((("optimizer.momentm", 0.5),), "'momentum'"),
        ((("schedule", "cosine"), ("schedule.flor", 0.5)), "'floor'"),
        ((("schedule.floor", 0.5),), "There are"),
        ((("precision", "fp8"),), "fp32, bf16"),
        ((("zero_grad", "never"),), "true or false"),
        ((("ema", 2.0),), "from 0 to 1"),
        ((("keep_best.patience", 0.5),), ""),
    ],
)
def test_a_change_that_cannot_be_names_a_remedy(changes: Parameters, says: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        changed(recipes.moons(), changes)
    assert says in str(raised.value)
    assert raised.value.remedy


def test_a_landscape_has_no_epochs() -> None:
    with pytest.raises(ConfigurationError, match="no epochs"):
        changed(recipes.valley(), (("epochs", 2),))


def test_everybody_who_calls_a_recipe_sees_the_changes() -> None:
    asked = replace(recipes.request(), changes=(("lr", 0.5), ("steps", 7)))
    assert experiment_of(asked).optimizer == optim.SGD(0.5, momentum=0.9)
    planned = plan(asked)
    assert (planned.steps, planned.lr[0], planned.base_lr) == (7, 0.5, 0.5)
    assert find_for(asked, Sweep(steps=3)).rates


def test_a_request_without_changes_is_what_it_was() -> None:
    assert RunRequest(recipe="a:b").changes == ()


# Scalars


@pytest.mark.parametrize(
    "value", [True, 3, 0.5, "relu", None, (64, 32), (0.9, 0.999), ((16, 2), (32, 2)), (None, 0.1)]
)
def test_every_setting_has_a_scalar_that_stands_for_it(value: object) -> None:
    assert setting(scalar(value), value) == value


def test_a_list_of_lists_keeps_single_numbers_as_lists() -> None:
    stages = ((16, 16), (64,))
    assert setting(scalar(stages), stages) == stages


# The schedule that is shaped by hand

HORIZON = Horizon(200, 20)


@pytest.mark.parametrize("warmup", [0, 1, 20])
@pytest.mark.parametrize("end", [0.0, 0.1])
def test_one_cosine_cycle_is_warmup_cosine(warmup: int, end: float) -> None:
    shaped = preview(Shaped(warmup=warmup, end=end), HORIZON)
    assert shaped == pytest.approx(preview(warmup_cosine(steps=warmup, floor=end), HORIZON))


@pytest.mark.parametrize("decay", ["linear", "cosine", "sqrt", "exponential", "step"])
@pytest.mark.parametrize("cycles", [1, 3])
def test_every_cycle_begins_at_the_top_stays_and_falls(decay: Any, cycles: int) -> None:
    shaped = Shaped(plateau=0.25, decay=decay, end=0.1, cycles=cycles)
    rates = preview(shaped, HORIZON)
    tops = [mark.step for mark in shaped.marks(HORIZON) if mark.letter == "R"]
    assert len(tops) == cycles - 1
    for top in (1, *tops):
        length = 200 // cycles
        assert rates[top - 1 : top - 1 + length // 4] == pytest.approx([1.0] * (length // 4))
        assert rates[top + length - 3] < 0.2
    assert all(0.1 - 1e-9 <= rate <= 1 for rate in rates)


def test_cycles_grow_and_lose_height() -> None:
    shaped = Shaped(cycles=3, growth=2.0, height=0.5)
    tops = [mark.step for mark in shaped.marks(HORIZON)]
    assert tops == [30, 87]
    rates = preview(shaped, HORIZON)
    assert [rates[top - 1] for top in (1, *tops)] == pytest.approx([1, 0.5, 0.25])


def test_more_cycles_than_steps_leave_no_empty_one() -> None:
    rates = preview(Shaped(cycles=12, warmup=2), Horizon(5, 0))
    assert len(rates) == 5
    assert torch.tensor(rates).isfinite().all()


def test_a_descent_by_factors_never_comes_to_nothing() -> None:
    with pytest.raises(ConfigurationError, match="above 0"):
        Shaped(decay="exponential", end=0.0)
