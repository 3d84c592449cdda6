"""A few examples that stand for all."""

from __future__ import annotations

import torch

from engine.data import Batch, Examples
from engine.probes.base import Scene, unfit


def some(examples: Examples, count: int) -> Examples:
    """Up to `count` examples from all over the set, the same at every call."""
    if len(examples) <= count:
        return examples
    chosen = torch.linspace(0, len(examples) - 1, count).round().long()
    chosen = chosen.to(examples.inputs.device)
    return Examples(examples.inputs[chosen], examples.targets[chosen.to(examples.targets.device)])


def validation(scene: Scene, probe: str, count: int) -> Examples:
    """Some of the validation split. Raises ConfigurationError, naming the probe, without one."""
    if scene.data is None or not len(scene.data.validation):
        raise unfit(
            probe,
            "data with a validation split",
            "Give the experiment data, or leave the probe out.",
        )
    return some(scene.data.validation, count)


def training_batch(scene: Scene, count: int) -> Batch | None:
    """Some of the training split, on the device; None where the run has no data."""
    if scene.data is None:
        return None
    examples = some(scene.data.train, count)
    return Batch(examples.inputs, examples.targets).to(scene.device)
