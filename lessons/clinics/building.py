"""What the `lab.py` of several cases is built from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from torch import nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes
from engine.nn import mlp

if TYPE_CHECKING:
    from lessons.runs import FinishedRun

ACCURACY = (("accuracy", metrics.accuracy),)


def on_digits(model: Callable[[], nn.Module] | None = None, **more: Any) -> Experiment:
    """A reader of small digits: one hidden layer, plain descent, ten epochs of 17 steps."""
    settings: dict[str, Any] = {
        "data": data.digits(),
        "model": model or (lambda: mlp(64, 32, 10)),
        "loss": cross_entropy,
        "optimizer": optim.SGD(0.3),
        "batch_size": 64,
        "epochs": 10,
        "metrics": ACCURACY,
        "evaluate_on": ("train", "validation"),
        "probes": (probes.ConfusionMatrix(), probes.LayerGradients(), probes.Activations()),
    }
    return Experiment(**{**settings, **more})


def last(run: FinishedRun, metric: str = "accuracy", split: str = "validation") -> float:
    """The last measurement of a split."""
    return run.curve(metric, split).last


def late_loss(run: FinishedRun) -> float:
    """Mean training loss of the last ten steps."""
    return float(run.loss[-10:].mean())
