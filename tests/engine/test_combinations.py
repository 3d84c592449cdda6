"""What one piece of the engine does to another: pairs that no piece's own tests bring together."""

from __future__ import annotations

import dataclasses
import errno
import math
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import recipes
import torch
from recipes import losses, of
from torch import Tensor, nn
from torch.nn import functional as F

from engine import Experiment, data, optim, probes, schedules, telemetry, train
from engine.batches import Batches, Position
from engine.client import Engine
from engine.commands import SetHyperparameter, Stop
from engine.data import Batch, Dataset, Examples
from engine.data.loader import Loader
from engine.distributed.world import World
from engine.errors import ConfigurationError, EngineError
from engine.events import (
    BestKept,
    Evaluated,
    Event,
    LogLine,
    NonFinite,
    Probed,
    RateReduced,
    RunEnded,
    SnapshotTaken,
    StepEnded,
    StepSkipped,
)
from engine.loop import training
from engine.optim.groups import Group, Groups
from engine.request import RunRequest
from engine.runfile import RunWriter, read_rows
from engine.seeding import RandomState
from engine.session import Session
from engine.setup import prepare
from engine.steering import Steering
from engine.study.lockstep import lockstep
from engine.study.slow_motion import SlowMotion, slow_motion
from engine.travel import Fork
from engine.travel.keeping import InFolder, InMemory
from engine.tricks import EMA, KeepBest

CPU = torch.device("cpu")


def run(experiment: Experiment, **more: Any) -> list[Event]:
    """A whole run on the CPU."""
    return list(train(experiment, device="cpu", **more))


def stopped(experiment: Experiment, step: int, keeper: InMemory) -> list[Event]:
    """The run that somebody stops after so many steps."""
    steering = Steering()
    events = []
    for event in train(experiment, device="cpu", keeper=keeper, steering=steering):
        events.append(event)
        if isinstance(event, StepEnded) and event.step == step:
            steering.put(Stop())
    return events


# Going on from a snapshot


@pytest.mark.parametrize("more", [{}, {"accumulate": 3}, {"drop_last": True}], ids=repr)
def test_a_run_through_a_loader_goes_on_from_anywhere(more: dict[str, Any]) -> None:
    """The end of an epoch included, where nothing is left to load."""
    keeper = InMemory(every=1)
    experiment = recipes.moons(loader=Loader(), steps=24, **more)
    whole = run(experiment, keeper=keeper)
    for step in range(25):
        assert losses(run(experiment, start=keeper.at(step))) == losses(whole)[step:]


def without_decay(parameters: Iterable[nn.Parameter]) -> torch.optim.Optimizer:
    """Weights decay, biases do not: the usual two groups."""
    listed = list(parameters)
    decays = [parameter for parameter in listed if parameter.ndim > 1]
    rest = [parameter for parameter in listed if parameter.ndim == 1]
    groups = [{"params": decays, "weight_decay": 0.5}, {"params": rest, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=0.05)


def test_groups_of_a_torch_optimizer_keep_their_own_numbers() -> None:
    keeper = InMemory(every=10)
    whole = run(recipes.moons(optimizer=without_decay), keeper=keeper)
    rest = run(recipes.moons(optimizer=without_decay), start=keeper.at(10))
    assert losses(rest) == losses(whole)[10:]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (optim.SGD(0.1, momentum=0.9), optim.SGD(0.1, momentum=0.9, weight_decay=0.3)),
        (
            optim.SGD(0.1, momentum=0.9, source="torch"),
            optim.SGD(0.1, momentum=0.9, nesterov=True, source="torch"),
        ),
        (
            optim.SGD(0.1, momentum=0.9, source="scratch"),
            optim.SGD(0.1, momentum=0.9, nesterov=True, source="scratch"),
        ),
        (optim.Adam(0.01, source="torch"), optim.Adam(0.01, betas=(0.5, 0.9), source="torch")),
        (optim.Adam(0.01), optim.Adam(0.01, amsgrad=True)),
    ],
    ids=["decay", "nesterov", "nesterov from scratch", "betas", "amsgrad"],
)
def test_what_a_fork_gives_its_optimizer_differently_holds(before: Any, after: Any) -> None:
    keeper = InMemory(every=10)
    parent = run(recipes.moons(optimizer=before), keeper=keeper)
    fork = losses(run(recipes.moons(optimizer=after), start=keeper.at(10)))
    assert fork[0] == losses(parent)[10]
    assert fork[2:] != losses(parent)[12:]


