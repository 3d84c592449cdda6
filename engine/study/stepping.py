"""Steps of a run that nobody follows, to be measured from outside."""

from __future__ import annotations

from collections.abc import Iterator

from engine.batches import Position, Window
from engine.guard import Guard
from engine.live import Live
from engine.setup import Setup
from engine.state import State
from engine.update import Update


def stepping(setup: Setup) -> tuple[Update, Iterator[Window]]:
    """What makes the steps, and the windows of batches it makes them of; in train mode."""
    live = Live(setup.stepper, setup.experiment.clip, setup.model.modules())
    update = Update(setup, live, Guard(setup.started.layers, stops=False))
    windows = State(setup, update).batches.after(Position())
    setup.model.train()
    return update, windows
