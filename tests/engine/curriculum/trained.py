"""How the tests of all modules train, and how they read what came out."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean
from typing import Any, TypeVar

import torch
from torch import nn

from engine import Experiment, data, losses, metrics, optim
from engine import nn as models
from engine.data import Dataset
from engine.evaluate import evaluate
from engine.events import Evaluated, Event, NonFinite, Probed, RunEnded, RunStarted, StepEnded
from engine.setup import prepare
from engine.steering import Steering
from engine.training import isolated

SEEDS = range(int(os.environ.get("SEEDS", "1")))
"""One seed, or as many as are asked for: outcomes were chosen to hold for more than one."""
Kind = TypeVar("Kind")
CPU = torch.device("cpu")
ACCURACY = (("accuracy", metrics.accuracy),)


@dataclass(frozen=True, slots=True)
class Trained:
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

    @property
    def status(self) -> str:
        """How the run ended."""
        return self.of(RunEnded)[0].status

    @property
    def diverged(self) -> bool:
        """Whether something was no number."""
        return bool(self.of(NonFinite))

    def last(self, split: str, metric: str = "accuracy") -> float:
        """A number of the last evaluation of that split; `loss` too."""
        measured = [each for each in self.of(Evaluated) if each.split == split]
        value = measured[-1].value(metric)
        assert value is not None
        return value

    def validation(self, metric: str = "accuracy") -> float:
        """A number of the last evaluation of the validation split."""
        return self.last("validation", metric)

    def on(self, data: Dataset, split: str = "test", metric: str = "accuracy") -> float:
        """The same number of the model it left, on any split of any data."""
        measured = evaluate(self.experiment, self.model, data, CPU, step=0, split=split)
        value = measured.value(metric)
        assert value is not None
        return value


def trained(experiment: Experiment, seed: int = 0) -> Trained:
    """Train to the end, and keep the model."""
    setup = prepare(experiment, seed=seed, device=CPU)
    events = tuple(isolated(setup, Steering()))
    return Trained(experiment, setup.model, events)


def on_digits(model: Callable[[], nn.Module] | None = None, **more: Any) -> Experiment:
    """A classifier of the small digits; 17 steps of 64 images an epoch."""
    settings: dict[str, Any] = {
        "model": model or (lambda: models.mlp(64, 32, 10)),
        "data": data.digits(),
        "loss": losses.CrossEntropy(),
        "optimizer": optim.SGD(0.1),
        "batch_size": 64,
        "metrics": ACCURACY,
    }
    if "epochs" not in more:
        settings["steps"] = 170
    return Experiment(**{**settings, **more})
