"""Everything that changes while a run trains: captured whole, restored whole."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from engine.batches import Batches, Position
from engine.course import Course
from engine.errors import ConfigurationError, EngineError
from engine.seeding import RandomState
from engine.setup import Setup
from engine.travel.snapshot import Snapshot
from engine.tricks.best import Best
from engine.update import Update


class State:
    """One run between two steps."""

    def __init__(self, setup: Setup, update: Update) -> None:
        self.setup, self.update = setup, update
        experiment = setup.experiment
        self.course = Course(experiment, setup.horizon)
        self.batches = Batches(
            experiment, setup.data, setup.seed, setup.device, setup.world, course=self.course
        )
        self.best: Best | None = experiment.keep_best.start() if experiment.keep_best else None
        self.optimizer_afresh = False
        """Whether a snapshot was restored whose optimiser is another one, or was forgotten."""
        self._tricks = {
            "scaler": update.scaler,
            "average": update.average,
            "reaction": update.reaction,
            "leftovers": update.leftovers,
            "best": self.best,
        }

    def capture(self, position: Position) -> Snapshot:
        """Copy all of it. Draws no random number, changes nothing."""
        setup = self.setup
        return Snapshot(
            position=position,
            model=_copies(setup.model.state_dict()),
            stepper=setup.stepper.state_dict(),
            live={**self.update.live.state_dict(), "listens": self._listens()},
            tricks={
                name: trick.state_dict()
                for name, trick in (*self._tricks.items(), ("course", self.course))
                if trick is not None
            },
            noise=RandomState.now(setup.device),
            augmentation=self.batches.random.get_state(),
        )

    def restore(self, snapshot: Snapshot) -> Position:
        """Go back, or over to another run's past; torch's global generators included.

        What this run is given differently from the one that was captured holds: another rate,
        another schedule. An optimiser of another kind, or for other groups of parameters, starts
        afresh, and so does an average that there was none of. Generators of another kind of device
        are left as they are. Raises EngineError where the weights do not fit.
        """
        setup = self.setup
        try:
            setup.model.load_state_dict(snapshot.model)
        except RuntimeError as error:
            raise EngineError(
                "The snapshot does not fit this model",
                "It was taken of a model with other layers or sizes.",
                "Keep the model as it was where a run goes on from a snapshot, or start anew.",
                str(error),
            ) from error
        self._restore_stepper(snapshot.stepper)
        self.update.live.load_state_dict(snapshot.live)
        for name, trick in self._tricks.items():
            if trick is not None and self._continues(name, snapshot):
                trick.load_state_dict(snapshot.tricks[name])
        at = snapshot.position
        self.course.go_on(snapshot.tricks.get("course"), at.step, at.epoch, at.used)
        if self.update.average is not None and "average" not in snapshot.tricks:
            self.update.average.restart()
        self.update.updates = snapshot.position.updates
        if snapshot.augmentation.shape == self.batches.random.get_state().shape:
            self.batches.random.set_state(snapshot.augmentation)
        snapshot.noise.restore(setup.device)
        return snapshot.position

    def _continues(self, name: str, snapshot: Snapshot) -> bool:
        """Whether the trick of that name has a past, and is still the same trick."""
        if name not in snapshot.tricks:
            return False
        return name != "reaction" or snapshot.live["listens"] == self._listens()

    def _listens(self) -> str:
        """What the schedule listens to, and how."""
        reaction = self.update.reaction
        return "" if reaction is None else f"{type(reaction).__name__} {reaction.metric}"

    def _restore_stepper(self, state: dict[str, Any]) -> None:
        stepper = self.setup.stepper
        fresh = stepper.state_dict()
        try:
            stepper.load_state_dict(state)
        except ConfigurationError:
            stepper.load_state_dict(fresh)
            self.optimizer_afresh = True


def _copies(state: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.detach().clone() if isinstance(value, Tensor) else value
        for name, value in state.items()
    }
