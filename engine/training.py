"""Training inside the caller's own process: the headless door for scripts and notebooks."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from engine import device as devices
from engine import seeding
from engine.events import Event
from engine.experiment import Experiment
from engine.loop import training
from engine.seeding import RandomState
from engine.setup import prepare
from engine.steering import Steering


def train(
    experiment: Experiment,
    *,
    seed: int = 0,
    device: str = "auto",
    steps: int | None = None,
    steering: Steering | None = None,
) -> Iterator[Event]:
    """Train, and say what happens: pull to go on, stop pulling to pause, close to stop.

    Same experiment, seed, device and number of torch threads give bit-identical losses on the CPU.
    torch's global random state belongs to the caller whenever the generator is suspended: the run
    neither reads it nor leaves a trace in it. `steps` replaces the experiment's budget. Raises
    EngineError for a device that is not there.
    """
    place = devices.resolve(device)
    setup = prepare(experiment, seed=seed, device=place, steps=steps)
    events = training(setup, steering or Steering())
    with seeding.seeded(seeding.derive(seed, "noise"), place):
        own = RandomState.now(place)
    while True:
        callers = RandomState.now(place)
        own.restore(place)
        try:
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
