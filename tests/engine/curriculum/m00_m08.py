"""How the tests of modules M00 to M08 train, and how they read what came out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from engine import Experiment, data, losses, metrics, optim, surfaces
from engine import nn as models
from engine.data import Dataset, Examples
from engine.evaluate import evaluate
from engine.events import Evaluated, Event, Probed, RunEnded, RunStarted, StepEnded
from engine.setup import prepare
from engine.steering import Steering
from engine.training import isolated

Kind = TypeVar("Kind")
CPU = torch.device("cpu")
ACCURACY = (("accuracy", metrics.accuracy),)


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is over: what it said, and the model it left."""

    experiment: Experiment
    model: nn.Module
    events: tuple[Event, ...]

    def of(self, kind: type[Kind]) -> list[Kind]:
        """The events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]

    def seen(self, kind: type[Kind]) -> list[Kind]:
        """What a probe saw, one observation for each look."""
        return [probed.seen for probed in self.of(Probed) if isinstance(probed.seen, kind)]

    @property
    def started(self) -> RunStarted:
        """How the run began."""
        return self.of(RunStarted)[0]

    @property
    def status(self) -> str:
        """How the run ended."""
        return self.of(RunEnded)[0].status

    @property
    def losses(self) -> list[float]:
        """The loss of every step."""
        return [step.loss for step in self.of(StepEnded)]

    @property
    def norms(self) -> list[float]:
        """The norm of every step's gradient, before clipping."""
        return [step.grad_norm for step in self.of(StepEnded)]

    @property
    def rates(self) -> list[float]:
        """The learning rate of every step, of the first group."""
        return [step.lr[0] for step in self.of(StepEnded)]

    @property
    def loss(self) -> float:
        """Mean training loss of the last tenth of the steps."""
        return fmean(self.losses[-max(1, len(self.losses) // 10) :])

    def validation(self, metric: str = "accuracy") -> float:
        """A number of the last evaluation; `loss` too."""
        value = self.of(Evaluated)[-1].value(metric)
        assert value is not None
        return value

    def on(self, dataset: Dataset, split: str = "validation", metric: str = "accuracy") -> float:
        """A number of the model that is left, on any split of any data."""
        value = evaluate(self.experiment, self.model, dataset, CPU, step=0, split=split).value(
            metric
        )
        assert value is not None
        return value


def trained(experiment: Experiment, seed: int = 0) -> Run:
    """Train to the end, and keep the model."""
    setup = prepare(experiment, seed=seed, device=CPU)
    return Run(experiment, setup.model, tuple(isolated(setup, Steering())))


def on_digits(model: Callable[[], nn.Module] | None = None, **more: Any) -> Experiment:
    """A classifier of the small digits; 17 steps of 64 images an epoch."""
    settings: dict[str, Any] = {
        "model": model or (lambda: models.mlp(64, 32, 10)),
        "data": data.digits(),
        "loss": losses.CrossEntropy(),
        "optimizer": optim.SGD(0.3),
        "batch_size": 64,
        "metrics": ACCURACY,
    }
    if "epochs" not in more:
        settings["steps"] = 170
    return Experiment(**{**settings, **more})


def on_line(**more: Any) -> Experiment:
    """A straight line through noiseless points of y = 3x, all of them at every step."""
    settings: dict[str, Any] = {
        "model": models.linear_regression,
        "data": data.line(slope=3, intercept=0, noise=0, outliers=0),
        "loss": losses.MSE(),
        "optimizer": optim.SGD(0.3),
        "steps": 200,
    }
    return Experiment(**{**settings, **more})


def changed(dataset: Dataset, change: Callable[[Examples], Examples], *splits: str) -> Dataset:
    """The same data with some splits changed; all that there are where none is named."""
    names = splits or ("train", "validation", "test")[: 2 if dataset.test is None else 3]
    return replace(dataset, **{name: change(dataset.split(name)) for name in names})


def on_function(
    function: Callable[[Tensor], Tensor], start: tuple[float, float], **more: Any
) -> Experiment:
    """A descent on a function of θ = (x, y), which may leave y alone."""
    landscape = surfaces.Landscape(
        name="a function",
        function=function,
        start=start,
        x=(-10.0, 10.0),
        y=(-10.0, 10.0),
        minimum=(0.0, 0.0),
    )
    return Experiment(**{"landscape": landscape, "optimizer": optim.SGD(0.1), **more})


def points(runs: Iterable[Any]) -> list[tuple[float, float]]:
    """The points that a `Path` probe has seen, in order."""
    return [(float(x), float(y)) for seen in runs for x, y in seen.points.numpy()]