def test_a_fork_with_other_groups_starts_its_optimizer_afresh() -> None:
    """Their tensors have the same shapes, and would otherwise be taken for each other's."""

    def model() -> nn.Module:
        torch.manual_seed(0)
        return nn.Sequential(nn.Linear(2, 2, bias=False), nn.Linear(2, 2, bias=False))

    def grouped(match: str) -> Experiment:
        rule = Groups(optim.SGD(0.1, momentum=0.9), Group(match, lr=0.1))
        return dataclasses.replace(recipes.moons(optimizer=rule, steps=14), model=model)

    keeper = InMemory(every=10)
    run(grouped("0.*"), keeper=keeper)
    other = run(grouped("1.*"), start=keeper.at(10))
    plain = dataclasses.replace(grouped("0.*"), optimizer=optim.AdamW(0.1))
    run(plain, start=keeper.at(10))
    afresh = dataclasses.replace(grouped("0.*"), optimizer=optim.SGD(0.1, momentum=0.9))
    assert losses(other) == pytest.approx(losses(run(afresh, start=keeper.at(10))), rel=1e-6)


def test_a_fork_without_the_cycle_has_its_own_momentum() -> None:
    """The cycle's momentum belongs to the schedule, as its factor on the rate does."""
    cycle = schedules.OneCycle(momentum_range=(0.3, 0.5))
    for rule in (optim.SGD(0.1, momentum=0.9), optim.AdamW(0.01)):
        keeper = InMemory(every=10)
        run(recipes.moons(schedule=cycle, optimizer=rule), keeper=keeper)
        setup = prepare(recipes.moons(optimizer=rule), seed=0, device=CPU)
        given = dict(setup.stepper.hyperparameters)
        list(training(setup, Steering(), start=keeper.at(20)))
        assert setup.stepper.hyperparameters == given


def test_a_momentum_set_by_hand_outlives_the_cycle() -> None:
    steering, keeper = Steering(), InMemory(every=10)
    steering.put(SetHyperparameter("momentum", 0.7))
    cycle = schedules.OneCycle(momentum_range=(0.3, 0.5))
    list(train(recipes.moons(schedule=cycle), device="cpu", steering=steering, keeper=keeper))
    setup = prepare(recipes.moons(), seed=0, device=CPU)
    list(training(setup, Steering(), start=keeper.at(20)))
    assert setup.stepper.hyperparameters["momentum"] == 0.7


def test_a_fork_that_begins_to_average_begins_with_the_weights_it_has() -> None:
    keeper = InMemory(every=10)
    parent = run(recipes.moons(), keeper=keeper)
    fork = run(recipes.moons(average=EMA(0.9, debias=False), steps=10), start=keeper.at(10))
    at_ten = next(event.loss for event in of(Evaluated, parent) if event.step == 10)
    assert [(e.weights, e.loss) for e in of(Evaluated, fork)] == [
        ("current", at_ten),
        ("average", at_ten),
    ]


def test_a_fork_that_keeps_the_best_of_something_else_starts_counting_anew() -> None:
    keeper = InMemory(every=10)
    scored = {"metrics": (("accuracy", recipes.accuracy),)}
    rule = KeepBest(metric="accuracy", mode="max")
    run(recipes.moons(keep_best=rule, **scored), keeper=keeper)
    fork = run(recipes.moons(keep_best=KeepBest(), **scored), start=keeper.at(10))
    (kept,) = of(BestKept, fork)
    assert kept.value == min(event.loss for event in of(Evaluated, fork))


def test_a_fork_with_another_plateau_listens_anew() -> None:
    keeper = InMemory(every=10)
    scored = {"metrics": (("accuracy", recipes.accuracy),), "evaluate_every": 2}
    by_accuracy = schedules.ReduceOnPlateau(metric="accuracy", mode="max", patience=0)
    run(recipes.moons(schedule=by_accuracy, **scored), keeper=keeper)
    by_loss = schedules.ReduceOnPlateau(patience=30)
    fork = run(recipes.moons(schedule=by_loss, **scored), start=keeper.at(20))
    assert {event.lr for event in of(StepEnded, fork)} == {(0.1,)}


