"""A published table reproduced: MNIST-1D (Greydanus and Kobak 2024), four models.

`python tests/benchmarks/mnist1d.py` trains logistic regression, MLP, CNN and GRU as the authors'
notebooks do and prints test accuracies beside theirs; `mnist1d.md` holds the result. The `mnist1d`
package generates the data. Architectures, optimiser, batches and budget are those of
`notebooks/models.py`, `notebooks/train.py`, `quickstart.ipynb` and
`notebooks/mnist1d-classification.ipynb` in https://github.com/greydanus/mnist1d.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

# This file has the name of the package that generates the data, so its folder must not be searched.
if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[2])

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine import Experiment, train
from engine.data import Dataset, Examples, Sequential
from engine.events import Evaluated, RunEnded
from engine.metrics import accuracy

LENGTH, CLASSES = 40, 10
STEPS, BATCH_SIZE, LEARNING_RATE, EVALUATE_EVERY = 6000, 100, 1e-2, 250


class Residual(nn.Module):
    """h + f(h)."""

    def __init__(self, *inner: nn.Module) -> None:
        super().__init__()
        self.inner = nn.Sequential(*inner)

    def forward(self, hidden: Tensor) -> Tensor:
        """(n, width) → (n, width)"""
        out: Tensor = hidden + self.inner(hidden)
        return out


class BidirectionalGRU(nn.Module):
    """Reads the signal one value at a time, both ways; all states go into a linear layer."""

    def __init__(self, width: int = 6) -> None:
        super().__init__()
        self.gru = nn.GRU(1, width, batch_first=True, bidirectional=True)
        self.head = nn.Linear(2 * width * LENGTH, CLASSES)

    def forward(self, signal: Tensor) -> Tensor:
        """(n, 40) → (n, 10)"""
        states, _ = self.gru(signal.unsqueeze(-1))
        scores: Tensor = self.head(states.flatten(1))
        return scores


def logistic() -> nn.Module:
    """One linear layer: 410 parameters."""
    return nn.Linear(LENGTH, CLASSES)


def mlp() -> nn.Module:
    """Two hidden layers of 100, the second one residual: 15,210 parameters."""
    return nn.Sequential(
        nn.Linear(LENGTH, 100),
        nn.ReLU(),
        Residual(nn.Linear(100, 100), nn.ReLU()),
        nn.Linear(100, CLASSES),
    )


def cnn() -> nn.Module:
    """Three strided convolutions of 25 channels: 5,210 parameters."""
    return nn.Sequential(
        nn.Unflatten(1, (1, LENGTH)),
        nn.Conv1d(1, 25, 5, stride=2, padding=1),
        nn.ReLU(),
        nn.Conv1d(25, 25, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.Conv1d(25, 25, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(125, CLASSES),
    )


def gru() -> nn.Module:
    """Bidirectional, 6 wide: 5,134 parameters."""
    return BidirectionalGRU()


@dataclass(frozen=True, slots=True)
class Published:
    """What the authors report, in percent of the test set."""

    build: Callable[[], nn.Module]
    table: int
    """Paper."""
    notebooks: tuple[float, float]
    """What the outputs kept in their two notebooks show at step 6000, one run each."""


MODELS = {
    "logistic regression": Published(logistic, 32, (31.7, 31.5)),
    "MLP": Published(mlp, 68, (64.6, 65.1)),
    "CNN": Published(cnn, 94, (92.5, 92.3)),
    "GRU": Published(gru, 91, (91.1, 89.1)),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run, in percent of the test set."""

    final: float
    """After the last step."""
    best: float
    """Highest of the evaluations on the way."""
    seconds: float


def make_data() -> Dataset:
    """4000 training and 1000 test signals, made anew by the package from its default seed, 42.

    The test split stands in the place of the validation split, because it is what the authors
    follow while they train; nothing is chosen by it.
    """
    with tempfile.TemporaryDirectory() as folder, _numpy_random_state():
        os.environ.setdefault("MPLCONFIGDIR", folder)
        from mnist1d.data import get_dataset_args, make_dataset

        arrays = make_dataset(get_dataset_args())
    inputs, targets, test_inputs, test_targets = (
        torch.as_tensor(arrays[key], dtype=kind)
        for key, kind in (
            ("x", torch.float32),
            ("y", torch.int64),
            ("x_test", torch.float32),
            ("y_test", torch.int64),
        )
    )
    return Dataset("mnist1d", Examples(inputs, targets), Examples(test_inputs, test_targets))


@contextmanager
def _numpy_random_state() -> Iterator[None]:
    """The package seeds the global generators of Python and numpy; put them back."""
    import numpy as np

    before = random.getstate(), np.random.get_state()
    try:
        yield
    finally:
        random.setstate(before[0])
        np.random.set_state(before[1])


def run(build: Callable[[], nn.Module], data: Dataset, *, seed: int, steps: int) -> Outcome:
    """Train one model as the authors do: Adam at 0.01, batches of 100 in order, no decay."""
    experiment = Experiment(
        model=build,
        data=data,
        loss=F.cross_entropy,
        optimizer=lambda parameters: torch.optim.Adam(parameters, lr=LEARNING_RATE),
        order=Sequential(),
        batch_size=BATCH_SIZE,
        steps=steps,
        evaluate_every=min(EVALUATE_EVERY, steps),
        metrics=(("accuracy", accuracy),),
    )
    scores, took = [], 0.0
    for event in train(experiment, seed=seed, device="cpu"):
        if isinstance(event, Evaluated):
            scores.append(100 * event.metrics[0].value)
        elif isinstance(event, RunEnded):
            took = event.seconds
    return Outcome(final=scores[-1], best=max(scores), seconds=took)


def reproduce(seeds: int, steps: int) -> Iterator[tuple[str, list[Outcome]]]:
    """Every model with every seed."""
    data = make_data()
    for name, published in MODELS.items():
        yield name, [run(published.build, data, seed=seed, steps=steps) for seed in range(seeds)]


def row(name: str, outcomes: list[Outcome]) -> str:
    """One row of the table."""
    published = MODELS[name]
    final = _mean_and_spread([outcome.final for outcome in outcomes])
    best = _mean_and_spread([outcome.best for outcome in outcomes])
    seconds = statistics.fmean(outcome.seconds for outcome in outcomes)
    earlier, later = published.notebooks
    theirs = f"{published.table} | {earlier}, {later}"
    return f"| {name} | {theirs} | {final} | {best} | {seconds:.0f} |"


def _mean_and_spread(values: list[float]) -> str:
    spread = statistics.stdev(values) if len(values) > 1 else 0.0
    return f"{statistics.fmean(values):.1f} ± {spread:.1f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--quick", action="store_true", help="one seed, a few steps")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    began = time.perf_counter()
    seeds, steps = (1, 50) if arguments.quick else (arguments.seeds, STEPS)
    used = ", ".join(f"{name} {version(name)}" for name in ("torch", "mnist1d"))
    print(f"Test accuracy in %, {steps} steps, {seeds} seeds (mean ± standard deviation), {used}\n")
    print("| model | paper | their notebooks | ours, last step | ours, best evaluation | s |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, outcomes in reproduce(seeds, steps):
        print(row(name, outcomes), flush=True)
    print(f"\n{time.perf_counter() - began:.0f} s in all")


if __name__ == "__main__":
    main()
