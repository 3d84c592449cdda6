"""How long a run is and where its epochs end: both follow from the size of its batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.errors import ConfigurationError
from engine.events import Event, HyperparameterSet, Replanned
from engine.experiment import Experiment
from engine.schedules import Horizon

BATCH_SIZE = "batch_size"


class Course:
    """The batch size of one run, which may change from one epoch to the next.

    An epoch that has begun keeps its size. A budget in epochs stays that many epochs, so that a
    change of size changes the number of steps; a budget in steps stays as it is. Schedules keep
    the horizon they were planned with: a run that has become longer goes on at its last rate.
    """

    def __init__(self, experiment: Experiment, horizon: Horizon | None = None) -> None:
        """`horizon`: what was planned, where it is not the experiment's own."""
        if horizon is None:
            horizon = Horizon(experiment.total_steps, experiment.steps_per_epoch)
        self.steps = horizon.steps
        """Steps planned by now."""
        self.size = experiment.batch_size
        """Samples of a batch in the epoch under way; None: all of them."""
        self.per_epoch = horizon.steps_per_epoch
        """Steps of the epoch under way; 0 without data."""
        self.changed = False
        """Whether another size has begun to act, and `news` has not told of it yet."""
        self._experiment, self._horizon = experiment, horizon
        self._asked: int | None = None
        self._end = self._over = 0  # steps made, and epochs over, when this epoch will have ended

    def ask(self, value: float) -> None:
        """Use batches of this size from the next epoch on. Raises ConfigurationError."""
        if self._experiment.data is None:
            raise ConfigurationError(
                BATCH_SIZE, value, "Turn another knob.", "This run has no data to make batches of."
            )
        if not (value >= 1 and value % 1 == 0):
            raise ConfigurationError(BATCH_SIZE, value, "Give a whole number of at least 1.")
        self._asked = min(int(value), self._experiment.samples)
        self._plan()

    def replanned(self, step: int) -> Replanned:
        """What the run is going to be, said after `step` steps."""
        size = self.size if self._asked is None else self._asked
        return Replanned(
            step=step,
            after=max(self._end, step),
            batch_size=self._experiment.samples if size is None else size,
            steps=self.steps,
            steps_per_epoch=self._steps_of_an_epoch(size),
        )

    def begin(self, epoch: int, step: int) -> None:
        """An epoch begins after `step` steps."""
        if self._asked is not None:
            self.changed = self._asked != self.size
            self.size, self._asked = self._asked, None
            self.per_epoch = self._steps_of_an_epoch(self.size)
        self._over, self._end = epoch + 1, step + self.per_epoch

    def news(self, step: int) -> Iterator[Event]:
        """That another size acts from the step after `step` on."""
        self.changed = False
        if self.size is not None:
            yield HyperparameterSet(step=step, name=BATCH_SIZE, value=float(self.size))

    def ends_epoch(self, step: int) -> bool:
        """Whether an epoch is over after `step` steps."""
        return self.per_epoch > 0 and (self._end - step) % self.per_epoch == 0

    def next_end(self, step: int) -> int:
        """Steps made at the end of the epoch that the step after `step` belongs to.

        Without data every step is an epoch.
        """
        if self.per_epoch == 0:
            return step + 1
        if step < self._end:
            return self._end
        size = self.size if self._asked is None else self._asked
        return step + self._steps_of_an_epoch(size)

    def state_dict(self) -> dict[str, Any]:
        """The size now and from the next epoch on."""
        return {"at_first": self._experiment.batch_size, "size": self.size, "asked": self._asked}

    def go_on(self, state: dict[str, Any] | None, step: int, epoch: int, used: int) -> None:
        """Go on after `step` steps, in an epoch of which `used` samples are used.

        What was changed on the way is taken over, unless this run was given another size than the
        one that the state is of. None: of a run whose size could not change. The rest of the epoch
        may be cut differently, also where only accumulation is another.
        """
        experiment = self._experiment
        if experiment.data is None:
            return
        if state is not None and state["at_first"] == experiment.batch_size:
            self.size, self._asked = state["size"], state["asked"]
        self.per_epoch = self._steps_of_an_epoch(self.size)
        self._over, self._end = epoch, step
        if used:
            left = max(0, experiment.samples - used)
            self._over, self._end = epoch + 1, step + self._steps_of(left, self.size)
        self._plan()

    def _plan(self) -> None:
        """A budget in epochs remains one, unless another number of steps replaced it."""
        epochs, horizon = self._experiment.epochs, self._horizon
        if epochs is not None and horizon.steps == epochs * horizon.steps_per_epoch:
            size = self.size if self._asked is None else self._asked
            self.steps = self._end + (epochs - self._over) * self._steps_of_an_epoch(size)

    def _steps_of_an_epoch(self, size: int | None) -> int:
        return self._steps_of(self._experiment.samples, size)

    def _steps_of(self, samples: int, size: int | None) -> int:
        """Steps that so many samples of an epoch last for."""
        experiment = self._experiment
        each = min(size or experiment.samples, experiment.samples)
        batches = samples // each if experiment.drop_last else -(-samples // each)
        return -(-batches // experiment.accumulate)
