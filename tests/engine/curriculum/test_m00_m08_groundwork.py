"""M00 Setup and groundwork: what the engine does for each topic."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest
import torch
from m00_m08 import ACCURACY, on_digits, on_line, points, trained
from torch import Tensor, nn

from engine import Experiment, data, losses, optim, probes, train
from engine import nn as models
from engine.client import Engine
from engine.data import Dataset, Examples
from engine.events import Event, RunEnded, StepEnded
from engine.observations import Boundary, Matrix, PathPoints
from engine.request import RunRequest
from engine.study.lockstep import lockstep


def smoke(threads: int) -> Experiment:
    """Some steps on digits, with so many torch threads."""
    return on_digits(steps=30, threads=threads)


@pytest.mark.parametrize("threads", [1, 2])
def test_00_1_a_smoke_training_tells_its_speed_for_each_number_of_threads(
    engine: Engine, threads: int
) -> None:
    """00.1 Install and verify."""
    request = RunRequest(
        recipe=f"{__name__}:smoke", parameters=(("threads", threads),), device="cpu"
    )
    events: list[Event] = []
    with closing(engine.start(request)) as session:
        while not any(isinstance(event, RunEnded) for event in events):
            session.wait(10)
            events += session.poll().events
    (ended,) = (event for event in events if isinstance(event, RunEnded))
    assert ended.status == "finished", ended.problem
    assert ended.steps == 30
    assert ended.steps_per_second > 0


def test_00_2_numpy_and_torch_descend_along_the_same_path() -> None:
    """00.2 NumPy refresher: the same fit, in NumPy and by the engine."""
    line = data.line(outliers=0.0)

    def with_ones(part: Examples) -> Examples:
        return Examples(torch.cat([part.inputs, torch.ones(len(part), 1)], dim=1), part.targets)

    fitted = Dataset("line", with_ones(line.train), with_ones(line.validation))
    run = trained(
        Experiment(
            model=lambda: nn.Linear(2, 1, bias=False),
            data=fitted,
            loss=losses.MSE(),
            optimizer=optim.GradientDescent(0.3),
            steps=100,
            probes=(probes.WeightPath(),),
        )
    )
    path = points(run.seen(PathPoints))
    x, y = fitted.train.inputs.double().numpy(), fitted.train.targets.double().numpy()
    w = np.array(path[0])[:, None]
    for loss, seen in zip(run.losses, path[1:], strict=True):
        error = x @ w - y
        assert loss == pytest.approx((error**2).mean(), rel=1e-4)
        w = w - 0.3 * 2 / len(x) * x.T @ error
        assert seen == pytest.approx(tuple(w[:, 0]), abs=1e-4)


class TwoLayers(torch.autograd.Function):
    """relu(x Wᵀ) Vᵀ with its gradient worked out by hand."""

    @staticmethod
    def forward(ctx, x: Tensor, w: Tensor, v: Tensor) -> Tensor:  # type: ignore[no-untyped-def]
        hidden = (x @ w.T).clamp(min=0)
        ctx.save_for_backward(x, hidden, v)
        return hidden @ v.T

    @staticmethod
    def backward(ctx, slope: Tensor) -> tuple[None, Tensor, Tensor]:  # type: ignore[no-untyped-def]
        x, hidden, v = ctx.saved_tensors
        below = (slope @ v) * (hidden > 0)
        return None, below.T @ x, slope.T @ hidden


class Net(nn.Module):
    """Two layers; `by_hand` says who computes the gradient."""

    def __init__(self, by_hand: bool) -> None:
        super().__init__()
        self.by_hand = by_hand
        self.first, self.second = nn.Linear(2, 16, bias=False), nn.Linear(16, 2, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        if self.by_hand:
            return TwoLayers.apply(x, self.first.weight, self.second.weight)
        return self.second(self.first(x).relu())


def moons(model: type[nn.Module] | object, **more: object) -> Experiment:
    """Two moons, for any model."""
    settings = {
        "model": model,
        "data": data.moons(),
        "loss": losses.CrossEntropy(),
        "optimizer": optim.SGD(0.3),
        "batch_size": 32,
        "steps": 60,
        "metrics": ACCURACY,
    }
    return Experiment(**{**settings, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [0, 1])
def test_00_3_a_backward_written_by_hand_equals_autograd(seed: int) -> None:
    """00.3 Class skeleton with forward and backward."""
    twins = list(lockstep(moons(lambda: Net(True)), moons(lambda: Net(False)), seed=seed))
    assert len(twins) == 60
    for twin in twins:
        assert twin.first.layer_norms == pytest.approx(twin.second.layer_norms, rel=1e-3)
        assert twin.distance < 1e-4


class AnyDepth(nn.Module):
    """Applies its hidden layer 1 to 4 times, drawn anew at each step."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.hidden, self.last = nn.Linear(2, 16), nn.Linear(16, 16), nn.Linear(16, 2)
        self.register_buffer("depths", torch.zeros(4))

    def forward(self, x: Tensor) -> Tensor:
        x = self.first(x).relu()
        depth = int(torch.randint(1, 5, ()))
        if self.training:
            self.depths[depth - 1] += 1
        for _ in range(depth):
            x = self.hidden(x).relu()
        return self.last(x)


