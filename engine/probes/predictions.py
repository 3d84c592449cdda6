"""What a classifier says, asked without leaving a trace."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.data import Examples
from engine.probes.apart import outputs
from engine.probes.base import Scene, unfit


def labelled(scene: Scene, probe: str) -> tuple[Examples, tuple[str, ...]]:
    """The validation split and the names of the classes.

    Raises ConfigurationError, naming the probe, where there is not one class for each example.
    """
    data = scene.data
    if data is None or not data.classes or not len(data.validation):
        raise unfit(
            probe,
            "data with named classes and a validation split",
            "Give the experiment a classification, or leave the probe out.",
        )
    shape = tuple(data.validation.targets.shape)
    if data.validation.targets.numel() != len(data.validation):
        raise unfit(
            probe,
            f"one class for each example, not targets of shape {shape}",
            "Give the experiment a classification, or leave the probe out.",
        )
    return data.validation, data.classes


def true_classes(examples: Examples) -> Tensor:
    """The class number of each example: (n,), int64, on the CPU."""
    return examples.targets.cpu().flatten().long()


def probabilities(scene: Scene, inputs: Tensor, chunk: int = 2048) -> Tensor | None:
    """Probability of each class for each input: (n, classes), on the CPU, float32.

    The model gives logits: (n, classes), or (n,) or (n, 1) for the second of two classes. None
    where a probability is not a number, which happens once training has diverged. Inputs go
    through the model `chunk` at a time, so that memory stays small.
    """
    logits = outputs(scene, inputs, chunk)
    if logits.ndim == 1 or logits.shape[1] == 1:
        of_second = logits.flatten().sigmoid()
        shares = torch.stack([1 - of_second, of_second], dim=1)
    else:
        shares = logits.softmax(dim=1)
    return shares if shares.isfinite().all() else None
