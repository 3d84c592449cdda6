"""Trains inside a worker, for trials and symptoms: what a run says, and the model it leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from engine import seeding
from engine.data import Batch
from engine.events import Evaluated, Event, RunEnded, RunStarted, StepEnded
from engine.experiment import Experiment
from engine.setup import Setup, prepare
from engine.steering import Steering
from engine.training import isolated
from lessons.runs import FinishedRun

CPU = torch.device("cpu")


@dataclass(frozen=True, slots=True)
class Trained:
    """A run that is over."""

    model: nn.Module
    events: tuple[Event, ...]
    layers: tuple[str, ...]
    """Names of the parameters that train."""

    @property
    def steps(self) -> list[StepEnded]:
        """Every step."""
        return [event for event in self.events if isinstance(event, StepEnded)]

    @property
    def losses(self) -> tuple[float, ...]:
        """Of every step."""
        return tuple(step.loss for step in self.steps)

    def finished(self, seed: int) -> FinishedRun:
        """The same in the form that finished runs have on disk."""
        steps = self.steps
        (ended,) = (event for event in self.events if isinstance(event, RunEnded))
        return FinishedRun(
            scenario="run",
            seed=seed,
            status=ended.status,
            loss=np.array(self.losses, dtype=float),
            lr=np.array([step.lr[0] for step in steps]),
            grad_norm=np.array([step.grad_norm for step in steps]),
            applied_norm=np.array([step.applied_norm for step in steps]),
            evaluations=tuple(event for event in self.events if isinstance(event, Evaluated)),
        )


def trained(experiment: Experiment, seed: int, steps: int | None = None) -> Trained:
    """Train to the end on the CPU, and keep the model."""
    setup = prepare(experiment, seed=seed, device=CPU, steps=steps)
    events = tuple(isolated(setup, Steering()))
    started = next(event for event in events if isinstance(event, RunStarted))
    return Trained(setup.model, events, started.layers)


def fresh(experiment: Experiment, seed: int) -> Setup:
    """The run as it stands before its first step."""
    return prepare(experiment, seed=seed, device=CPU)


def first_batches(experiment: Experiment, seed: int, count: int = 1) -> list[Batch]:
    """The first batches that its steps are made with."""
    data = experiment.data
    assert data is not None
    if experiment.order is None:
        order = seeding.order(seed, 0, len(data.train))
    else:
        order = experiment.order.indices(data.train, seed, 0)
    size = experiment.batch_size or len(data.train)
    chosen = order.split(size)[:count]
    return [Batch(data.train.inputs[rows], data.train.targets[rows]) for rows in chosen]


def norm(gradients: list[Tensor]) -> float:
    """Length of all of them together."""
    parts = [gradient.norm() for gradient in gradients]
    return float(torch.stack(parts).norm()) if parts else 0.0
