"""Everything that changes while a run trains: captured whole, restored whole."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from engine.batches import Batches, Position
from engine.errors import EngineError
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
        self.batches = Batches(experiment, setup.data, setup.seed, setup.device, setup.world)
        self.best: Best | None = experiment.keep_best.start() if experiment.keep_best else None
        self._tricks = {
            "scaler": update.scaler,
            "average": update.average,
            "reaction": update.reaction,
            "best": self.best,
        }

    def capture(self, position: Position) -> Snapshot:
        """Copy all of it. Draws no random number, changes nothing."""
        setup = self.setup
        return Snapshot(
            position=position,
            model=_copies(setup.model.state_dict()),
            stepper=setup.stepper.state_dict(),
            live=self.update.live.state_dict(),
            tricks={
                name: trick.state_dict()
                for name, trick in self._tricks.items()
                if trick is not None
            },
            noise=RandomState.now(setup.device),
            augmentation=self.batches.random.get_state(),
        )

    def restore(self, snapshot: Snapshot) -> Position:
        """Go back, or over to another run's past; torch's global generators included.

        What this run is given differently from the one that was captured holds: another rate,
        another schedule. An optimiser of another kind starts afresh. Raises EngineError where
        the weights do not fit.
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
        if snapshot.stepper.get("stepper") == setup.stepper.label:
            setup.stepper.load_state_dict(snapshot.stepper)
        self.update.live.load_state_dict(snapshot.live)
        for name, trick in self._tricks.items():
            if trick is not None and name in snapshot.tricks:
                trick.load_state_dict(snapshot.tricks[name])
        self.update.updates = snapshot.position.updates
        self.batches.random.set_state(snapshot.augmentation)
        snapshot.noise.restore(setup.device)
        return snapshot.position


def _copies(state: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.detach().clone() if isinstance(value, Tensor) else value
        for name, value in state.items()
    }
