"""The learning-rate range test: raise the rate until training breaks, and read off a good one.

Source: Smith, "Cyclical Learning Rates for Training Neural Networks", 2017, section 3.3.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine import device as devices
from engine import seeding
from engine.batches import Position, Window
from engine.errors import ConfigurationError, at_least, share
from engine.experiment import Experiment
from engine.guard import Guard
from engine.live import Live
from engine.recipes import experiment_of
from engine.request import RunRequest
from engine.schedules import Constant
from engine.setup import Setup, prepare
from engine.state import State
from engine.study.suggestions import Suggestion, suggestions
from engine.travel.snapshot import Snapshot
from engine.update import Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """How the rate is raised."""

    start: float = 1e-7
    """First rate."""
    end: float = 10.0
    """Last rate, if the loss lets it come that far."""
    steps: int = 100
    smoothing: float = 0.98
    """β of the exponential mean of the losses, whose pull towards 0 is undone (debiased)."""
    diverged: float = 4.0
    """The sweep ends once the smoothed loss is this many times its lowest value."""

    def __post_init__(self) -> None:
        at_least("start", self.start, 0, inclusive=False)
        at_least("steps", self.steps, 2)
        at_least("diverged", self.diverged, 1, inclusive=False)
        share("smoothing", self.smoothing)
        if not self.end > self.start:
            raise ConfigurationError("end", self.end, f"Give a rate above start, {self.start:g}.")

    def rate(self, step: int) -> float:
        """The rate of step 0, 1, …: every one is the one before times the same factor."""
        return float(self.start * (self.end / self.start) ** (step / (self.steps - 1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeTest:
    """What a sweep found."""

    rates: tuple[float, ...]
    losses: tuple[float, ...]
    """As they were, one per rate."""
    smoothed: tuple[float, ...]
    """Their debiased exponential mean."""
    diverged: bool
    """Whether the loss ended the sweep before the last rate."""
    suggestions: tuple[Suggestion, ...]


def range_test(
    setup: Setup, sweep: Sweep | None = None, start: Snapshot | None = None
) -> RangeTest:
    """Sweep the rate over a model that is ready to train, and leave no trace in it.

    Weights, buffers, optimiser and all random states are afterwards as they were, also where a
    step raised: training goes on bit for bit as if nothing had happened. `start`: sweep from that
    point of a run, and leave the model there.
    """
    sweep = sweep or Sweep()
    state = State(setup, _update(setup))
    if start is not None:
        state.restore(start)
    position = start.position if start is not None else Position()
    before = state.capture(position)
    modes = [(module, module.training) for module in setup.model.modules()]
    try:
        setup.model.train()
        rates, losses, smoothed = _swept(setup, state.batches.after(position), sweep)
    finally:
        for parameter in setup.parameters:
            parameter.grad = None
        state.restore(before)
        for module, training in modes:
            module.training = training
    return RangeTest(
        rates=rates,
        losses=losses,
        smoothed=smoothed,
        diverged=len(rates) < sweep.steps,
        suggestions=suggestions(rates, smoothed),
    )


def find(
    experiment: Experiment, sweep: Sweep | None = None, *, seed: int = 0, device: str = "auto"
) -> RangeTest:
    """The range test of a run that has not begun; torch's global random state stays the caller's.

    Raises EngineError for a device that is not there.
    """
    setup = prepare(experiment, seed=seed, device=devices.resolve(device))
    with seeding.seeded(seeding.derive(seed, "noise"), setup.device):
        return range_test(setup, sweep)


def find_for(request: RunRequest, sweep: Sweep | None = None) -> RangeTest:
    """The same for a request, in a worker. Raises EngineError, or what the recipe raises."""
    experiment = experiment_of(request)
    return find(experiment, sweep, seed=request.seed, device=request.device)


def _update(setup: Setup) -> Update:
    live = Live(setup.stepper, setup.experiment.clip, setup.model.modules())
    return Update(setup, live, Guard(setup.started.layers, stops=False))


Series = tuple[float, ...]


def _swept(setup: Setup, windows: Iterator[Window], sweep: Sweep) -> tuple[Series, Series, Series]:
    """Rates, losses, smoothed losses, up to the last rate or the end of all sense."""
    rates: list[float] = []
    losses: list[float] = []
    smoothed: list[float] = []
    mean = 0.0
    for step, loss in enumerate(_losses(setup, windows, sweep)):
        mean = sweep.smoothing * mean + (1 - sweep.smoothing) * loss
        rates.append(sweep.rate(step))
        losses.append(loss)
        smoothed.append(mean / (1 - sweep.smoothing ** (step + 1)))
        if not math.isfinite(loss) or smoothed[-1] > sweep.diverged * abs(min(smoothed)):
            break
    return tuple(rates), tuple(losses), tuple(smoothed)


def _losses(setup: Setup, windows: Iterator[Window], sweep: Sweep) -> Iterator[float]:
    """Loss of each step of the sweep, before its update. The groups' rates keep their ratios."""
    experiment = replace(setup.experiment, schedule=Constant(), average=None)
    update = _update(replace(setup, experiment=experiment))
    first = update.live.base_lrs
    highest = max(first) or 1.0
    for step, window in zip(range(sweep.steps), windows, strict=False):
        update.live.base_lrs = tuple(sweep.rate(step) * lr / highest for lr in first)
        (ended,) = (*update.make(step + 1, window), *update.flush())
        yield ended.loss
