"""The mistakes that training frameworks make, each with the test that ours does not.

Traps that have a home of their own: the range test that leaves a mark (test_finder), the last
accumulation window, skipped steps, buffers of an average (test_tricks), resuming bit for bit
(test_travel), records of a run file (test_runfile).
"""

from __future__ import annotations

import dataclasses
import itertools
import math
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

import numpy as np
import pytest
import recipes
import torch
from recipes import losses, of
from torch import nn
from torch.nn import functional as F

from engine import Experiment, data, optim, schedules, train
from engine.batches import Batches, Position
from engine.clipping import ByNorm
from engine.culprit import first_not_finite
from engine.data.loader import Loader
from engine.data.order import Sequential
from engine.evaluate import evaluate
from engine.events import Evaluated, NonFinite, RunEnded, StepEnded
from engine.loop import training
from engine.regularise import freeze
from engine.runfile import RunReader, RunWriter
from engine.setup import prepare
from engine.steering import Steering
from engine.tricks import EMA

CPU = torch.device("cpu")


def test_what_is_recorded_is_the_steps_own_loss() -> None:
    """Not a running mean, not smoothed: with a rate of 0 each batch's loss can be computed."""
    events = list(train(recipes.moons(lr=0.0, momentum=0.0, steps=10), seed=1, device="cpu"))
    setup = prepare(recipes.moons(), seed=1, device=CPU)
    windows = Batches(setup.experiment, setup.data, 1, CPU).after(Position())
    for recorded in losses(events):
        (batch,) = next(windows).batches
        assert batch is not None
        with torch.no_grad():
            expected = F.cross_entropy(setup.model(batch.inputs), batch.targets).item()
        assert recorded == expected


