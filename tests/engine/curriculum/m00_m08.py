"""How the tests of modules M00 to M08 train, and how they read what came out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import trained as shared
from torch import Tensor, nn
from trained import ACCURACY, CPU, trained

from engine import Experiment, data, losses, optim, surfaces
from engine import nn as models
from engine.data import Dataset, Examples

__all__ = ["ACCURACY", "CPU", "changed", "on_digits", "on_function", "on_line", "points", "trained"]


def on_digits(model: Callable[[], nn.Module] | None = None, **more: Any) -> Experiment:
    """A classifier of the small digits, at the rate these modules begin with."""
    return shared.on_digits(model, **{"optimizer": optim.SGD(0.3), **more})


def on_line(**more: Any) -> Experiment:
    """A straight line through noiseless points of y = 3x, all of them at every step."""
    settings: dict[str, Any] = {
        "model": models.linear_regression,
        "data": data.line(slope=3, intercept=0, noise=0, outliers=0),
        "loss": losses.MSE(),
        "optimizer": optim.SGD(0.3),
        "steps": 200,
    }
    return Experiment(**{**settings, **more})


def changed(dataset: Dataset, change: Callable[[Examples], Examples], *splits: str) -> Dataset:
    """The same data with some splits changed; all that there are where none is named."""
    names = splits or ("train", "validation", "test")[: 2 if dataset.test is None else 3]
    return replace(dataset, **{name: change(dataset.split(name)) for name in names})


def on_function(
    function: Callable[[Tensor], Tensor], start: tuple[float, float], **more: Any
) -> Experiment:
    """A descent on a function of θ = (x, y), which may leave y alone."""
    landscape = surfaces.Landscape(
        name="a function",
        function=function,
        start=start,
        x=(-10.0, 10.0),
        y=(-10.0, 10.0),
        minimum=(0.0, 0.0),
    )
    return Experiment(**{"landscape": landscape, "optimizer": optim.SGD(0.1), **more})


def points(runs: Iterable[Any]) -> list[tuple[float, float]]:
    """The points that a `Path` probe has seen, in order."""
    return [(float(x), float(y)) for seen in runs for x, y in seen.points.numpy()]
