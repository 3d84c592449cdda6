"""Slow motion shows the real update; twins differ by nothing but their difference."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import msgspec
import pytest
import recipes
import torch
from recipes import losses
from torch import nn

from engine import optim, schedules, train
from engine.client import Engine
from engine.clipping import ByNorm
from engine.errors import ConfigurationError
from engine.events import StepEnded
from engine.request import RunRequest
from engine.setup import Setup, prepare
from engine.study.lockstep import lockstep
from engine.study.slow_motion import PARTS, PartDone, SlowMotion, slow_motion, watch_for
from engine.travel.keeping import InMemory

CPU = torch.device("cpu")


def shown(show: SlowMotion, **more: Any) -> tuple[Setup, list[PartDone]]:
    """The parts of some updates, and the model they were done to."""
    ready = prepare(recipes.moons(**more), seed=3, device=CPU)
    torch.manual_seed(0)
    return ready, list(slow_motion(ready, show))


def parts(seen: list[PartDone], name: str) -> list[PartDone]:
    """One part of every update."""
    return [part for part in seen if part.part == name]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"clip": ByNorm(0.1)},
        {"schedule": schedules.Warmup(5)},
        {"optimizer": optim.from_scratch.sgd(lr=0.1, momentum=0.9)},
        {"optimizer": optim.AdamW(0.01)},
    ],
    ids=["plain", "clip", "schedule", "from_scratch", "adamw"],
)
def test_all_parts_together_are_the_update_of_the_loop(more: dict[str, Any]) -> None:
    keeper = InMemory(every=1)
    ordinary = list(train(recipes.moons(steps=5, **more), seed=3, device="cpu", keeper=keeper))
    ready, seen = shown(SlowMotion(updates=3, after=2), **more)
    assert [part.part for part in seen] == [*PARTS] * 3
    assert [part.loss for part in parts(seen, "loss")] == losses(ordinary)[2:]
    recorded = [event for event in ordinary if isinstance(event, StepEnded)][2:]
    norms = [part.grad_norm for part in parts(seen, "backward")]
    assert norms == pytest.approx([event.grad_norm for event in recorded], rel=1e-6)
    clipped = [part.grad_norm for part in parts(seen, "clip")]
    assert clipped == pytest.approx([event.applied_norm for event in recorded], rel=1e-5)
    assert [part.lr for part in parts(seen, "optimizer")] == [event.lr for event in recorded]
    weights = keeper.at(5).model
    for name, tensor in ready.model.state_dict().items():
        assert torch.equal(tensor, weights[name])


def test_each_part_does_its_own_work() -> None:
    _, seen = shown(SlowMotion(updates=2), momentum=0.0)
    second = seen[7:]
    by_name = {part.part: part for part in second}
    left_over = by_name["zero_grad"].watched[0]
    assert left_over.gradient is None
    assert by_name["forward"].output
    assert by_name["forward"].watched == by_name["loss"].watched == by_name["zero_grad"].watched
    before, after = by_name["clip"].watched[0], by_name["optimizer"].watched[0]
    assert before.gradient is not None
    assert after.value == pytest.approx(before.value - 0.1 * before.gradient, rel=1e-5)
    assert after.name == "linear1.weight[0, 0]"


def test_without_zero_grad_the_gradients_add_up() -> None:
    """With a rate of 0 the weights stand still, so that the sums can be checked."""
    _, seen = shown(SlowMotion(updates=3, leave_out=("zero_grad",)), lr=0.0, batch_size=300)
    norms = [part.grad_norm for part in parts(seen, "backward")]
    assert norms == pytest.approx([norms[0], 2 * norms[0], 3 * norms[0]], rel=1e-5)


def test_a_second_backward_doubles_the_gradient() -> None:
    _, seen = shown(SlowMotion(updates=1, repeat=("backward",)))
    first, second = parts(seen, "backward")
    assert second.grad_norm == pytest.approx(2 * first.grad_norm, rel=1e-6)


def test_without_the_optimizer_nothing_moves() -> None:
    _, seen = shown(SlowMotion(updates=3, leave_out=("optimizer",)))
    assert len({part.watched[0].value for part in seen}) == 1


@pytest.mark.parametrize(
    ("show", "more", "message"),
    [
        ({"updates": 0}, {}, "updates cannot be 0"),
        ({"leave_out": ("lunch",)}, {}, "part cannot be 'lunch'"),
        ({"leave_out": ("forward",)}, {}, "Without forward there is nothing to go backward from"),
        ({"watch": ("linear3.weight",)}, {}, "Did you mean 'linear2.weight'"),
        ({}, {"accumulate": 2}, "accumulate cannot be 2"),
        ({}, {"precision": "bf16"}, "precision cannot be 'bf16'"),
    ],
)
def test_what_cannot_be_shown_is_explained(
    show: dict[str, Any], more: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        shown(SlowMotion(**show), **more)


def test_slow_motion_in_a_worker(engine: Engine) -> None:
    request = RunRequest(recipe="recipes:moons", seed=3)
    show = SlowMotion(updates=1, watch=("linear2.bias",))
    there = msgspec.convert(
        engine.call("engine.study.slow_motion:watch_for", request, show),
        tuple[PartDone, ...],
        strict=False,
    )
    assert there == watch_for(request, show)
    assert there[0].watched[0].name == "linear2.bias[0]"


# Lock-step


def test_equal_twins_stay_equal() -> None:
    twins = list(lockstep(recipes.moons(model="dropping"), recipes.moons(model="dropping")))
    assert len(twins) == 40
    assert all(pair.first == pair.second and pair.distance == 0 for pair in twins)


def test_twins_share_seed_and_data_and_differ_in_what_was_changed() -> None:
    outside = torch.get_rng_state()
    one, other = recipes.moons(lr=0.1), recipes.moons(lr=0.2)
    twins = list(lockstep(one, other, seed=5, device="cpu"))
    assert torch.equal(outside, torch.get_rng_state())
    assert twins[0].first.loss == twins[0].second.loss
    assert twins[1].first.loss != twins[1].second.loss
    assert twins[0].distance > 0
    assert [pair.first.loss for pair in twins] == losses(train(one, seed=5, device="cpu"))
    assert [pair.second.loss for pair in twins] == losses(train(other, seed=5, device="cpu"))


def test_twins_of_other_shapes_have_no_distance_and_the_shorter_one_ends_it() -> None:
    twins = list(lockstep(recipes.moons(steps=4), recipes.moons(steps=9, model="dropping")))
    assert len(twins) == 4
    assert all(pair.distance >= 0 for pair in twins)
    small = recipes.moons(steps=4)
    wide = dataclasses.replace(small, model=lambda: nn.Linear(2, 2))
    assert math.isnan(next(lockstep(small, wide)).distance)