def test_nan_is_recorded_as_nan_and_ends_the_run() -> None:
    """With the step, and the first layer it came from."""

    class Broken(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.log, self.last = nn.Linear(2, 4), Log(), nn.Linear(4, 2)
            self.calls = 0

        def forward(self, inputs: torch.Tensor) -> torch.Tensor:
            self.calls += self.training
            hidden = self.first(inputs)
            hidden = self.log(hidden) if self.calls >= 6 else hidden
            scores: torch.Tensor = self.last(hidden)
            return scores

    class Log(nn.Module):
        def forward(self, inputs: torch.Tensor) -> torch.Tensor:
            return inputs.log()

    experiment = dataclasses.replace(recipes.moons(), model=Broken)
    events = list(train(experiment, device="cpu"))
    assert math.isnan(losses(events)[5])
    assert len(losses(events)) == 6
    (found,) = of(NonFinite, events)
    assert (found.step, found.what, found.layer) == (6, "loss", "log")
    assert of(RunEnded, events)[0].status == "diverged"


def test_data_that_are_no_numbers_are_no_layers_fault() -> None:
    """What a layer was given is looked at too: no layer turned a number into none here."""
    points = data.moons()
    spoilt = torch.full_like(points.train.inputs, math.nan)
    whole = data.Dataset("spoilt", data.Examples(spoilt, points.train.targets), points.validation)
    setup = prepare(dataclasses.replace(recipes.moons(), data=whole), seed=0, device=CPU)
    (window,) = itertools.islice(Batches(setup.experiment, setup.data, 0, CPU).after(Position()), 1)
    assert first_not_finite(setup, window) == ""


def test_a_run_trains_also_for_a_caller_that_has_switched_gradients_off() -> None:
    plain = losses(train(recipes.moons(steps=5), device="cpu"))
    with torch.no_grad():
        assert losses(train(recipes.moons(steps=5), device="cpu")) == plain
        assert not torch.is_grad_enabled()


def test_every_step_is_recorded_however_few_there_are() -> None:
    assert len(losses(train(recipes.moons(epochs=1), device="cpu"))) == 10


@pytest.mark.parametrize("workers", [0, 1])
def test_a_loader_gives_the_run_that_indexing_gives(workers: int) -> None:
    """Same order, same losses, and no number drawn from a generator that training needs."""
    plain = losses(train(recipes.moons(model="dropping", steps=15), seed=2, device="cpu"))
    loader = Loader(workers=workers)
    loaded = recipes.moons(model="dropping", steps=15, loader=loader)
    assert losses(train(loaded, seed=2, device="cpu")) == plain


def test_validation_through_unshuffled_data_does_not_touch_training() -> None:
    rare = losses(train(recipes.moons(model="dropping"), device="cpu"))
    often = losses(train(recipes.moons(model="dropping", evaluate_every=1), device="cpu"))
    assert rare == often
    unshuffled = recipes.moons(order=Sequential(), loader=Loader(), steps=5)
    before = torch.get_rng_state()
    list(train(unshuffled, device="cpu"))
    assert torch.equal(before, torch.get_rng_state())


def test_the_schedule_begins_with_the_first_step_and_says_what_was_used() -> None:
    """Building a schedule changes nothing; step 1 has the rate of step 1."""
    used: list[float] = []

    class Recording(torch.optim.SGD):
        def step(self, closure: object = None) -> None:  # type: ignore[override]
            used.append(self.param_groups[0]["lr"])
            super().step()

    experiment = recipes.moons(
        optimizer=lambda parameters: Recording(parameters, lr=0.1),
        schedule=schedules.Warmup(10),
        steps=12,
    )
    events = list(train(experiment, device="cpu"))
    assert used == [event.lr[0] for event in of(StepEnded, events)]
    assert used[0] == pytest.approx(0.01)
    assert used[9:] == [0.1] * 3


def test_low_precision_is_unscaled_before_it_is_measured_and_clipped() -> None:
    """The scale is 65536; a clip that came before it would leave nothing of the gradient."""
    experiment = recipes.moons(precision="fp16", clip=ByNorm(0.05), steps=5)
    for event in of(StepEnded, list(train(experiment, device="cpu"))):
        assert event.grad_norm < 10
        assert event.applied_norm == pytest.approx(min(event.grad_norm, 0.05), rel=1e-3)


def test_an_average_never_trains() -> None:
    """E000-25: the shadow is put in by value, so that an optimiser step cannot alter it."""
    model = nn.Linear(1, 1, bias=False)
    average = EMA(0.5).start(model)
    average.update()
    mean = model.weight.item()
    with average.swapped_in(), torch.no_grad():
        model.weight.add_(100.0)
    with average.swapped_in():
        assert model.weight.item() == pytest.approx(mean)


def test_the_default_lane_loads_no_dynamo() -> None:
    """`torch.optim`'s first optimiser imports `torch._dynamo`: a second and 70 MB."""
    code = (
        "import sys; sys.path[:0] = ['tests/engine', '.']\n"
        "import recipes; from engine import train\n"
        "list(train(recipes.moons(steps=3), device='cpu'))\n"
        "print('torch._dynamo' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.split() == ["False"]


def test_a_reader_never_sees_a_torn_record(tmp_path: Path) -> None:
    """Every number of a record is its step, while a writer is at work in another thread."""
    path = tmp_path / "steps.bin"
    done = threading.Event()

    def write() -> None:
        with RunWriter(path, 1, 3) as writer:
            for step in range(1, 20_001):
                value = float(step)
                writer.write(
                    StepEnded(step, step, value, (value,), value, value, (value,) * 3), value
                )
                if step % 1000 == 0:
                    time.sleep(0)
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    reader, seen = RunReader(path), 0
    while True:
        last = done.is_set()
        rows = reader.new_rows()
        if rows is not None and len(rows):
            assert rows["step"].tolist() == list(range(seen + 1, seen + 1 + len(rows)))
            for field in ("epoch", "loss", "grad_norm", "applied_norm", "seconds"):
                assert np.array_equal(rows[field], rows["step"])
            assert np.array_equal(rows["layers"], np.repeat(rows["step"], 3).reshape(-1, 3))
            seen += len(rows)
        if last:
            break
    thread.join()
    reader.close()
    assert seen == 20_000


def test_no_warning_leaks_and_no_global_state_is_changed() -> None:
    before = (
        torch.get_default_dtype(),
        torch.get_num_threads(),
        torch.is_grad_enabled(),
        torch.are_deterministic_algorithms_enabled(),
        torch.is_autocast_enabled("cpu"),
        torch.initial_seed(),
    )
    state = torch.get_rng_state()
    experiment = recipes.moons(
        model="dropping", precision="bf16", threads=2, schedule=schedules.Cosine(), steps=25
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        list(train(experiment, device="cpu"))
    after = (
        torch.get_default_dtype(),
        torch.get_num_threads(),
        torch.is_grad_enabled(),
        torch.are_deterministic_algorithms_enabled(),
        torch.is_autocast_enabled("cpu"),
        torch.initial_seed(),
    )
    assert after == before
    assert torch.equal(state, torch.get_rng_state())


def test_evaluation_weights_samples_not_batches() -> None:
    """A small last chunk counts for what is in it."""
    setup = prepare(recipes.moons(), seed=0, device=CPU)
    assert setup.data is not None
    whole = evaluate(setup.experiment, setup.model, setup.data, CPU, step=0, chunk=10**6)
    parts = evaluate(setup.experiment, setup.model, setup.data, CPU, step=0, chunk=7)
    assert isinstance(whole, Evaluated)
    assert parts.loss == pytest.approx(whole.loss, rel=1e-5)


def test_frozen_batch_norm_is_frozen() -> None:
    """Neither weights nor statistics of a frozen part move, though the model trains."""

    def model() -> nn.Module:
        net = nn.Sequential(nn.Linear(64, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 10))
        freeze(net, "[01]")
        return net

    experiment = Experiment(
        model=model,
        data=data.digits(),
        loss=F.cross_entropy,
        optimizer=optim.SGD(0.1, momentum=0.9),
        batch_size=64,
        steps=10,
    )
    setup = prepare(experiment, seed=0, device=CPU)
    before = {name: tensor.clone() for name, tensor in setup.model.state_dict().items()}
    list(training(setup, Steering()))
    moved = [
        name
        for name, tensor in setup.model.state_dict().items()
        if not torch.equal(tensor, before[name])
    ]
    assert moved == ["3.weight", "3.bias"]
