"""One step of a run: gradient, clipping, update of the weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine import telemetry
from engine.batches import Window
from engine.blame import blamed
from engine.culprit import first_not_finite
from engine.events import Event, StepEnded, StepSkipped
from engine.gradients import Gradients, Leftovers
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
        self.leftovers = None if experiment.zero_grad else Leftovers(setup.parameters)
        self.skipped = False
        """Whether the last step left the weights alone because a gradient overflowed."""
        self._step = 0
        self._factor = schedule.factor
        self._cycle = schedule if isinstance(schedule, CyclesMomentum) else None
        self._gradients = Gradients(setup.compute, self.scaler, setup.no_sync)
        # A scaler has to know at once whether a gradient overflowed.
        prompt = self.scaler is not None or setup.prompt
        self._reader = telemetry.for_device(
            setup.device.type, live, setup.parameters, setup.reduce, prompt=prompt
        )

    def make(self, step: int, window: Window) -> Sequence[StepEnded]:
        """Make step number `step`; return the steps whose figures are known by now.

        Raises EngineError where the batch does not fit the model, in words about both.
        """
        setup, parameters = self.setup, self.setup.parameters
        lrs, self._step = self.lrs(), step
        try:
            loss = self._gradients.compute(window)
        except Exception as error:
            loss_fn = setup.experiment.loss
            if loss_fn is None or setup.experiment.step_loss is not None:
                raise
            raise blamed(error, setup.model, loss_fn, window.batches) from error
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        finite = self.scaler is None or self.scaler.unscale(gradients)
        overflow = not finite and self.scaler is not None and self.scaler.helps
        ended = self._reader.read(step, window.epoch, lrs, loss, gradients)
        if self.guard.check(ended, overflow=overflow):
            self._find_the_layer(window)
        if self.scaler is not None:
            self.scaler.update(finite=finite)
        self.skipped = not finite
        if finite and not self.guard.halts:
            setup.stepper.step(lrs)
            self.updates += 1
            if self.average is not None:
                self.average.update()
        if self.leftovers is None:
            for parameter in parameters:
                parameter.grad = None
        return ended

    @property
    def remarkable(self) -> bool:
        """Whether the step that has just been made may be worth more than its figures."""
        return self.skipped or self.guard.trouble is not None

    def news(self) -> Iterator[Event]:
        """What was remarkable about the step that has just been made."""
        yield from self.guard.news()
        if self.skipped and self.scaler is not None:
            yield StepSkipped(step=self._step, scale=self.scaler.scale)

    def lrs(self) -> tuple[float, ...]:
        """The rate of each group at the next update; sets the momentum, where that cycles."""
        horizon = self.setup.horizon
        factor = self._factor(self.updates, horizon)
        if self.reaction is not None:
            factor *= self.reaction.factor
        if self._cycle is not None:
            momentum = self._cycle.momentum(self.updates, horizon)
            if momentum is not None:
                self.live.cycle(momentum)
        return tuple([lr * factor for lr in self.live.base_lrs])

    def flush(self) -> Sequence[StepEnded]:
        """The steps that were held back, checked."""
        rest = self._reader.flush()
        self.guard.check(rest)
        return rest

    def _find_the_layer(self, window: Window) -> None:
        """Before the weights move: of an older step than this one it is past finding out."""
        trouble = self.guard.trouble
        if trouble is not None and trouble.step == self._step:
            self.guard.layer = first_not_finite(self.setup, window)
