"""Snapshots: a run goes on from one bit for bit, and forks where something is changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import recipes
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from recipes import losses, of
from torch import nn
from torch.nn import functional as F

from engine import Experiment, augment, data, optim, schedules, train
from engine.batches import Position
from engine.client import Engine
from engine.clipping import ByNorm
from engine.errors import ConfigurationError, EngineError
from engine.events import (
    BestKept,
    Evaluated,
    HyperparameterSet,
    LogLine,
    RunEnded,
    RunStarted,
    SnapshotTaken,
)
from engine.request import RunRequest
from engine.seeding import RandomState
from engine.session import Session
from engine.travel import Fork
from engine.travel.checkpoint import trained_model
from engine.travel.keeping import InFolder, InMemory, kept_in, load
from engine.travel.snapshot import Snapshot
from engine.tricks import EMA, KeepBest

MOONS: dict[str, Callable[..., Experiment]] = {
    "dropout": lambda **more: recipes.moons(model="dropping", **more),
    "adamw": lambda **more: recipes.moons(optimizer=optim.AdamW(0.01), **more),
    "torch": lambda **more: recipes.moons(
        optimizer=lambda parameters: torch.optim.RMSprop(parameters, lr=0.01, momentum=0.5), **more
    ),
    "from_scratch": lambda **more: recipes.moons(
        optimizer=optim.from_scratch.adamw(lr=0.01), **more
    ),
    "accumulate": lambda **more: recipes.moons(accumulate=3, batch_size=16, **more),
    "average": lambda **more: recipes.moons(average=EMA(0.9), **more),
    "best": lambda **more: recipes.moons(keep_best=KeepBest(patience=50), evaluate_every=3, **more),
    "fp16": lambda **more: recipes.moons(precision="fp16", **more),
    "clip": lambda **more: recipes.moons(clip=ByNorm(0.5), model="dropping", **more),
    "warmup": lambda **more: recipes.moons(schedule=schedules.Warmup(20), **more),
    "cycle": lambda **more: recipes.moons(
        schedule=schedules.OneCycle(), optimizer=optim.SGD(0.1, momentum=0.9), **more
    ),
    "plateau": lambda **more: recipes.moons(
        schedule=schedules.ReduceOnPlateau(patience=0), evaluate_every=2, lr=1.0, **more
    ),
}


def digits(**more: Any) -> Experiment:
    """Images, changed at random, through batch norm."""
    chosen: dict[str, Any] = {
        "model": lambda: nn.Sequential(
            nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(144, 10)
        ),
        "data": data.digits(flat=False),
        "loss": F.cross_entropy,
        "optimizer": optim.SGD(0.05, momentum=0.9),
        "augment": (augment.Shift(1), augment.Mixup(10, 0.4)),
        "batch_size": 256,
        "steps": 20,
    }
    return Experiment(**{**chosen, **more})


MOONS["augmented"] = lambda **more: digits(**{"steps": 20, **more})


def course(events: list[Any]) -> list[tuple[object, ...]]:
    """What a run did, but for its speed and its snapshots."""
    kept = [e for e in events if not isinstance(e, RunStarted | RunEnded | SnapshotTaken)]
    return [(type(event).__name__, repr(event)) for event in kept]


@pytest.mark.parametrize("kind", MOONS)
def test_a_run_goes_on_bit_for_bit(kind: str) -> None:
    """From every snapshot, in the middle of an epoch too; and taking them changes nothing."""
    plain = list(train(MOONS[kind](steps=20), seed=4, device="cpu"))
    keeper = InMemory(every=7)
    whole = list(train(MOONS[kind](steps=20), seed=4, device="cpu", keeper=keeper))
    assert course(whole) == course(plain)
    assert keeper.steps == (0, 7, 14, 20)
    for step in (0, 7, 14):
        start = keeper.at(step)
        rest = list(train(MOONS[kind](steps=20), seed=4, device="cpu", start=start))
        assert rest[0].first_step == step  # type: ignore[union-attr]
        later = [e for e in whole if getattr(e, "step", 0) > step or isinstance(e, RunEnded)]
        assert course(rest) == course(later)


def test_a_snapshot_survives_the_disk(tmp_path: Path) -> None:
    """Every kind of state is written and read back without running code from the file."""
    for kind, make in MOONS.items():
        folder = tmp_path / kind
        whole = list(
            train(make(steps=20), seed=4, device="cpu", keeper=InFolder(_made(folder), 10))
        )
        assert kept_in(folder) == (0, 10, 20)
        rest = list(train(make(steps=20), seed=4, device="cpu", start=load(folder, 10)))
        assert losses(rest) == losses(whole)[10:]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_damaged_snapshot_is_called_so(tmp_path: Path) -> None:
    for content in (b"", b"garbage", b"PK\3\4"):
        path = tmp_path / "000000007.pt"
        path.write_bytes(content)
        with pytest.raises(EngineError, match=r"Snapshot 000000007\.pt cannot be read"):
            load(tmp_path, 9)


def test_a_snapshot_of_another_model_does_not_fit() -> None:
    keeper = InMemory(every=5)
    list(train(recipes.moons(steps=5), device="cpu", keeper=keeper))
    with pytest.raises(EngineError, match="does not fit this model"):
        list(train(recipes.moons(model="dropping", steps=9), device="cpu", start=keeper.at(5)))


def test_a_fork_has_the_past_of_its_parent_and_a_future_of_its_own() -> None:
    keeper = InMemory(every=10)
    parent = list(train(recipes.moons(lr=0.1), device="cpu", keeper=keeper))
    fork = list(train(recipes.moons(lr=0.5), device="cpu", start=keeper.at(10)))
    steps = [event for event in fork if hasattr(event, "lr")]
    assert steps[0].loss == losses(parent)[10]  # the same weights, the same batch
    assert {event.lr for event in steps} == {(0.5,)}
    assert losses(fork)[1:] != losses(parent)[11:]


def test_a_fork_with_another_optimizer_starts_it_afresh() -> None:
    keeper = InMemory(every=10)
    parent = list(train(recipes.moons(), device="cpu", keeper=keeper))
    fork = list(
        train(recipes.moons(optimizer=optim.AdamW(0.01)), device="cpu", start=keeper.at(10))
    )
    assert losses(fork)[0] == losses(parent)[10]
    assert len(losses(fork)) == 30
    (said,) = of(LogLine, fork)
    assert said.text.startswith("AdamW, fused kernel starts afresh")
    assert of(LogLine, list(train(recipes.moons(), device="cpu", start=keeper.at(10)))) == []


@settings(max_examples=15)
@given(every=st.integers(1, 9), count=st.integers(1, 120), most=st.integers(3, 12))
def test_thinning_keeps_the_first_the_latest_and_an_even_spread(
    every: int, count: int, most: int
) -> None:
    size = small(0).nbytes()
    keeper = InMemory(every, room=most * size)
    for step in range(count + 1):
        if keeper.due(step):
            keeper.keep(small(step))
    kept = keeper.steps
    assert kept[0] == 0
    assert kept[-1] > count - 2 * keeper.every
    assert len(kept) <= most
    gaps = {after - before for before, after in pairwise(kept[:-1])}
    assert len(gaps) <= 1


def small(step: int) -> Snapshot:
    """A snapshot of next to nothing."""
    return Snapshot(
        position=Position(step=step),
        model={"weight": torch.zeros(10)},
        stepper={},
        live={},
        tricks={},
        noise=RandomState(torch.zeros(4, dtype=torch.uint8), None),
        augmentation=torch.zeros(4, dtype=torch.uint8),
    )


# In workers


def finish(session: Session) -> list[Any]:
    """All events of a run in a worker."""
    events: list[Any] = []
    deadline = time.monotonic() + 60
    while session.ended is None and time.monotonic() < deadline:
        session.wait(0.05)
        events += session.poll().events
    return events


def test_a_worker_leaves_snapshots_and_goes_on_from_them(engine: Engine) -> None:
    request = RunRequest(
        recipe="recipes:moons", parameters=(("model", "dropping"),), snapshot_every=8, steps=30
    )
    first = engine.start(request)
    finish(first)
    parent = engine.runs.load(first.info.run)
    assert kept_in(engine.runs.folder(first.info.run) / "snapshots") == (0, 8, 16, 24, 30)
    again = engine.start(
        RunRequest(
            recipe=request.recipe,
            parameters=request.parameters,
            steps=30,
            fork=Fork(first.info.run, 20),
        )
    )
    events = finish(again)
    assert of(RunStarted, events)[0].first_step == 16
    child = engine.runs.load(again.info.run)
    assert child.rows["step"].tolist() == list(range(17, 31))
    assert child.rows["loss"].tolist() == parent.rows["loss"][16:].tolist()
    assert [e.loss for e in child.events if isinstance(e, Evaluated)] == [
        e.loss for e in parent.events if isinstance(e, Evaluated) and e.step > 16
    ]


def test_a_fork_from_nowhere_is_explained(engine: Engine) -> None:
    session = engine.start(RunRequest(recipe="recipes:moons", fork=Fork("never-was", 3)))
    finish(session)
    assert session.ended is not None
    assert session.ended.problem is not None
    assert session.ended.problem.title == "There is no snapshot to go on from"


def test_changes_on_the_way_are_part_of_the_past() -> None:
    """A rate that was turned before the snapshot stays turned in the continuation."""
    from engine.commands import SetHyperparameter
    from engine.steering import Steering

    steering, keeper = Steering(), InMemory(every=10)
    events = []
    for event in train(recipes.moons(), device="cpu", steering=steering, keeper=keeper):
        events.append(event)
        if getattr(event, "step", 0) == 5 and not of(HyperparameterSet, events):
            steering.put(SetHyperparameter("lr", 0.02))
            steering.put(SetHyperparameter("momentum", 0.3))
    rest = list(train(recipes.moons(), device="cpu", start=keeper.at(20)))
    assert losses(rest) == losses(events)[20:]
    assert len(of(HyperparameterSet, events)) >= 2


# Checkpoints


def test_a_stored_runs_model_can_be_had(engine: Engine) -> None:
    """Last, best and averaged weights measure what the run said they measured."""
    session = engine.start(RunRequest(recipe="recipes:kept_and_averaged", seed=5))
    finish(session)
    run = engine.runs.load(session.info.run)
    validation = data.moons().validation
    said = {
        "last": [e for e in of(Evaluated, run.events) if e.weights == "current"][-1].loss,
        "average": [e for e in of(Evaluated, run.events) if e.weights == "average"][-1].loss,
        "best": of(BestKept, run.events)[0].value,
    }
    outside = torch.get_rng_state()
    for which, loss in said.items():
        model = trained_model(engine.runs, session.info.run, which)  # type: ignore[arg-type]
        with torch.no_grad():
            measured = F.cross_entropy(model(validation.inputs), validation.targets).item()
        assert measured == pytest.approx(loss, rel=1e-5)
        assert not model.training
    assert torch.equal(outside, torch.get_rng_state())
    assert len({round(loss, 6) for loss in said.values()}) == 3


def test_weights_that_were_not_kept_are_called_so(engine: Engine) -> None:
    session = engine.start(RunRequest(recipe="recipes:moons", steps=3))
    finish(session)
    with pytest.raises(ConfigurationError, match="run it again with keep_best"):
        trained_model(engine.runs, session.info.run, "best")
    with pytest.raises(ConfigurationError, match="which cannot be 'first'"):
        trained_model(engine.runs, session.info.run, "first")  # type: ignore[arg-type]
    with pytest.raises(EngineError, match="cannot be read"):
        trained_model(engine.runs, "never-was")


@pytest.mark.parametrize("every", [0, -3])
def test_a_strange_cadence_is_refused(tmp_path: Path, every: int) -> None:
    with pytest.raises(ConfigurationError, match="snapshot_every"):
        InFolder(tmp_path, every)


def test_writing_takes_no_more_than_its_share(tmp_path: Path) -> None:
    """A keeper that has just written waits until enough time has passed."""
    keeper = InFolder(tmp_path, 1, share=1e-9, unnoticed=0.0)
    assert keeper.due(1)
    keeper.keep(small(1))
    assert not keeper.due(2)
    short = InFolder(tmp_path, 1, share=1e-9, unnoticed=60.0)
    short.keep(small(1))
    assert short.due(2)
    patient = InFolder(tmp_path, 1)
    patient.keep(small(1))
    assert patient.due(2)
