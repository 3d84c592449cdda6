"""Experiments of modules M16 to M23, and how their runs are read.

Tests of this folder prove, topic by topic, that the engine can run what the curriculum asks for.
Every test names the topic whose experiment it makes. What is asserted is the direction of an
outcome and its order of magnitude, with a margin; `SEEDS=3` in the environment asks for more seeds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

import torch
from torch import nn
from torch.nn import functional as F

from engine import Experiment, data, metrics, optim, train
from engine import nn as models
from engine.data import Dataset
from engine.evaluate import evaluate
from engine.events import Evaluated, Event, Probed, StepEnded
from engine.request import RunRequest, Value

CPU = torch.device("cpu")
ACCURACY = (("accuracy", metrics.accuracy),)
Seen = TypeVar("Seen")


def run(experiment: Experiment, seed: int = 0, **more: int) -> list[Event]:
    """All events of a run on the CPU."""
    return list(train(experiment, seed=seed, device="cpu", **more))


def losses(events: Iterable[Event]) -> list[float]:
    """Training loss of every step."""
    return [event.loss for event in events if isinstance(event, StepEnded)]


def tail(events: Iterable[Event], steps: int = 10) -> float:
    """Mean training loss of the last steps."""
    last = losses(events)[-steps:]
    return sum(last) / len(last)


def measured(
    events: Iterable[Event],
    metric: str = "loss",
    *,
    split: str = "validation",
    weights: str = "current",
) -> list[float]:
    """What the evaluations of a split found, in order."""
    found = []
    for event in events:
        if isinstance(event, Evaluated) and (event.split, event.weights) == (split, weights):
            value = event.value(metric)
            assert value is not None
            found.append(value)
    return found


def seen(kind: type[Seen], events: Iterable[Event]) -> list[Seen]:
    """What a probe saw, in order."""
    looks = [event.seen for event in events if isinstance(event, Probed)]
    return [look for look in looks if isinstance(look, kind)]


def score(experiment: Experiment, model: nn.Module, split: str = "test") -> float:
    """Accuracy of a trained model on a split."""
    assert experiment.data is not None
    known = replace(experiment, metrics=ACCURACY)
    found = evaluate(known, model, experiment.data, CPU, step=0, split=split).value("accuracy")
    assert found is not None
    return found


def loss_of(experiment: Experiment, model: nn.Module, split: str = "test") -> float:
    """Loss of a trained model on a split."""
    assert experiment.data is not None
    return evaluate(experiment, model, experiment.data, CPU, step=0, split=split).loss


def request(recipe: str, **parameters: Value) -> RunRequest:
    """A request for one of the recipes here."""
    return RunRequest(
        recipe=f"{__name__}:{recipe}", parameters=tuple(parameters.items()), device="cpu"
    )


def digits(
    *hidden: int,
    of: Dataset | None = None,
    optimizer: optim.Rule | None = None,
    model: Callable[[], nn.Module] | None = None,
    dropout: float = 0.0,
    **more: object,
) -> Experiment:
    """A small net for the digits, 10 epochs of Adam unless something else is said."""
    sizes = hidden or (32,)
    settings: dict[str, object] = {
        "model": model or (lambda: models.mlp(64, *sizes, 10, dropout=dropout)),
        "data": of or data.digits(),
        "loss": F.cross_entropy,
        "optimizer": optimizer or optim.Adam(1e-2),
        "batch_size": 64,
        "metrics": ACCURACY,
    }
    if "steps" not in more:
        settings["epochs"] = 10
    return Experiment(**{**settings, **more})  # type: ignore[arg-type]


# Recipes, for what is searched and repeated


def decayed(*, weight_decay: float = 0.0, lr: float = 1e-2) -> Experiment:
    """300 digits, three in ten with a wrong label; measured on all three splits at the end."""
    few = data.with_label_noise(data.subset(data.digits(), 300), 0.3)
    return digits(
        128,
        of=few,
        optimizer=optim.AdamW(lr, weight_decay=weight_decay),
        epochs=60,
        evaluate_every=600,
        evaluate_on=("train", "validation", "test"),
    )


def tuned(
    *, lr: float = 1e-2, momentum: float = 0.0, width: int = 16, batch_size: int = 64
) -> Experiment:
    """The digits for three epochs: the rate decides, the rest matters less."""
    return digits(
        width, optimizer=optim.SGD(lr, momentum=momentum), epochs=3, batch_size=batch_size
    )


def one_fold() -> Experiment:
    """Iris, as it is."""
    return Experiment(
        model=lambda: models.mlp(4, 16, 3),
        data=data.iris(standardise=False),
        loss=F.cross_entropy,
        optimizer=optim.Adam(1e-2),
        batch_size=32,
        epochs=20,
        metrics=ACCURACY,
    )
