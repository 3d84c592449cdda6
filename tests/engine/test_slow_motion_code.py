"""Slow motion for a learner: the code of the loop, lively numbers, and updates late in a run."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import recipes
import torch

from engine import Experiment, optim, schedules, surfaces
from engine.client import Engine
from engine.clipping import ByNorm, ByValue
from engine.errors import EngineError
from engine.request import RunRequest
from engine.study.loop_code import loop_lines, setting_up
from engine.study.parts import PARTS, SlowMotion
from engine.study.slow_motion import take_apart, watch_for
from engine.travel import Fork

MOONS = RunRequest(recipe="recipes:moons", device="cpu", steps=30, snapshot_every=10)


def texts(experiment: Experiment) -> list[str]:
    """The seven lines."""
    lines = loop_lines(experiment)
    assert [line.part for line in lines] == list(PARTS)
    return [line.text for line in lines]


def test_the_code_is_that_of_the_experiment() -> None:
    plain = texts(recipes.moons())
    assert plain == [
        "optimizer.zero_grad()",
        "prediction = model(x)",
        "loss = cross_entropy(prediction, y)",
        "loss.backward()",
        "# no clipping here",
        "optimizer.step()",
        "# no scheduler: the rate stays",
    ]
    assert texts(recipes.moons(clip=ByNorm(0.5)))[4] == ("clip_grad_norm_(model.parameters(), 0.5)")
    assert texts(recipes.moons(clip=ByValue(2.0)))[4] == ("clip_grad_value_(model.parameters(), 2)")
    assert texts(recipes.moons(schedule=schedules.Cosine()))[6] == "scheduler.step()"
    assert not loop_lines(recipes.moons(zero_grad=False))[0].present
    bowl = Experiment(landscape=surfaces.quadratic(10.0), optimizer=optim.SGD(lr=0.1), steps=5)
    assert texts(bowl)[1] == "loss = surface(position)"


def test_what_stands_above_the_loop() -> None:
    experiment = recipes.moons(
        optimizer=optim.AdamW(0.01, weight_decay=0.5), schedule=schedules.Warmup(20)
    )
    optimizer, scheduler = setting_up(experiment, "AdamW, fused kernel")
    assert optimizer == "optimizer = AdamW(model.parameters(), lr=0.01, weight_decay=0.5)"
    assert scheduler.startswith("scheduler = Warmup(optimizer, ")
    own = recipes.moons(optimizer=lambda parameters: torch.optim.SGD(parameters, lr=0.1))
    assert setting_up(own, "torch.optim.SGD") == ("optimizer = ...  # torch.optim.SGD",)


def test_lively_numbers_leave_no_trace(tmp_path: Path) -> None:
    """Looking for the largest gradients changes nothing about the updates that follow."""
    lively = take_apart(MOONS, SlowMotion(lively=True), tmp_path)
    plain = watch_for(MOONS, SlowMotion())
    assert [(part.loss, part.grad_norm, part.lr) for part in lively.done] == [
        (part.loss, part.grad_norm, part.lr) for part in plain
    ]
    first = lively.done[3].watched
    assert [one.name.partition("[")[0] for one in first] == [
        "linear1.weight",
        "linear1.bias",
        "linear2.weight",
        "linear2.bias",
    ]
    assert all(one.gradient for one in first)


def test_a_late_update_starts_from_the_nearest_snapshot(engine: Engine) -> None:
    """To the bit the update that the run made there."""
    session = engine.start(MOONS)
    deadline = time.monotonic() + 60
    while session.ended is None and time.monotonic() < deadline:
        session.wait(0.05)
        session.poll()
    rows = engine.runs.load(session.info.run).rows
    request = RunRequest(
        recipe=MOONS.recipe, device="cpu", steps=30, fork=Fork(session.info.run, 23)
    )
    taken = engine.take_apart(request, SlowMotion(updates=2))
    assert taken.before == 23
    shown = [part.loss for part in taken.done if part.part == "loss"]
    assert shown == rows["loss"][23:25].tolist()


def test_numbers_that_are_none_come_through(engine: Engine) -> None:
    request = RunRequest(recipe="recipes:moons", parameters=(("lr", 1e30),), device="cpu", steps=9)
    taken = engine.take_apart(request, SlowMotion(updates=3))
    assert any(part.grad_norm != part.grad_norm for part in taken.done)


def test_a_fork_from_nowhere_is_explained(engine: Engine) -> None:
    request = RunRequest(recipe="recipes:moons", fork=Fork("never-was", 3))
    with pytest.raises(EngineError, match="no snapshot to go on from"):
        engine.take_apart(request, SlowMotion())
