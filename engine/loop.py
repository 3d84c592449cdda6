"""The training loop: one short generator of events. Everything else observes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.batches import Position
from engine.events import Event, LogLine, RunEnded, Status
from engine.guard import Guard
from engine.live import Live
from engine.looking import Looking
from engine.measuring import Measuring
from engine.setup import Setup
from engine.state import State
from engine.steering import Clock, Steering
from engine.travel.keeping import Keeper
from engine.travel.snapshot import Snapshot
from engine.travel.taking import Taking
from engine.update import Update


def training(
    setup: Setup,
    steering: Steering,
    *,
    start: Snapshot | None = None,
    keeper: Keeper | None = None,
) -> Iterator[Event]:
    """Train until the budget is used up, the run is stopped, or it diverges.

    Pull to go on, stop pulling to pause, close to stop. `RunEnded` is the last event. `start`: go
    on from there; `keeper`: where snapshots go. Draws its noise from torch's global generators:
    see `engine.training` for the form that protects them.
    """
    update = _update(setup)
    state, guard = State(setup, update), update.guard
    at = Position() if start is None else state.restore(start)
    clock, first = Clock(steering), at.step
    looking, taking = Looking(setup), Taking(state, keeper)
    measuring = Measuring(setup, state, first)
    steering.begin(first)

    yield from _started(state, first)
    yield from looking.first(at.step)
    yield from taking.first(at)
    setup.model.train()
    windows = state.batches.after(at)
    while at.step < state.course.steps:
        if steering.interrupts(at.step):
            yield from _flushed(update)
            yield from looking.now(at.step)
            yield from steering.obey(at.step, state.course, update.live)
            if steering.stopped or guard.halts:
                break
        window = next(windows)  # only now: the epoch that begins may have been given another size
        if state.course.changed:
            yield from state.course.news(at.step)
        yield from update.make(at.step + 1, window)
        at = Position(at.step + 1, update.updates, window.epoch, window.used)
        if update.remarkable:
            yield from update.news()
        look, measure, take = looking.due(window), measuring.due(at.step), taking.due(at.step)
        if look or measure or take:  # what they speak of has to be said before, and checked
            yield from _flushed(update)
        if guard.halts or at.step == state.course.steps:
            break
        if measure:
            yield from measuring.now(at.step)
            if measuring.patience_used_up:
                break
        if take:
            yield from taking.now(at)
        if look:
            yield from looking.now(at.step)

    yield from _flushed(update)
    seconds = clock.seconds()
    if not guard.halts:
        yield from _kept(at, measuring, taking, looking)
    yield from looking.now(at.step)
    yield replace(_ended(at.step, seconds, guard, steering), first_step=first)


def _started(state: State, first: int) -> Iterator[Event]:
    course = state.course
    yield replace(
        state.setup.started,
        first_step=first,
        steps=course.steps,
        steps_per_epoch=course.per_epoch,
    )
    if state.optimizer_afresh:
        label = state.setup.stepper.label
        yield LogLine(text=f"{label} starts afresh: it knows nothing of the steps before.")


def _kept(at: Position, measuring: Measuring, taking: Taking, looking: Looking) -> Iterator[Event]:
    """Measure and keep where the run ended; put its best weights back, if it wants them."""
    yield from measuring.now(at.step)
    yield from taking.now(at)
    if measuring.restores_best:
        yield from measuring.restore_best()
        looking.anew()


def _update(setup: Setup) -> Update:
    experiment = setup.experiment
    live = Live(setup.stepper, experiment.clip, setup.model.modules())
    return Update(setup, live, Guard(setup.started.layers, stops=experiment.stop_when_not_finite))


def _flushed(update: Update) -> Iterator[Event]:
    """The steps that were held back, and what is wrong with them."""
    yield from update.flush()
    yield from update.guard.news()


def _ended(step: int, seconds: float, guard: Guard, steering: Steering) -> RunEnded:
    problem = guard.problem()
    status: Status = "stopped" if steering.stopped else "finished"
    return RunEnded(
        status=status if problem is None else "diverged",
        steps=step,
        seconds=seconds,
        problem=problem,
    )
