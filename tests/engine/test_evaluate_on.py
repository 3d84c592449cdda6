"""Any split can be measured along the way; only validation is listened to."""

from __future__ import annotations

from typing import Any

import pytest
import recipes
from recipes import losses, of

from engine import train
from engine.errors import ConfigurationError
from engine.events import BestKept, Evaluated
from engine.tricks import EMA, KeepBest

BOTH = ("train", "validation")


def measured(**more: Any) -> list[Any]:
    """Events of a run on the moons."""
    return list(train(recipes.moons(**more), seed=1, device="cpu"))


def test_every_split_is_measured_and_training_is_not_touched() -> None:
    plain = measured()
    everything = measured(evaluate_on=BOTH)
    assert losses(everything) == losses(plain)
    found = of(Evaluated, everything)
    assert [event.split for event in found[:2]] == list(BOTH)
    validation = [event for event in found if event.split == "validation"]
    assert validation == of(Evaluated, plain)


def test_both_weights_are_measured_on_every_split() -> None:
    found = of(Evaluated, measured(evaluate_on=BOTH, average=EMA(0.9)))
    first = [(event.split, event.weights) for event in found[:4]]
    assert first == [(split, w) for w in ("current", "average") for split in BOTH]


def test_only_validation_decides_what_is_best() -> None:
    events = measured(evaluate_on=BOTH, keep_best=KeepBest())
    validation = [event.loss for event in of(Evaluated, events) if event.split == "validation"]
    (best,) = of(BestKept, events)
    assert best.value == min(validation)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"evaluate_on": ("training",)}, "evaluate_on cannot be 'training'"),
        ({"evaluate_on": ("train",), "keep_best": KeepBest()}, "Add validation"),
        ({"evaluate_on": ("test",)}, "test split"),
    ],
)
def test_what_cannot_be_measured_is_refused(more: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        recipes.moons(**more)
