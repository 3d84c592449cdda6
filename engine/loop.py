"""The training loop: one short generator of events. Everything else observes it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from engine import kernels, seeding, telemetry
from engine.data import Batch
from engine.evaluate import evaluate
from engine.events import Event, NonFinite, Problem, RunEnded, StepEnded
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
    reader = telemetry.for_device(setup.device, live, len(parameters))
    looking = Looking(setup)
    clock = Clock(steering)
    step, trouble = 0, None

    yield setup.started
    yield from looking.first()
    model.train()
    for epoch, batch in _batches(setup):
        if steering.interrupts(step):
            yield from reader.flush()
            yield from looking.now(step)
            yield from steering.obey(step, horizon.steps_per_epoch, live)
            if steering.stopped:
                break
        factor = schedule.factor(step, horizon)
        lrs = tuple([lr * factor for lr in live.base_lrs])

        loss = setup.loss(model, batch)
        kernels.backward(loss)
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        ended = reader.read(step + 1, epoch, lrs, loss, gradients)
        trouble = _trouble(ended) if experiment.stop_when_not_finite else None
        if trouble is None:
            stepper.step(lrs)
        for parameter in parameters:
            parameter.grad = None

        step += 1
        yield from ended
        look = looking.due()
        if trouble is not None or step == horizon.steps:
            break
        if setup.evaluation_due(step):
            yield _validation(setup, step)
        if look:
            yield from looking.now(step)

    rest = reader.flush()
    yield from rest
    trouble = trouble or _trouble(rest)
    seconds = clock.seconds()
    if trouble is not None:
        yield non_finite(trouble, setup.started.layers)
    elif step and setup.validates:
        yield _validation(setup, step)
    yield from looking.now(step)
    yield _ended(step, seconds, trouble, stopped=steering.stopped)


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


def _trouble(ended: Sequence[StepEnded]) -> StepEnded | None:
    """The first step whose loss or gradient is not a number."""
    for event in ended:
        if not math.isfinite(event.loss + event.grad_norm):
            return event
    return None


def non_finite(event: StepEnded, layers: tuple[str, ...]) -> NonFinite:
    """Say what was found, and in which layer where it is only in some."""
    broken = [
        name
        for name, norm in zip(layers, event.layer_norms, strict=False)
        if not math.isfinite(norm)
    ]
    return NonFinite(
        step=event.step,
        what="gradient" if math.isfinite(event.loss) else "loss",
        layer=broken[0] if 0 < len(broken) < len(layers) else "",
    )


def _ended(step: int, seconds: float, trouble: StepEnded | None, *, stopped: bool) -> RunEnded:
    if trouble is None:
        return RunEnded(status="stopped" if stopped else "finished", steps=step, seconds=seconds)
    what = "loss" if not math.isfinite(trouble.loss) else "gradient"
    problem = Problem(
        title=f"Diverged at step {trouble.step}",
        reason=f"The {what} is no longer a finite number (loss {trouble.loss:g}, "
        f"gradient norm {trouble.grad_norm:g}).",
        next_step="Lower the learning rate, clip the gradient, or look at the steps before it.",
    )
    return RunEnded(status="diverged", steps=step, seconds=seconds, problem=problem)
