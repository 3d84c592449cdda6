"""Plain descent into a bowl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.experiment import Experiment
from engine.optim import SGD
from engine.probes import Path
from engine.surfaces import quadratic

if TYPE_CHECKING:
    from lessons.lab import Runs


def bowl(lr: float) -> Experiment:
    """Descend a bowl that is ten times flatter in one direction than in the other."""
    return Experiment(
        landscape=quadratic(condition=10.0),
        optimizer=SGD(lr=lr),
        steps=200,
        probes=(Path(),),
    )


def first_down(runs: Runs, level: float = 1e-3) -> str:
    """Name of the scenario whose loss is first below `level`."""
    return runs.first(lambda run: run.loss < level, otherwise="none", tie="same")
