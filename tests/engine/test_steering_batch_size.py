"""Another batch size from the next epoch on: which examples are met, how long the run becomes."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

import pytest
import recipes
import torch
from hypothesis import given
from hypothesis import strategies as st
from recipes import losses, of
from torch import Tensor, nn
from torch.nn import functional as F

from engine import Experiment, data, optim, schedules, seeding, train
from engine.batches import Batches, Position
from engine.commands import Command, Pause, SetHyperparameter, StepEpoch
from engine.course import Course
from engine.data import Batch
from engine.events import (
    Evaluated,
    Event,
    HyperparameterRefused,
    HyperparameterSet,
    Paused,
    Replanned,
    RunEnded,
    RunStarted,
    StepEnded,
)
from engine.schedules import Horizon
from engine.steering import Steering
from engine.travel.keeping import InMemory
from engine.travel.snapshot import Snapshot

SEED, SAMPLES = 7, 300
DATA = data.moons()


class Met:
    """Notes which examples every step of the training learns from."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self._numbers = {
            tuple(row): number for number, row in enumerate(DATA.train.inputs.tolist())
        }

    def __call__(self, model: nn.Module, batch: Batch) -> Tensor:
        if model.training:
            self.batches.append([self._numbers[tuple(row)] for row in batch.inputs.tolist()])
        return F.cross_entropy(model(batch.inputs), batch.targets)


def moons(**more: Any) -> Experiment:
    """Ten batches of thirty in an epoch."""
    return recipes.moons(**{"batch_size": 30, "epochs": 4, "model": "dropping", **more})


def follow(
    experiment: Experiment,
    script: dict[int, list[Command]],
    *,
    keeper: InMemory | None = None,
    start: Snapshot | None = None,
) -> list[Event]:
    """A run, asked for things once so many steps are made."""
    steering, events = Steering(), list[Event]()
    for command in script.get(0, []):
        steering.put(command)
    run = train(experiment, seed=SEED, device="cpu", steering=steering, keeper=keeper, start=start)
    for event in run:
        events.append(event)
        if isinstance(event, StepEnded):
            for command in script.get(event.step, []):
                steering.put(command)
        if isinstance(event, Paused):
            steering.put(StepEpoch())
    return events


def cut(epoch: int, size: int) -> list[list[int]]:
    """The batches of an epoch, by hand: its order, which depends on the seed alone, in pieces."""
    order = seeding.order(SEED, epoch, SAMPLES).tolist()
    return [order[at : at + size] for at in range(0, SAMPLES, size)]


def size(value: float) -> SetHyperparameter:
    return SetHyperparameter("batch_size", value)


def test_the_epoch_under_way_keeps_its_batches_and_the_next_has_others() -> None:
    met = Met()
    events = follow(moons(step_loss=met), {13: [size(60)], 22: [size(64)]})
    # 10 steps of 30, 10 of 30 (asked after 13), 5 of 60 (asked after 22), 5 of 64 and the rest
    assert met.batches == [*cut(0, 30), *cut(1, 30), *cut(2, 60), *cut(3, 64)]
    assert of(Replanned, events) == [
        Replanned(step=13, after=20, batch_size=60, steps=30, steps_per_epoch=5),
        Replanned(step=22, after=25, batch_size=64, steps=30, steps_per_epoch=5),
    ]
    assert of(HyperparameterSet, events) == [
        HyperparameterSet(step=20, name="batch_size", value=60),
        HyperparameterSet(step=25, name="batch_size", value=64),
    ]
    assert [event.epoch for event in of(StepEnded, events)] == [0] * 10 + [1] * 10 + [2] * 5 + [
        3
    ] * 5
    assert [event.step for event in of(Evaluated, events)] == [10, 20, 25, 30]  # once an epoch
    assert events[-1] == RunEnded(
        status="finished", steps=30, seconds=of(RunEnded, events)[0].seconds
    )


def test_a_change_before_the_first_step_is_the_same_as_starting_with_it() -> None:
    changed = follow(moons(), {0: [size(75)]})
    assert losses(changed) == losses(follow(moons(batch_size=75), {}))
    assert of(Replanned, changed)[0].after == 0


