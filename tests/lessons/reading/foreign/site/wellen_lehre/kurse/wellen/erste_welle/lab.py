"""Abstieg in eine Schale."""

from engine.experiment import Experiment
from engine.optim import SGD
from engine.probes import Path
from engine.surfaces import quadratic


def schale(eta: float) -> Experiment:
    """Steigt in eine Schale hinab, die in einer Richtung zehnmal flacher ist."""
    return Experiment(
        landscape=quadratic(condition=10.0),
        optimizer=SGD(lr=eta),
        steps=200,
        probes=(Path(),),
    )


def zuerst_unten(runs, level: float = 1e-3) -> str:
    """Name des Laufs, der zuerst unten ist."""
    return runs.first(lambda run: run.loss < level, otherwise="none")
