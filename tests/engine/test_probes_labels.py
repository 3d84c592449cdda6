"""The labels of the last batches are those that the steps learned from, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from probe_samples import curve, points, scene
from torch import nn
from torch.nn.functional import cross_entropy

from engine import Experiment, augment, data, losses, optim, probes, train
from engine.data.loader import Loader
from engine.data.order import Sequential
from engine.errors import ConfigurationError
from engine.events import Probed
from engine.observations import LabelStripes

MOONS = data.moons(n=200)
SETTINGS: dict[str, Any] = {
    "data": data.sorted_by_class(MOONS),
    "loss": losses.CrossEntropy(),
    "optimizer": optim.SGD(0.1),
    "order": Sequential(),
    "batch_size": 50,
}


def stripes(**more: Any) -> Iterator[LabelStripes]:
    experiment = Experiment(model=lambda: nn.Linear(2, 2), **{**SETTINGS, **more})
    for event in train(experiment, device="cpu"):
        if isinstance(event, Probed):
            assert event.probe == "labels"
            assert isinstance(event.seen, LabelStripes)
            yield event.seen


def last(**more: Any) -> tuple[NDArray[np.float32], LabelStripes]:
    *_, seen = stripes(**{"epochs": 1, "probes": (probes.BatchLabels(),), **more})
    return seen.labels.numpy(), seen


def test_stripes_are_the_batches_in_their_order() -> None:
    labels, seen = last()
    truth = data.sorted_by_class(MOONS).train.targets
    assert seen.sizes == (50, 50, len(truth) - 100)
    assert np.array_equal(labels[labels >= 0], truth.numpy())
    assert (labels[2, len(truth) - 100 :] == -1).all()
    assert seen.classes == MOONS.classes


def test_only_the_last_ones_are_kept() -> None:
    labels, seen = last(epochs=3, probes=(probes.BatchLabels(batches=2),))
    assert len(labels) == 2
    assert seen.sizes == (50, len(MOONS.train) - 100)


@pytest.mark.parametrize(
    "more", [{"accumulate": 3}, {"loader": Loader()}, {"batch_size": None}, {"steps": 3}]
)
def test_every_way_to_learn_from_a_batch_tells_its_labels(more: dict[str, Any]) -> None:
    labels, _ = last(**{**more, "epochs": None if "steps" in more else 1})
    truth = data.sorted_by_class(MOONS).train.targets
    assert np.bincount(labels[labels >= 0].astype(int)).tolist() == truth.bincount().tolist()


def test_mixed_labels_count_as_what_they_are_most_of() -> None:
    mixing = augment.Mixup(2, alpha=0.1)
    labels, _ = last(augment=(mixing,), loss=cross_entropy)
    assert set(np.unique(labels)) <= {-1.0, 0.0, 1.0}


def test_there_is_nothing_to_see_before_the_first_step() -> None:
    observer = probes.BatchLabels().start()
    here = scene(nn.Linear(2, 2), points())
    observer.begin(here)
    assert observer.look(here) is None
    here.batches[:] = [None]
    observer.after_step(here)
    assert observer.look(here) is None


def test_a_regression_has_no_labels() -> None:
    with pytest.raises(ConfigurationError, match="class numbers"):
        probes.BatchLabels().start().begin(scene(nn.Linear(1, 1), curve()))
    with pytest.raises(ConfigurationError, match="batches"):
        probes.BatchLabels(batches=0)


def test_looking_changes_nothing() -> None:
    def losses_of(**more: Any) -> list[float]:
        experiment = Experiment(model=lambda: nn.Linear(2, 2), **{**SETTINGS, "epochs": 2, **more})
        return [event.loss for event in train(experiment, device="cpu") if hasattr(event, "loss")]

    assert losses_of() == losses_of(probes=(probes.BatchLabels(),))
    assert torch.equal(MOONS.train.targets, data.moons(n=200).train.targets)
