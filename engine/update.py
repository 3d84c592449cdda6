"""One step of a run: gradient, clipping, update of the weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from engine import telemetry
from engine.batches import Window
from engine.blame import blamed
from engine.culprit import first_not_finite
from engine.events import Event, StepEnded, StepSkipped
from engine.gradients import Gradients
from engine.guard import Guard
from engine.live import Live
from engine.schedules.base import CyclesMomentum, Reactive
from engine.setup import Setup
from engine.tricks.precision import LossScaler


class Update:
    """Makes the steps of one run, and holds what they leave behind beside weights and stepper."""

    def __init__(self, setup: Setup, live: Live, guard: Guard) -> None:
        self.setup, self.live, self.guard = setup, live, guard
        experiment = setup.experiment
        self.updates = 0
        """Updates of the weights so far; a skipped step makes none."""
        self.scaler = LossScaler() if experiment.precision == "fp16" else None
        self.average = experiment.average.start(setup.model) if experiment.average else None
        schedule = experiment.schedule
        self.reaction = schedule.react() if isinstance(schedule, Reactive) else None
        self.skipped = False
        """Whether the last step left the weights alone because a gradient overflowed."""
        self._step = 0
        self._cycle = schedule if isinstance(schedule, CyclesMomentum) else None
        self._gradients = Gradients(setup.loss_of, self.scaler, setup.no_sync)
        # A scaler has to know at once whether a gradient overflowed.
        device = "cpu" if self.scaler else setup.device.type
        self._reader = telemetry.for_device(device, live, setup.parameters, setup.reduce)

    def make(self, step: int, window: Window) -> Sequence[StepEnded]:
        """Make step number `step`; return the steps whose figures are known by now.

        Raises EngineError where the batch does not fit the model, in words about both.
        """
        setup, parameters = self.setup, self.setup.parameters
        lrs, self._step = self.lrs(), step
        try:
            loss = self._gradients.compute(window)
        except Exception as error:
            if setup.experiment.loss is None or setup.experiment.step_loss is not None:
                raise
            raise blamed(error, setup.model, window.batches[-1]) from error
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        finite = self.scaler is None or self.scaler.unscale(gradients)
        ended = self._reader.read(step, window.epoch, lrs, loss, gradients)
        self.guard.check(ended, overflow=not finite)
        if self.scaler is not None:
            self.scaler.update(finite=finite)
        self.skipped = not finite
        if finite and not self.guard.halts:
            setup.stepper.step(lrs)
            self.updates += 1
            if self.average is not None:
                self.average.update()
        for parameter in parameters:
            parameter.grad = None
        return ended

    def news(self, window: Window) -> Iterator[Event]:
        """What was remarkable about the step that has just been made of this window."""
        trouble = self.guard.trouble
        if trouble is not None:
            # An older step than the last one is past finding out: the weights have moved since.
            fresh = trouble.step == self._step
            find = partial(first_not_finite, self.setup, window) if fresh else None
            yield from self.guard.news(find)
        if self.skipped and self.scaler is not None:
            yield StepSkipped(step=self._step, scale=self.scaler.scale)

    def lrs(self) -> tuple[float, ...]:
        """The rate of each group at the next update; sets the momentum, where that cycles."""
        horizon = self.setup.horizon
        factor = self.setup.experiment.schedule.factor(self.updates, horizon)
        if self.reaction is not None:
            factor *= self.reaction.factor
        if self._cycle is not None:
            momentum = self._cycle.momentum(self.updates, horizon)
            if momentum is not None:
                self.setup.stepper.set("momentum", momentum)
        return tuple([lr * factor for lr in self.live.base_lrs])

    def flush(self) -> Sequence[StepEnded]:
        """The steps that were held back, checked."""
        rest = self._reader.flush()
        self.guard.check(rest)
        return rest
