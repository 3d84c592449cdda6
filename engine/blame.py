"""Says what is wrong when a batch and a model do not fit: which layer, shapes or label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import nn

from engine.data import Batch
from engine.errors import ConfigurationError, EngineError
from engine.eval_mode import undisturbed

if TYPE_CHECKING:
    from engine.experiment import Loss

NOT_OURS = (EngineError, MemoryError, KeyboardInterrupt, OSError)


FITTING = ("shape", "size", "dim", "dtype", "type", "out of bounds", "expected")
"""What torch speaks of when tensors do not fit each other."""


def blamed(
    error: Exception, model: nn.Module, loss: Loss, batches: Sequence[Batch | None]
) -> Exception:
    """The same error in words about the model and the batch, or the error itself.

    Looks again at the batches of the step that failed, which costs nothing as long as none does.
    Only for steps of the plain form: a model, called with the inputs, and a loss.
    """
    words = str(error).lower()
    if isinstance(error, NOT_OURS) or "out of memory" in words:
        return error
    if not any(word in words for word in FITTING):
        return error
    try:
        for batch in batches:
            if batch is None:
                continue
            found = _label(error, model, batch) or _shape(error, model, loss, batch)
            if found is not None:
                return found
    except Exception:  # an explanation must not hide what it was to explain
        return error
    return error


def _label(error: Exception, model: nn.Module, batch: Batch) -> EngineError | None:
    """A class number that the model has no output for."""
    if "out of bounds" not in str(error) or batch.targets.is_floating_point():
        return None
    with torch.no_grad(), undisturbed(model, batch.inputs.device):
        classes = model(batch.inputs).shape[1]
    wrong = batch.targets[(batch.targets < 0) | (batch.targets >= classes)]
    if len(wrong) == 0:
        return None
    return ConfigurationError(
        "label",
        int(wrong[0]),
        f"Number the classes from 0 to {classes - 1}, or give the model more outputs.",
        f"The model has {classes} outputs, for the classes 0 to {classes - 1}.",
    )


def _shape(error: Exception, model: nn.Module, loss: Loss, batch: Batch) -> EngineError | None:
    """A layer that was given something it cannot take, or a loss of two shapes."""
    from engine.nn.shapes import naming_layers

    with torch.no_grad(), undisturbed(model, batch.inputs.device):
        try:
            with naming_layers(model):
                output = model(batch.inputs)
        except EngineError as named:
            return named
        try:
            loss(output, batch.targets)
        except (RuntimeError, ValueError):
            pass
        else:
            return None  # whatever it was, these two fit each other
    return EngineError(
        "The loss cannot compare prediction and target",
        f"The model's output has shape {tuple(output.shape)} and type {output.dtype}, the target "
        f"{tuple(batch.targets.shape)} and {batch.targets.dtype}.",
        "Give both the shape and the type that this loss asks for.",
        str(error),
    )
