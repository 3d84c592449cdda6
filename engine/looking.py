"""Lets probes look at the model without slowing training down."""

from __future__ import annotations

import time
from collections.abc import Iterator

from engine.batches import Window
from engine.events import Event, Probed
from engine.probes import Observer, Scene
from engine.setup import Setup

SHARE = 0.1
"""Largest part of the training time that all probes together may take."""
INTERVAL = 0.1
"""Least time between two looks in seconds: nobody sees more than ten pictures a second."""


class Looking:
    """The probes of one run and when they look next."""

    def __init__(self, setup: Setup) -> None:
        data = setup.data
        if data is not None and setup.experiment.probes:
            data = data.to(setup.device)  # a loader leaves them on the CPU
        self._scene = Scene(
            setup.model,
            data,
            setup.experiment.landscape,
            setup.device,
            loss=setup.loss,
            stepper=setup.new_stepper,
            batch_size=setup.experiment.batch_size,
        )
        self._observers: list[tuple[str, Observer]] = [
            (probe.name, probe.start()) for probe in setup.experiment.probes
        ]
        self._watchers = [
            observer.after_step for _, observer in self._observers if observer.watches
        ]
        self._next = 0.0
        self._looked_at = -1

    def first(self, step: int) -> Iterator[Event]:
        """What is seen before the first of the steps to come."""
        for name, observer in self._observers:
            seen = observer.begin(self._scene)
            if seen is not None:
                yield Probed(step=step, probe=name, seen=seen)
        yield from self.now(step)

    def due(self, window: Window) -> bool:
        """Whether a look fits into the probes' share of the time. Called after every step, with
        what it learned from."""
        if self._watchers:
            self._scene.batches[:] = window.batches
        for watch in self._watchers:
            watch(self._scene)
        return bool(self._observers) and time.perf_counter() >= self._next

    def anew(self) -> None:
        """The weights have been replaced: what was seen of this step no longer holds."""
        self._looked_at = -1

    def now(self, step: int) -> Iterator[Event]:
        """Look, once at most for every step."""
        if step == self._looked_at:
            return
        self._looked_at = step
        began = time.perf_counter()
        seen = [(name, observer.look(self._scene)) for name, observer in self._observers]
        cost = time.perf_counter() - began
        self._next = began + cost + max(INTERVAL, cost * (1 - SHARE) / SHARE)
        for name, observation in seen:
            if observation is not None:
                yield Probed(step=step, probe=name, seen=observation)
