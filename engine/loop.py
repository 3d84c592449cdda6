"""The training loop: one short generator of events. Everything else observes it."""

from __future__ import annotations

from collections.abc import Iterator

from engine import kernels, seeding, telemetry
from engine.data import Batch
from engine.evaluate import evaluate
from engine.events import Event, RunEnded, Status
from engine.guard import Guard
from engine.live import Live
from engine.looking import Looking
from engine.setup import Setup
from engine.steering import Clock, Steering


def training(setup: Setup, steering: Steering) -> Iterator[Event]:
    """Train until the budget is used up, the run is stopped, or it diverges.

    Pull to go on, stop pulling to pause, close to stop. `RunEnded` is the last event.
    Draws its noise from torch's global generators: see `engine.training` for the form that protects
    them.
    """
    experiment, model, stepper = setup.experiment, setup.model, setup.stepper
    parameters = setup.parameters
    horizon, schedule = setup.horizon, experiment.schedule
    live = Live(stepper, experiment.clip)
    reader = telemetry.for_device(setup.device, live, parameters)
    guard = Guard(setup.started.layers, stops=experiment.stop_when_not_finite)
    looking = Looking(setup)
    clock = Clock(steering)
    step = evaluated = 0

    yield setup.started
    yield from looking.first()
    model.train()
    for epoch, batch in _batches(setup):
        if steering.interrupts(step):
            yield from _flushed(reader, guard)
            yield from looking.now(step)
            yield from steering.obey(step, horizon.steps_per_epoch, live)
            if steering.stopped or guard.halts:
                break
        factor = schedule.factor(step, horizon)
        lrs = tuple([lr * factor for lr in live.base_lrs])

        loss = setup.loss(model, batch)
        kernels.backward(loss)
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        ended = reader.read(step + 1, epoch, lrs, loss, gradients)
        guard.check(ended)
        if not guard.halts:
            stepper.step(lrs)
        for parameter in parameters:
            parameter.grad = None

        step += 1
        yield from ended
        yield from guard.news()
        look = looking.due()
        if guard.halts or step == horizon.steps:
            break
        if setup.evaluation_due(step):
            evaluated = step
            yield _validation(setup, step)
        if look:
            yield from looking.now(step)

    yield from _flushed(reader, guard)
    seconds = clock.seconds()
    if step > evaluated and setup.validates and not guard.halts:
        yield _validation(setup, step)
    yield from looking.now(step)
    yield _ended(step, seconds, guard, steering)


def _batches(setup: Setup) -> Iterator[tuple[int, Batch | None]]:
    """(epoch, batch) without end. The order of an epoch depends on nothing but seed and epoch."""
    data, size = setup.data, setup.experiment.batch_size
    epoch = 0
    while True:
        if data is None:
            yield epoch, None
            continue
        train = data.train
        if size is None or size >= len(train):
            yield epoch, Batch(train.inputs, train.targets)
        else:
            order = seeding.order(setup.seed, epoch, len(train)).to(setup.device)
            inputs = train.inputs.index_select(0, order).split(size)
            targets = train.targets.index_select(0, order).split(size)
            for pair in zip(inputs, targets, strict=True):
                yield epoch, Batch(*pair)
        epoch += 1


def _validation(setup: Setup, step: int) -> Event:
    assert setup.data is not None
    return evaluate(setup.experiment, setup.model, setup.data, setup.device, step=step)


def _flushed(reader: telemetry.Telemetry, guard: Guard) -> Iterator[Event]:
    """The steps that were held back, and what is wrong with them."""
    rest = reader.flush()
    guard.check(rest)
    yield from rest
    yield from guard.news()


def _ended(step: int, seconds: float, guard: Guard, steering: Steering) -> RunEnded:
    problem = guard.problem()
    status: Status = "stopped" if steering.stopped else "finished"
    return RunEnded(
        status=status if problem is None else "diverged",
        steps=step,
        seconds=seconds,
        problem=problem,
    )
