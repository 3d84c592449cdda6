"""Walking downhill: how many patients a step asks, and how the shape of the bowl sets the pace."""

from __future__ import annotations

from math import log, sqrt
from typing import TYPE_CHECKING

from torch import nn
from torch.nn.functional import mse_loss

from engine import Experiment, data, optim, probes, surfaces

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs
    from lessons.runs import Floats


def descent(problem: str, batch: int, condition: float, lr: float, epochs: int) -> Experiment:
    """Plain descent, θ ← θ − lr · gradient, on real patients or on a bowl made to measure."""
    if problem == "patients":
        return patients(batch, lr, epochs)
    return bowl(condition, lr, steps=epochs)


def patients(batch: int, lr: float, epochs: int) -> Experiment:
    """Predict how diabetes progresses from body mass and one blood value.

    Every step asks `batch` patients which way is down; an epoch has asked all 265. The loss over
    the two weights is a bowl, which is what the view shows.
    """
    return Experiment(
        data=data.diabetes(features=("bmi", "s5")),
        model=two_weights,
        loss=mse_loss,
        optimizer=optim.SGD(lr=lr),
        batch_size=batch,
        epochs=epochs,
        probes=(probes.WeightPath(),),
    )


def two_weights() -> nn.Linear:
    """progression ≈ w₁ · bmi + w₂ · s5, with both weights 0 at the start."""
    line = nn.Linear(2, 1, bias=False)
    nn.init.zeros_(line.weight)
    return line


def bowl(condition: float, lr: float, steps: int) -> Experiment:
    """Descend ½ (x² / condition + y²): always equally steep across, ever flatter along x.

    Curvatures are L = 1 and μ = 1 / condition. No data and no noise: every step knows the slope.
    """
    return Experiment(
        landscape=surfaces.quadratic(condition),
        optimizer=optim.SGD(lr=lr),
        steps=steps,
        probes=(probes.Path(),),
    )


def closest(runs: Runs) -> str:
    """The run with the smallest mean loss over the last of its five epochs."""
    return runs.lowest(lambda run: float(last_epoch(run).mean()), tie="same", margin=0.01)


def last_epoch(run: FinishedRun, epochs: int = 5) -> Floats:
    """Losses of the batches in the last of all epochs."""
    return run.loss[-(run.steps // epochs) :]


def first_there(runs: Runs) -> str:
    """The run whose loss is first below a thousandth of what it was at the start."""
    return runs.first(lambda run: run.loss < run.loss[0] / 1000, otherwise="none", tie="same")


def times_longer(runs: Runs) -> str:
    """How many times as many steps the canyon takes to a thousandth as the oval bowl."""
    ratio = steps_down(runs["canyon"]) / steps_down(runs["oval"])
    sizes = {"same": 1.0, "three": 3.0, "ten": 10.0, "hundred": 100.0}
    return min(sizes, key=lambda name: abs(log(ratio / sizes[name])))


def measured_rate(run: FinishedRun) -> float:
    """Share of the distance to the bottom that each step leaves, on the way to a thousandth.

    On a bowl the loss goes with the square of the distance, hence the square root.
    """
    steps = steps_down(run)
    left = run.loss[steps] / run.loss[0]
    return float(sqrt(left) ** (1 / steps))


def steps_down(run: FinishedRun) -> int:
    """Steps until the loss is below a thousandth of what it was at the start."""
    return int(run.first_step(lambda run: run.loss < run.loss[0] / 1000)) - 1