@pytest.mark.parametrize(
    "more",
    [
        {"schedule": schedules.ReduceOnPlateau(patience=0), "lr": 1.0},
        {"keep_best": KeepBest(patience=3), "lr": 1.0},
    ],
    ids=["plateau", "best"],
)
def test_the_measurement_at_a_stop_is_no_news_for_the_continuation(more: dict[str, Any]) -> None:
    """A run that was not stopped would not have measured there."""
    experiment = recipes.moons(evaluate_every=5, **more)
    whole = run(experiment)
    for step in range(3, 33, 2):
        keeper = InMemory(every=10**6)
        stopped(experiment, step, keeper)
        if keeper.steps[-1] != step:  # patience was used up
            break
        rest = run(experiment, start=keeper.at(step))
        steps = [event for event in of(StepEnded, whole) if event.step > step]
        assert of(StepEnded, rest) == steps
        assert of(BestKept, rest) == of(BestKept, whole)


def test_the_measurement_at_the_end_may_still_be_the_best() -> None:
    """With 25 steps and measurements after 10 and 20 the last one is unplanned."""
    improving = recipes.moons(lr=0.02, steps=25, keep_best=KeepBest())
    keeper = InMemory(every=10**6)
    events = run(improving, keeper=keeper)
    (kept,) = of(BestKept, events)
    lowest = min(of(Evaluated, events), key=lambda event: event.loss)
    assert (kept.step, kept.value) == (25, lowest.loss) == (lowest.step, lowest.loss)
    stored = keeper.at(25).tricks["best"]
    assert stored["unplanned"]["step"] == 25


def test_a_fork_at_the_last_step_measures_once_and_changes_nothing() -> None:
    rule = KeepBest(patience=2)
    keeper = InMemory(every=10)
    parent = run(recipes.moons(keep_best=rule), keeper=keeper)
    again = InMemory(every=10)
    fork = run(recipes.moons(keep_best=rule), start=keeper.at(40), keeper=again)
    assert of(BestKept, fork) == of(BestKept, parent)
    assert not losses(fork)
    before, after = keeper.at(40).tricks["best"], again.at(40).tricks["best"]
    assert (before["step"], before["value"], before["waited"]) == (
        after["step"],
        after["value"],
        after["waited"],
    )


@pytest.mark.parametrize("batch_size", [16, 48, None])
def test_a_fork_with_another_batch_size_goes_on_with_what_is_left_of_the_epoch(
    batch_size: int | None,
) -> None:
    experiment = recipes.moons(batch_size=32)
    windows = Batches(experiment, experiment.data, 0, CPU).after(Position())
    used = [next(windows) for _ in range(5)]
    at = Position(step=5, updates=5, epoch=used[-1].epoch, used=used[-1].used)
    other = recipes.moons(batch_size=batch_size)
    met = [batch for window in used for batch in window.batches]
    for window in Batches(other, other.data, 0, CPU).after(at):
        if window.epoch > 0:
            break
        met += window.batches
    inputs = torch.cat([batch.inputs for batch in met if batch is not None])
    everything = data.moons().train.inputs
    whole = everything if batch_size else inputs
    assert sorted(inputs.tolist()) == sorted(whole.tolist())


def test_a_snapshot_from_another_kind_of_device_is_gone_on_from() -> None:
    """Its generators cannot draw the same numbers here; everything else is the same."""
    keeper = InMemory(every=10)
    parent = run(recipes.moons(), keeper=keeper)
    here = keeper.at(10)
    there = dataclasses.replace(
        here,
        noise=RandomState(here.noise.cpu, torch.zeros(16, dtype=torch.uint8)),
        augmentation=torch.zeros(16, dtype=torch.uint8),
    )
    assert losses(run(recipes.moons(), start=there)) == losses(parent)[10:]


# A disk that refuses


