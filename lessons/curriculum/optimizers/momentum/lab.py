"""A ball that remembers: descent with a velocity, in a curved valley and on two moons."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from torch import nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, optim, probes, surfaces
from engine.nn import mlp
from engine.optim import from_scratch

if TYPE_CHECKING:
    from engine.optim import Rule
    from lessons.lab import FinishedRun, Runs


def ball(problem: str, lr: float, momentum: float, nesterov: bool, written_by: str) -> Experiment:
    """Descend with v ← momentum · v + gradient, θ ← θ − lr · v."""
    rule = optimizer(lr, momentum, nesterov, written_by)
    return valley(rule) if problem == "valley" else moons(rule)


def optimizer(lr: float, momentum: float, nesterov: bool, written_by: str) -> Rule:
    """The same three rules twice: our page of Python, or PyTorch's compiled kernel."""
    sgd = from_scratch.sgd if written_by == "us" else optim.SGD
    # Without momentum there is no velocity that Nesterov's rule could look ahead along.
    return sgd(lr=lr, momentum=momentum, nesterov=nesterov and momentum > 0)


def valley(rule: Rule) -> Experiment:
    """Follow Rosenbrock's curved valley from (0, 0) to its lowest point at (1, 1)."""
    return Experiment(
        landscape=surfaces.rosenbrock(start=(0.0, 0.0)),
        optimizer=rule,
        steps=1500,
        probes=(probes.Path(),),
    )


def moons(rule: Rule) -> Experiment:
    """Teach a small network to tell two interleaved half circles apart."""
    return Experiment(
        data=data.moons(n=400, noise=0.2),
        model=two_layers,
        loss=cross_entropy,
        optimizer=rule,
        batch_size=32,
        epochs=30,
        probes=(probes.DecisionBoundary(),),
    )


def two_layers() -> nn.Sequential:
    """Points (n, 2) → 16 hidden units → scores of the two moons (n, 2)."""
    return mlp(2, 16, 2)


def first_in_the_valley(runs: Runs) -> str:
    """The run that is first below 0.1, or "same" where two are within 50 steps of each other."""
    return first_below(runs, 0.1)


def first_at_the_end(runs: Runs) -> str:
    """The run that is first below 0.0001, close to the lowest point."""
    return first_below(runs, 1e-4)


def first_below(runs: Runs, level: float) -> str:
    """The run that gets below a loss first; "same" within 50 steps, "none" where none does."""
    if all(isinf(arrival(run, level)) for run in runs):
        return "none"
    return runs.lowest(lambda run: arrival(run, level), tie="same", margin=50)


def arrival(run: FinishedRun, level: float) -> float:
    """Number of the first step that begins below that loss; infinite where none does."""
    return run.first_step(lambda run: run.loss < level)


def nearest_to_plain(runs: Runs) -> str:
    """The ball whose losses, step by step on the same batches, are nearest to plain descent's."""
    gaps = {name: gap(runs, name, "moons_plain") for name in ("moons_gentle", "moons_ball")}
    nearest = min(gaps, key=gaps.__getitem__)
    return nearest if gaps[nearest] < 0.05 else "neither"


def how_equal(runs: Runs) -> str:
    """Compare every loss of our optimiser's run with PyTorch's."""
    difference = abs(runs["moons_ball"].loss - runs["moons_torch"].loss).max()
    if difference == 0:
        return "bits"
    return "close" if difference < 1e-4 else "apart"


def gap(runs: Runs, first: str, second: str) -> float:
    """Mean distance between the losses of two runs."""
    return float(abs(runs[first].loss - runs[second].loss).mean())
