"""Two runs side by side: the same seed and data, one difference, compared at every step."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import torch

from engine import device as devices
from engine.events import Event, RunEnded, StepEnded
from engine.experiment import Experiment
from engine.setup import Setup, prepare
from engine.steering import Steering
from engine.training import isolated


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """The same step of both runs."""

    first: StepEnded
    second: StepEnded
    distance: float
    """L2 distance of their weights after this step; nan where they have other shapes."""


def lockstep(
    first: Experiment, second: Experiment, *, seed: int = 0, device: str = "auto"
) -> Iterator[Twins]:
    """Advance both a step at a time, until one of them ends.

    Each has its own random numbers, drawn from the same seed: with one and the same experiment
    the distance is 0 throughout. Events other than steps are left out.
    """
    place = devices.resolve(device)
    setups = [
        replace(prepare(experiment, seed=seed, device=place), prompt=True)
        for experiment in (first, second)
    ]
    runs = [isolated(setup, Steering()) for setup in setups]
    with closing(runs[0]), closing(runs[1]):
        while True:
            steps = [_next_step(run) for run in runs]
            if steps[0] is None or steps[1] is None:
                return
            yield Twins(first=steps[0], second=steps[1], distance=_distance(*setups))


def _next_step(run: Iterator[Event]) -> StepEnded | None:
    for event in run:
        if isinstance(event, StepEnded):
            return event
        if isinstance(event, RunEnded):
            break
    return None


def _distance(first: Setup, second: Setup) -> float:
    pairs = list(zip(first.parameters, second.parameters, strict=False))
    same = len(first.parameters) == len(second.parameters)
    if not same or any(one.shape != other.shape for one, other in pairs):
        return math.nan
    with torch.no_grad():
        return math.sqrt(sum(float((one - other).square().sum()) for one, other in pairs))