def refuse(*_: object) -> None:
    """As a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_snapshot_that_cannot_be_written_does_not_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = run(recipes.moons())
    monkeypatch.setattr("engine.travel.snapshot.Snapshot.save", refuse)
    events = run(recipes.moons(), keeper=InFolder(tmp_path / "snapshots", 5))
    assert losses(events) == losses(plain)
    assert of(RunEnded, events)[0].status == "finished"
    assert not of(SnapshotTaken, events)
    (line,) = of(LogLine, events)
    assert "step 0" in line.text
    assert os.strerror(errno.ENOSPC) in line.text


def test_what_was_written_of_a_refused_snapshot_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = InMemory(every=10)
    run(recipes.moons(steps=10), keeper=keeper)

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        keeper.at(10).save(tmp_path / "000000010.pt")
    assert not list(tmp_path.iterdir())


# Numbers that are none


class Log(nn.Module):
    """The logarithm, which negative numbers do not have."""

    def forward(self, inputs: Tensor) -> Tensor:
        return inputs.log()


def logarithmic() -> nn.Module:
    """A model whose second layer gives no numbers."""
    return nn.Sequential(nn.Linear(2, 4), Log(), nn.Linear(4, 2))


@pytest.mark.parametrize("stops", [True, False])
def test_the_first_layer_that_broke_is_named_whether_or_not_the_run_goes_on(stops: bool) -> None:
    experiment = dataclasses.replace(
        recipes.moons(steps=5, stop_when_not_finite=stops), model=logarithmic
    )
    (found,) = of(NonFinite, run(experiment))
    assert (found.step, found.what, found.layer) == (1, "loss", "1")


def test_a_gradient_that_never_becomes_finite_ends_a_float16_run() -> None:
    """A smaller scale helps against overflow, and against nothing else."""

    def step_loss(model: nn.Module, batch: Batch) -> Tensor:
        usual = F.cross_entropy(model(batch.inputs), batch.targets)
        bias: Tensor = model.linear2.bias  # type: ignore[assignment, union-attr]
        return usual + (bias * 0).sqrt().sum()

    for stops in (True, False):
        events = run(
            recipes.moons(
                precision="fp16", step_loss=step_loss, steps=1200, stop_when_not_finite=stops
            )
        )
        ended = of(RunEnded, events)[0]
        assert ended.status == ("diverged" if stops else "finished")
        assert len(of(NonFinite, events)) == 1
        assert of(NonFinite, events)[0].what == "gradient"
        if stops:
            assert ended.steps < 60
            assert len(of(StepSkipped, events)) == ended.steps


# An accelerator, whose numbers come late


@pytest.fixture
def _late(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_back(monkeypatch)


def hold_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers stay on the device for a while, as on an accelerator."""
    usual = telemetry.for_device
    monkeypatch.setattr(
        telemetry, "for_device", lambda _, *rest, **more: usual("cuda", *rest, **more)
    )


@pytest.mark.usefixtures("_late")
def test_whatever_an_event_speaks_of_was_said_before() -> None:
    known = 0
    keeper = InMemory(every=4)
    experiment = recipes.moons(evaluate_every=7, probes=(probes.DecisionBoundary(),))
    for event in run(experiment, keeper=keeper):
        if isinstance(event, StepEnded):
            known = event.step
        elif isinstance(event, Evaluated | Probed | SnapshotTaken):
            assert event.step == known


@pytest.mark.usefixtures("_late")
def test_no_snapshot_is_taken_of_what_is_not_a_number() -> None:
    step = 0

    def step_loss(model: nn.Module, batch: Batch) -> Tensor:
        nonlocal step
        usual = F.cross_entropy(model(batch.inputs), batch.targets)
        step += model.training
        return usual * math.nan if model.training and step == 6 else usual

    keeper = InMemory(every=4)
    events = run(recipes.moons(step_loss=step_loss, evaluate_every=100), keeper=keeper)
    assert of(RunEnded, events)[0].status == "diverged"
    for kept in keeper.steps:
        assert all(tensor.isfinite().all() for tensor in keeper.at(kept).model.values())


