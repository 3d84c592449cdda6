"""What the probes of a run see at one of its snapshots, exactly there."""

from __future__ import annotations

from pathlib import Path

from engine import device as devices
from engine import seeding, wire
from engine.events import Probed
from engine.guard import Guard
from engine.live import Live
from engine.looking import Looking
from engine.observations import PathPoints
from engine.recipes import experiment_of
from engine.request import RunRequest
from engine.setup import prepare
from engine.state import State
from engine.travel.fork import Fork
from engine.travel.starting import start_of
from engine.update import Update


def look_back(request: RunRequest, point: Fork, runs: Path) -> tuple[str, ...]:
    """Events, as `engine.wire` writes them. `runs`: the folder in which the runs lie.

    Probes begin where they began in the run, so that they look along the same directions. Those
    that follow every step have seen it all already and are left out. Raises EngineError where
    there is no such snapshot.
    """
    experiment, place = experiment_of(request), devices.resolve(request.device)
    following = {probe.name for probe in experiment.probes if probe.start().watches}
    setup = prepare(experiment, seed=request.seed, device=place, steps=request.steps)
    live = Live(setup.stepper, experiment.clip, setup.model.modules())
    state = State(setup, Update(setup, live, Guard(setup.started.layers, stops=False)))
    looking = Looking(setup)
    with seeding.seeded(seeding.derive(request.seed, "noise"), place):
        if request.fork is not None:
            state.restore(start_of(request.fork, runs, place))
        list(looking.first(0))
        step = state.restore(start_of(point, runs, place)).step
        looking.anew()
        return tuple(
            wire.encode(event).decode()
            for event in looking.now(step)
            if isinstance(event, Probed)
            and event.probe not in following
            and not isinstance(event.seen, PathPoints)
        )