def test_00_4_the_graph_of_every_step_may_be_another_one() -> None:
    """00.4 What PyTorch is: the dynamic graph."""
    run = trained(moons(AnyDepth, steps=200, probes=(probes.MatrixMap("depths"),)))
    assert run.validation() > 0.8
    assert run.loss < 0.6 * run.losses[0]
    drawn = run.seen(Matrix)[-1].values.numpy()[0]
    assert drawn.sum() == 200
    assert (drawn > 20).all()


@pytest.mark.parametrize("seed", [0, 1])
def test_00_5_a_net_of_82_parameters_bends_its_boundary_around_the_moons(seed: int) -> None:
    """00.5 The deep-learning problem."""
    experiment = moons(lambda: models.mlp(2, 16, 2), steps=400, probes=(probes.DecisionBoundary(),))
    run = trained(experiment, seed)
    assert run.started.parameters == 82
    first, last = (run.seen(Boundary)[which].scores.numpy() for which in (0, -1))
    assert last.max() - last.min() > 0.95 > first.max() - first.min()
    assert run.validation() > 0.9


def test_00_6_training_changes_parameters_and_nothing_that_was_chosen_by_hand() -> None:
    """00.6 Parameters vs hyper-parameters."""
    runs = {lr: trained(on_digits(optimizer=optim.SGD(lr))) for lr in (0.001, 0.01, 0.3)}
    for lr, run in runs.items():
        assert set(run.rates) == {lr}
        assert run.started.layers == (
            "linear1.weight",
            "linear1.bias",
            "linear2.weight",
            "linear2.bias",
        )
    slow, middle, fast = (runs[lr].loss for lr in (0.001, 0.01, 0.3))
    assert fast < 0.5 < middle < slow
    finals = [run.model.state_dict() for run in runs.values()]
    for name in runs[0.3].started.layers:
        assert not torch.equal(finals[0][name], finals[2][name])


def test_00_6_a_run_starts_from_the_same_parameters_whatever_the_rate() -> None:
    """00.6 What a hand sets does not change what a seed draws."""
    firsts = [
        next(
            e
            for e in train(on_line(optimizer=optim.SGD(lr)), device="cpu")
            if isinstance(e, StepEnded)
        )
        for lr in (0.001, 0.3)
    ]
    assert firsts[0].loss == firsts[1].loss
    assert firsts[0].lr != firsts[1].lr


def test_00_1_every_run_says_how_it_ended() -> None:
    """00.1 The smoke training in the caller's own process."""
    *_, ended = train(smoke(1), device="cpu")
    assert isinstance(ended, RunEnded)
    assert ended.status == "finished"