def test_twins_are_compared_after_the_step_they_speak_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where numbers would otherwise be fetched together."""
    one, other = recipes.moons(lr=0.1), recipes.moons(lr=0.2)
    at_once = [pair.distance for pair in lockstep(one, other, device="cpu")]
    hold_back(monkeypatch)
    assert [pair.distance for pair in lockstep(one, other, device="cpu")] == at_once


# Who is to blame


def test_a_bad_label_is_found_in_any_batch_of_a_window() -> None:
    points = data.moons().train
    wrong = points.targets.clone()
    wrong[3] = 7
    broken = Dataset("broken", Examples(points.inputs, wrong), data.moons().validation)
    from engine.data.order import Sequential

    experiment = recipes.moons(data=broken, accumulate=4, order=Sequential(), batch_size=16)
    with pytest.raises(ConfigurationError, match="label cannot be 7"):
        run(experiment)


def test_the_loss_is_not_blamed_for_what_it_did_not_do() -> None:
    """Torch's words about a tensor changed in place speak of types and versions too."""

    class InPlace(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.one, self.other = nn.Linear(2, 4), nn.Linear(4, 2)

        def forward(self, inputs: Tensor) -> Tensor:
            hidden = torch.sigmoid(self.one(inputs))
            scores: Tensor = self.other(hidden)
            hidden += 1
            return scores

    experiment = dataclasses.replace(recipes.moons(steps=2), model=InPlace)
    with pytest.raises(RuntimeError, match="inplace operation"):
        run(experiment)


def test_batch_norm_with_a_last_batch_of_one_is_explained() -> None:
    experiment = dataclasses.replace(
        recipes.moons(batch_size=13 * 23),
        model=lambda: nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4), nn.Linear(4, 2)),
    )
    assert len(data.moons().train) == 13 * 23 + 1
    with pytest.raises(EngineError, match="1") as caught:
        run(experiment)
    assert "Expected more than 1 value per channel" in str(caught.value.problem)
    run(dataclasses.replace(experiment, drop_last=True))


# What an experiment must not be


def test_a_schedule_that_nobody_can_talk_to_is_refused() -> None:
    plateau = schedules.ReduceOnPlateau(metric="acuracy")
    with pytest.raises(ConfigurationError, match=r"schedule\.metric cannot be 'acuracy'"):
        recipes.moons(schedule=plateau, metrics=(("accuracy", recipes.accuracy),))
    points = data.moons().train
    alone = Dataset("alone", points, Examples(points.inputs[:0], points.targets[:0]))
    with pytest.raises(ConfigurationError, match="validation split"):
        recipes.moons(schedule=schedules.ReduceOnPlateau(), data=alone)


def test_data_with_nothing_to_learn_from_are_refused() -> None:
    points = data.moons().train
    nothing = Dataset("nothing", Examples(points.inputs[:0], points.targets[:0]), points)
    with pytest.raises(ConfigurationError, match="no examples to learn from"):
        recipes.moons(data=nothing)


# Experiments that define their own step


def test_slow_motion_shows_the_step_that_an_experiment_defines() -> None:
    def doubled(model: nn.Module, batch: Batch) -> Tensor:
        return 2 * F.cross_entropy(model(batch.inputs), batch.targets)

    experiment = recipes.moons(step_loss=doubled, steps=2)
    setup = prepare(experiment, seed=0, device=CPU)
    seen = [part.loss for part in slow_motion(setup, SlowMotion()) if part.part == "loss"]
    assert seen == losses(run(experiment))


def test_metrics_of_a_step_that_an_experiment_defines() -> None:
    """Loss from the step, predictions from `predict`, both in eval mode, averaged over samples."""

    def step_loss(model: nn.Module, batch: Batch) -> Tensor:
        assert model.training or not torch.is_grad_enabled()
        return F.cross_entropy(model(batch.inputs), batch.targets) + 1.0

    def predict(model: nn.Module, batch: Batch) -> Tensor:
        scores: Tensor = model(batch.inputs)
        return 1 - F.one_hot(scores.argmax(1), 2).float()

    usual = run(recipes.moons(metrics=(("accuracy", recipes.accuracy),)))
    own = run(
        recipes.moons(
            metrics=(("accuracy", recipes.accuracy),), step_loss=step_loss, predict=predict
        )
    )
    for one, other in zip(of(Evaluated, usual), of(Evaluated, own), strict=True):
        assert other.loss == pytest.approx(one.loss + 1)
        assert other.value("accuracy") == pytest.approx(1 - (one.value("accuracy") or 0))


# What is seen last


def test_the_last_look_sees_the_best_weights_also_after_a_stop() -> None:
    steering = Steering()
    experiment = recipes.moons(
        lr=8.0, keep_best=KeepBest(), evaluate_every=5, probes=(probes.DecisionBoundary(),)
    )
    setup = prepare(experiment, seed=0, device=CPU)
    events = []
    for event in training(setup, steering):
        events.append(event)
        if isinstance(event, StepEnded) and event.step == 13:
            steering.put(Stop())
    assert of(BestKept, events)[0].step < 13
    names = [type(event).__name__ for event in events]
    assert names.index("BestKept") < len(names) - 1 - names[::-1].index("Probed")


def test_a_reduction_is_said_only_where_a_step_could_use_it() -> None:
    plateau = schedules.ReduceOnPlateau(patience=0)
    events = run(recipes.moons(lr=0.0, momentum=0.0, schedule=plateau, steps=25))
    assert [event.step for event in of(RateReduced, events)] == [20]


