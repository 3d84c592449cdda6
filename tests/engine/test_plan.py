"""What is planned is what happens."""

from __future__ import annotations

import pytest
import recipes
from recipes import of

from engine import Experiment, clipping, optim, schedules, train
from engine.client import Engine
from engine.errors import EngineError
from engine.events import RunStarted, StepEnded
from engine.plan import POINTS, plan
from engine.request import RunRequest, Value


def scheduled() -> Experiment:
    """Warm-up, then drops."""
    return recipes.moons(
        steps=40,
        schedule=schedules.Warmup(5, then=schedules.StepDecay(every=2)),
        clip=clipping.ByNorm(0.5),
    )


def whole_batches() -> Experiment:
    """No batch size."""
    return recipes.moons(batch_size=None, epochs=4)  # type: ignore[arg-type]


def request(recipe: str, steps: int | None = None, **parameters: Value) -> RunRequest:
    """A run on the CPU."""
    return RunRequest(
        recipe=recipe, parameters=tuple(parameters.items()), device="cpu", steps=steps, seed=2
    )


def test_the_planned_rates_are_those_of_the_run() -> None:
    planned = plan(request("test_plan:scheduled"))
    events = list(train(scheduled(), seed=2, device="cpu"))
    assert planned.lr_steps == tuple(event.step for event in of(StepEnded, events))
    assert planned.lr == pytest.approx([event.lr[0] for event in of(StepEnded, events)], rel=1e-12)
    started = of(RunStarted, events)[0]
    assert (planned.steps, planned.steps_per_epoch, planned.parameters) == (
        started.steps,
        started.steps_per_epoch,
        started.parameters,
    )
    assert (planned.optimizer, planned.device) == (started.optimizer, started.device)
    assert (planned.batch_size, planned.clip) == (32, 0.5)
    assert {mark.letter for mark in planned.marks} == {"W", "D"}


def test_a_budget_that_is_asked_for_replaces_the_experiments() -> None:
    assert plan(request("recipes:moons", steps=7)).steps == 7
    assert plan(request("recipes:moons", epochs=3)).steps == 30


def test_whole_batches_and_descents_without_data() -> None:
    planned = plan(request("test_plan:whole_batches"))
    assert (planned.batch_size, planned.steps, planned.steps_per_epoch) == (300, 4, 1)
    planned = plan(request("recipes:valley"))
    assert (planned.batch_size, planned.steps_per_epoch, planned.parameters) == (0, 0, 2)
    assert planned.clip is None


@pytest.mark.parametrize("steps", [1, 2, 599, 600, 601, 10**9])
def test_a_plan_of_any_length_is_short_and_covers_it(steps: int) -> None:
    planned = plan(request("recipes:moons", steps=steps))
    assert (planned.lr_steps[0], planned.lr_steps[-1]) == (1, steps)
    assert len(planned.lr_steps) == len(planned.lr) <= 2 * POINTS + 1
    assert list(planned.lr_steps) == sorted(set(planned.lr_steps))


def test_a_drop_is_planned_on_both_sides_however_long_the_run_is() -> None:
    planned = plan(request("test_plan:sharp", steps=100_000))
    (mark,) = [mark for mark in planned.marks if mark.letter == "D"]
    rates = dict(zip(planned.lr_steps, planned.lr, strict=True))
    assert rates[mark.step] == pytest.approx(0.1 * rates[mark.step - 1])


def sharp() -> Experiment:
    """One drop in the 100,000 steps, where no even spacing would meet it."""
    return recipes.moons(schedule=schedules.StepDecay(every=5_007))


def test_a_worker_plans_the_same(engine: Engine) -> None:
    asked = request("recipes:moons", steps=33)
    assert engine.plan(asked) == plan(asked)


def test_a_plan_that_cannot_be_made_is_explained(engine: Engine) -> None:
    with pytest.raises(EngineError, match="no such flower"):
        engine.plan(request("recipes:raises_at_build"))
    with pytest.raises(EngineError, match="at least 1 step"):
        engine.plan(request("recipes:moons", steps=0))
    with pytest.raises(ValueError, match="Nesterov"):
        optim.SGD(0.1, nesterov=True)