def test_a_change_between_two_epochs_acts_at_once() -> None:
    met = Met()
    events = follow(moons(step_loss=met), {10: [size(150)]})
    assert met.batches[10:12] == cut(1, 150)
    assert of(Replanned, events)[0].after == of(HyperparameterSet, events)[0].step == 10
    assert len(met.batches) == 10 + 3 * 2


def test_a_size_that_is_turned_back_in_time_changes_nothing() -> None:
    events = follow(moons(), {3: [size(150)], 5: [size(30)]})
    assert losses(events) == losses(follow(moons(), {}))
    assert not of(HyperparameterSet, events)
    assert [event.steps for event in of(Replanned, events)] == [10 + 3 * 2, 40]


def test_more_than_all_is_all() -> None:
    met = Met()
    events = follow(moons(step_loss=met), {3: [size(10_000)]})
    assert of(Replanned, events)[0].batch_size == SAMPLES
    assert [sorted(batch) for batch in met.batches[10:]] == [list(range(SAMPLES))] * 3


def test_a_budget_in_steps_stays_what_it_is() -> None:
    experiment = recipes.moons(batch_size=30, steps=25)
    events = follow(experiment, {3: [size(150)]})
    assert of(RunEnded, events)[0].steps == of(Replanned, events)[0].steps == 25
    replaced = list(train(moons(), seed=SEED, device="cpu", steps=25))
    assert of(RunEnded, replaced)[0].steps == 25


def test_accumulation_and_a_last_batch_left_out_count() -> None:
    met = Met()
    events = follow(moons(step_loss=met, accumulate=2, drop_last=True), {1: [size(40)]})
    # 300 // 30 = 10 batches are 5 steps; 300 // 40 = 7 batches are 4 steps
    assert of(Replanned, events)[0].steps == 5 + 3 * 4 == of(RunEnded, events)[0].steps
    assert met.batches[10:17] == cut(1, 40)[:7]


def test_an_epoch_is_stepped_to_its_own_end() -> None:
    events = follow(moons(), {3: [size(60), Pause()]})
    assert [event.step for event in of(Paused, events)] == [3, 10, 15, 20]


def test_the_schedule_keeps_what_it_was_planned_with_and_its_last_rate_after_that() -> None:
    cosine = schedules.Cosine(floor=0.1)
    events = follow(moons(schedule=cosine, lr=0.5), {3: [size(10)]})
    planned = Horizon(40, 10)
    rates = [event.lr[0] for event in of(StepEnded, events)]
    assert len(rates) == 10 + 3 * 30
    assert rates == [0.5 * cosine.factor(step, planned) for step in range(100)]
    assert rates[40:] == [pytest.approx(0.05)] * 60


@pytest.mark.parametrize("asked", [8, 10, 14, 25])
@pytest.mark.parametrize("epochs", [{"epochs": 4}, {"steps": 37}])
def test_a_run_goes_on_bit_for_bit_from_any_point_around_a_change(
    asked: int, epochs: dict[str, int]
) -> None:
    """With the change pending, acting, and followed by another."""
    keeper = InMemory(every=1)
    made = recipes.moons(**{"batch_size": 30, "model": "dropping", **epochs})
    script: dict[int, list[Command]] = {asked: [size(60)], 27: [size(45)]}
    whole = follow(made, script, keeper=keeper)
    total = of(RunEnded, whole)[0].steps
    for step in (step for step in (asked + 1, 15, 20, 21, 28, 33) if step < total):
        later = {at: commands for at, commands in script.items() if at > step}
        rest = follow(made, later, start=keeper.at(step))
        assert losses(rest) == losses(whole)[step:], step
        assert of(RunEnded, rest)[0].steps == total
        evaluated = [event for event in of(Evaluated, whole) if event.step > step]
        assert of(Evaluated, rest) == evaluated
        if asked < 27 <= step:
            assert of(RunStarted, rest)[0].steps == total


def test_a_fork_that_is_given_another_size_has_it() -> None:
    keeper = InMemory(every=5)
    follow(moons(), {3: [size(60)]}, keeper=keeper)
    met = Met()
    events = follow(moons(step_loss=met, batch_size=100), {}, start=keeper.at(5))
    first = seeding.order(SEED, 0, SAMPLES).tolist()
    assert met.batches == [first[150:250], first[250:], *cut(1, 100), *cut(2, 100), *cut(3, 100)]
    assert of(RunStarted, events)[0].steps == of(RunEnded, events)[0].steps == 5 + 2 + 9
    assert [event.step for event in of(Evaluated, events)] == [7, 10, 13, 16]


