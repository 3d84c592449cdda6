"""Training inside the caller's own process: the headless door for scripts and notebooks."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import torch
from torch import nn

from engine import device as devices
from engine import seeding
from engine.errors import EngineError
from engine.events import Event, RunEnded
from engine.experiment import Experiment
from engine.loop import training
from engine.seeding import RandomState
from engine.setup import Setup, prepare
from engine.steering import Steering
from engine.travel.keeping import Keeper
from engine.travel.snapshot import Snapshot


def train(
    experiment: Experiment,
    *,
    seed: int = 0,
    device: str = "auto",
    steps: int | None = None,
    steering: Steering | None = None,
    start: Snapshot | None = None,
    keeper: Keeper | None = None,
) -> Iterator[Event]:
    """Train, and say what happens: pull to go on, stop pulling to pause, close to stop.

    Same experiment, seed, device and number of torch threads give bit-identical losses on the CPU.
    torch's global random state belongs to the caller whenever the generator is suspended: the run
    neither reads it nor leaves a trace in it. `steps` replaces the experiment's budget. With a
    `keeper` the run leaves snapshots there; with `start` it goes on from one, bit for bit as the
    run it was taken from. Raises EngineError for a device that is not there.
    """
    place = devices.resolve(device)
    setup = prepare(experiment, seed=seed, device=place, steps=steps)
    yield from isolated(setup, steering or Steering(), start=start, keeper=keeper)


def fit(
    experiment: Experiment,
    *,
    seed: int = 0,
    device: str = "auto",
    steps: int | None = None,
    keeper: Keeper | None = None,
) -> nn.Module:
    """Train to the end and return the model in eval mode, for scripts that want nothing else.

    Its weights are those that `train` with the same experiment, seed and device ends with. The
    caller's random state is neither used nor changed. Raises EngineError where the run diverges.
    """
    setup = prepare(experiment, seed=seed, device=devices.resolve(device), steps=steps)
    for event in isolated(setup, Steering(), keeper=keeper):
        if isinstance(event, RunEnded) and event.problem is not None:
            problem = event.problem
            raise EngineError(problem.title, problem.reason, problem.next_step, problem.details)
    return setup.model.eval()


def isolated(
    setup: Setup,
    steering: Steering,
    *,
    start: Snapshot | None = None,
    keeper: Keeper | None = None,
) -> Generator[Event, None, None]:
    """The loop with random numbers and a grad mode of its own: torch's stay the caller's."""
    place = setup.device
    events = training(setup, steering, start=start, keeper=keeper)
    with seeding.seeded(seeding.derive(setup.seed, "noise"), place):
        own = RandomState.now(place)
    while True:
        callers = RandomState.now(place)
        own.restore(place)
        try:
            with torch.enable_grad():  # a caller that evaluates may have switched gradients off
                event = next(events)
        except StopIteration:
            return
        finally:
            own = RandomState.now(place)
            callers.restore(place)
        yield event


def seed_noise(seed: int) -> None:
    """Seed torch's global generators for a process that does nothing but train."""
    torch.manual_seed(seeding.derive(seed, "noise"))
