"""The code of the tests' own lab: small enough to train in a blink, or for as long as wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Experiment, optim, probes, surfaces

if TYPE_CHECKING:
    from lessons.lab import Runs


def bowl(lr: float, steps: int) -> Experiment:
    """Descend a bowl that is steeper along one axis than along the other."""
    return Experiment(
        landscape=surfaces.quadratic(condition=10.0, start=(4.0, 1.0)),
        optimizer=optim.SGD(lr=lr),
        steps=steps,
        probes=(probes.Path(),),
    )


def deepest(runs: Runs) -> str:
    """The scenario that ends lowest."""
    return runs.lowest(lambda run: run.loss[-1])
