"""Walking downhill: how many patients a step asks, and how the shape of the bowl sets the pace."""

from torch import nn
from torch.nn.functional import mse_loss

from engine import Experiment, data, optim, probes, surfaces
from lessons.lab import FinishedRun, Runs


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
    """The run whose last pass over the patients had the smallest mean loss."""
    epochs = 5
    return runs.lowest(lambda run: run.loss[-run.steps // epochs :].mean(), tie="same", margin=0.01)


def first_there(runs: Runs) -> str:
    """The run that first brings its loss below a thousandth of what it was at the start."""
    return runs.first(below_a_thousandth, otherwise="none", tie="same")


def times_longer(runs: Runs) -> str:
    """How many times as many steps the canyon takes to a thousandth as the oval bowl."""
    ratio = arrival(runs["canyon"]) / arrival(runs["oval"])
    sizes = {"same": 1.0, "three": 3.0, "ten": 10.0, "hundred": 100.0}
    return min(sizes, key=lambda name: abs(sizes[name] / ratio - ratio / sizes[name]))


def measured_rate(run: FinishedRun) -> float:
    """What is left of the distance to the bottom after each step, on the way to a thousandth.

    On a bowl the loss goes with the square of the distance, hence the square root.
    """
    steps = int(arrival(run)) - 1
    left = run.loss[steps] / run.loss[0]
    return float(left ** (1 / (2 * steps)))


def arrival(run: FinishedRun) -> float:
    """Number of the first step that begins below a thousandth of the loss at the start."""
    return run.first_step(below_a_thousandth)


def below_a_thousandth(run: FinishedRun):
    return run.loss < run.loss[0] / 1000