def test_a_fork_that_accumulates_more_keeps_its_budget_and_its_epochs() -> None:
    keeper = InMemory(every=4)
    follow(moons(), {}, keeper=keeper)
    events = follow(moons(accumulate=2), {}, start=keeper.at(4))
    assert [event.step for event in of(Evaluated, events)] == [7, 12, 17, 22]
    assert of(RunStarted, events)[0].steps == of(RunEnded, events)[0].steps == 4 + 3 + 15


def test_a_fork_of_a_fork_that_was_given_another_size_goes_on_bit_for_bit() -> None:
    keeper, later = InMemory(every=7), InMemory(every=1)
    follow(moons(), {}, keeper=keeper)
    fork = moons(batch_size=60)
    child = follow(fork, {}, start=keeper.at(14), keeper=later)
    assert of(RunEnded, child)[0].steps == 14 + 3 + 10
    for step in (14, 15, 17, 20, 22):
        rest = follow(fork, {}, start=later.at(step))
        assert losses(rest) == losses(child)[step - 14 :], step
        assert of(RunStarted, rest)[0].steps == of(RunEnded, rest)[0].steps == 27
        assert of(Evaluated, rest) == [one for one in of(Evaluated, child) if one.step > step]


def test_a_run_from_before_sizes_could_change_goes_on_and_can_be_given_another() -> None:
    keeper = InMemory(every=7)
    whole = follow(moons(), {}, keeper=keeper)
    now = keeper.at(14)
    old = replace(now, tricks={name: kept for name, kept in now.tricks.items() if name != "course"})
    assert losses(follow(moons(), {}, start=old)) == losses(whole)[14:]
    assert losses(follow(moons(), {16: [size(60)]}, start=old)) == losses(
        follow(moons(), {16: [size(60)]}, start=now)
    )


CUTS = st.fixed_dictionaries(
    {
        "batch_size": st.none() | st.integers(1, 350),
        "accumulate": st.integers(1, 4),
        "drop_last": st.booleans(),
    }
)


@given(CUTS, CUTS, st.integers(0, 40))
def test_a_fork_is_as_long_as_it_says_however_its_batches_are_cut(
    before: dict[str, Any], after: dict[str, Any], steps: int
) -> None:
    """No sample twice, none left out but where the last batch is, and epochs end where it says."""
    at = Position()
    first = Batches(moons(**before), DATA, SEED, torch.device("cpu"))
    for window in islice(first.after(at), steps):
        at = Position(at.step + 1, at.step + 1, window.epoch, window.used)
    fork = moons(**after)
    course = Course(fork)
    course.go_on({"at_first": 0, "size": 5, "asked": None}, at.step, at.epoch, at.used)
    ends, rest = course.next_end(at.step), []
    for window in Batches(fork, DATA, SEED, torch.device("cpu"), course=course).after(at):
        if window.epoch > at.epoch:
            break
        rest.append(sum(len(batch.targets) for batch in window.batches if batch is not None))
    each = min(fork.batch_size or SAMPLES, SAMPLES)
    left = max(0, SAMPLES - at.used)
    assert sum(rest) == (left // each * each if fork.drop_last else left)
    if rest:
        assert ends == at.step + len(rest)
        assert rest[:-1] == [each * fork.accumulate] * (len(rest) - 1)


def test_a_run_without_data_refuses_in_words() -> None:
    events = follow(recipes.valley(), {3: [size(4)]})
    (refused,) = of(HyperparameterRefused, events)
    assert "no data" in refused.problem.reason
    assert not of(Replanned, events)


def test_a_torch_optimizer_is_no_different() -> None:
    met = Met()
    follow(moons(step_loss=met, optimizer=torch.optim.Adam, epochs=2), {3: [size(100)]})
    assert met.batches[10:] == cut(1, 100)
    rule = follow(moons(optimizer=optim.SGD(0.1), epochs=2), {3: [size(100)]})
    assert len(losses(rule)) == 13
