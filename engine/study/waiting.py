"""How long training waits for its data."""

from __future__ import annotations

import time
from dataclasses import dataclass

from engine.errors import at_least
from engine.setup import Setup
from engine.study.stepping import stepping


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """Some steps of a run, and where their time went."""

    steps: int
    data: float
    """Seconds until a batch was there: what workers do meanwhile costs nothing here."""
    training: float
    """Seconds of forward and backward pass and optimiser."""

    @property
    def share(self) -> float:
        """Part of the time, 0 … 1, in which nothing was trained."""
        return self.data / (self.data + self.training)


def waiting_for_data(setup: Setup, *, steps: int = 20, warm_up: int = 1) -> Waited:
    """Train `steps` steps and time how long each waited for its batch.

    The first `warm_up` steps, in which workers start, do not count. Spends the setup: prepare
    another one to train. Draws from torch's global generators, as training does. Raises
    ConfigurationError for no steps.
    """
    at_least("steps", steps, 1)
    at_least("warm_up", warm_up, 0)
    update, windows = stepping(setup)
    data = training = 0.0
    for step in range(1, warm_up + steps + 1):
        began = time.perf_counter()
        window = next(windows)
        fetched = time.perf_counter()
        update.make(step, window)
        update.flush()
        ended = time.perf_counter()
        if step > warm_up:
            data += fetched - began
            training += ended - fetched
    return Waited(steps=steps, data=data, training=training)