# Several processes


def test_augmentation_in_several_processes_is_that_of_one() -> None:
    """Each rank changes the whole batch and takes its part of it."""
    from engine import augment

    images = data.digits(flat=False)
    settings: dict[str, Any] = {
        "model": nn.Flatten,
        "data": images,
        "loss": F.cross_entropy,
        "optimizer": optim.SGD(),
        "batch_size": 60,
        "augment": (augment.Shift(1), augment.Mixup(10, 0.4)),
        "steps": 1,
    }
    experiment = Experiment(**settings)

    class OfThree(World):
        def __init__(self, rank: int) -> None:
            self.rank, self.size = rank, 3

    (whole,) = next(Batches(experiment, images, 0, CPU).after(Position())).batches
    assert whole is not None
    plain = dataclasses.replace(experiment, augment=())
    (unchanged,) = next(Batches(plain, images, 0, CPU).after(Position())).batches
    assert unchanged is not None
    assert not torch.equal(whole.inputs, unchanged.inputs)
    for rank in range(3):
        window = next(Batches(experiment, images, 0, CPU, OfThree(rank)).after(Position()))
        (part,) = window.batches
        assert part is not None
        assert torch.equal(part.inputs, whole.inputs[rank::3])
        assert torch.equal(part.targets, whole.targets[rank::3])


# Records


def test_a_norm_beyond_float32_is_recorded_as_infinite(tmp_path: Path) -> None:
    path = tmp_path / "steps.bin"
    with RunWriter(path, 1, 3) as writer:
        writer.write(StepEnded(1, 0, 1e300, (0.1,), 1e50, 1e50, (1e50, 2.0, math.nan)), 0.0)
    (row,) = read_rows(path)
    assert (row["loss"], row["grad_norm"]) == (1e300, 1e50)
    assert row["layers"][:2].tolist() == [math.inf, 2.0]
    assert math.isnan(row["layers"][2])


def test_a_run_in_double_precision_ends_as_diverged_not_as_failed(engine: Engine) -> None:
    session = engine.start(RunRequest(recipe="recipes:double_and_steep", device="cpu"))
    ended = _end_of(session)
    assert ended.status == "diverged", ended.problem


def _end_of(session: Session) -> RunEnded:
    while session.ended is None:
        session.wait(0.05)
        session.poll()
    return session.ended


def test_a_fork_that_fails_says_how_far_it_came(engine: Engine) -> None:
    """In steps of the whole run, and with a speed of its own steps only."""
    parent = engine.start(RunRequest(recipe="recipes:moons", device="cpu", snapshot_every=10))
    _end_of(parent)
    fork = engine.start(
        RunRequest(
            recipe="recipes:raises_at_step",
            parameters=(("step", 5),),
            device="cpu",
            fork=Fork(parent.info.run, 20),
        )
    )
    ended = _end_of(fork)
    assert (ended.status, ended.steps, ended.first_step) == ("failed", 24, 20)
    assert ended.steps_per_second == pytest.approx(4 / ended.seconds)


def test_a_reduction_holds_from_the_next_step_on() -> None:
    """On top of what the schedule has planned, which goes on being a function of the step."""
    plateau = schedules.ReduceOnPlateau(patience=0, gamma=0.5)
    both = schedules.Chained((schedules.Cosine(), plateau))
    events = run(recipes.moons(lr=1e-9, momentum=0.0, schedule=both, steps=40, evaluate_every=8))
    reduced = [(event.step, event.factor) for event in of(RateReduced, events)]
    assert reduced
    cosine, horizon = schedules.Cosine(), schedules.Horizon(40, 10)
    for event in of(StepEnded, events):
        factor = math.prod(0.5 for step, _ in reduced if step < event.step)
        assert event.lr[0] == pytest.approx(1e-9 * factor * cosine.factor(event.step - 1, horizon))


# Averages


def test_a_debiased_average_counts_what_it_has_taken_not_the_updates() -> None:
    weight = nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        average = EMA(0.5, every=2).start(weight)
        for value in (1.0, 2.0, 3.0, 4.0):
            weight.weight.fill_(value)
            average.update()
        with average.swapped_in():
            assert weight.weight.item() == pytest.approx((0.5 * 2 + 4) / 1.5)
