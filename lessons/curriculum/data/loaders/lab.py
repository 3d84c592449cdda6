"""Loaders: which samples come together into a batch, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn
from torch.nn.functional import cross_entropy, mse_loss

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs


def load(problem: str, shuffle: bool, batch_size: int, drop_last: bool, epochs: int) -> Experiment:
    """Train on digits that are stored class by class, or only measure patients."""
    if problem == "patients":
        return patients(shuffle, batch_size, drop_last)
    return Experiment(
        data=data.sorted_by_class(data.digits()),
        order=order(shuffle),
        loader=data.Loader(),
        batch_size=batch_size,
        drop_last=drop_last,
        model=reader,
        loss=cross_entropy,
        optimizer=optim.SGD(lr=0.1),
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.BatchLabels(), probes.ConfusionMatrix()),
    )


def order(shuffle: bool) -> data.Order:
    """A new order for every epoch, or the order in which the samples are stored."""
    return data.Shuffled() if shuffle else data.Sequential()


def reader() -> nn.Module:
    """64 pixels in, 10 scores out."""
    return nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))


def patients(shuffle: bool, batch_size: int, drop_last: bool) -> Experiment:
    """One pass over 265 patients with a rate of 0: losses are measured, and nothing moves.

    The model says 0 for everybody, which is the mean of the standardised targets. Its mean
    squared error over all patients is therefore their variance: 1.
    """
    return Experiment(
        data=by_severity(data.diabetes(features=("bmi",))),
        order=order(shuffle),
        loader=data.Loader(),
        batch_size=batch_size,
        drop_last=drop_last,
        model=says_zero,
        loss=mse_loss,
        optimizer=optim.SGD(lr=0.0),
        epochs=1,
    )


def by_severity(known: data.Dataset) -> data.Dataset:
    """The training patients (n, 1) in the order of their targets, the most severe case last."""
    rising = known.train.targets[:, 0].argsort()
    train = data.Examples(known.train.inputs[rising], known.train.targets[rising])
    return data.Dataset(known.name, train, known.validation, features=known.features)


def says_zero() -> nn.Linear:
    """A line whose weight and bias are 0."""
    line = nn.Linear(1, 1)
    nn.init.zeros_(line.weight)
    nn.init.zeros_(line.bias)
    return line


def how_many(runs: Runs) -> str:
    """How many of the validation images the unshuffled run reads, beside the shuffled one."""
    plain, mixed = (share_read(runs[name]) for name in ("stored", "shuffled"))
    if plain > mixed - 0.05:
        return "same"
    if plain > 0.5:
        return "most"
    return "third" if plain > 0.15 else "chance"


def share_read(run: FinishedRun) -> float:
    """Share of the validation images that were read correctly at the end."""
    return run.curve("accuracy").last


def mean_of_batches(runs: Runs) -> str:
    """Where the mean of the batch means lies: the mean over all patients is 1."""
    mean = float(runs["tail"].loss.mean())
    if abs(mean - 1) < 0.05:
        return "one"
    return "above" if mean > 1 else "below"
