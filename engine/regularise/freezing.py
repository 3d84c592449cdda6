"""Freezing: parts of a model that training leaves as they are."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import partial
from typing import TypeVar

from torch import Tensor, nn

from engine.errors import one_of

Model = TypeVar("Model", bound=nn.Module)


def freeze(model: Model, pattern: str = "*") -> Model:
    """No training changes what the pattern names: not by gradients, and not by running statistics.

    `pattern` is the path of a layer or parameter, wildcards allowed, and means all that is within:
    `conv1`, `stage1_*`, `body.linear*`. Parameters get no gradient. Without more, a batch
    normalisation would still move its running mean and variance whenever `model.train()` was
    called, so such layers stay in eval mode from now on, whatever is called. Dropout is left
    alone. Freeze before the optimiser is made. Returns the model. Raises ConfigurationError where
    the pattern names nothing.
    """
    for parameter in _parameters(model, pattern):
        parameter.requires_grad_(False)
    for layer in _with_statistics(model, pattern):
        # An attribute of the layer hides the method that `model.train()` would call.
        setattr(layer, "train", partial(_stay_in_eval_mode, layer))  # noqa: B010
        layer.train()
    return model


def unfreeze(model: Model, pattern: str = "*") -> Model:
    """Undo `freeze` for what the pattern names. Returns the model."""
    for parameter in _parameters(model, pattern):
        parameter.requires_grad_(True)
    for layer in _with_statistics(model, pattern):
        if layer.__dict__.pop("train", None) is not None:
            layer.train(model.training)
    return model


def _stay_in_eval_mode(layer: nn.Module, mode: bool = True) -> nn.Module:  # noqa: ARG001
    for part in layer.modules():
        part.training = False
    return layer


def _parameters(model: nn.Module, pattern: str) -> list[nn.Parameter]:
    found = [p for path, p in model.named_parameters() if _names(pattern, path)]
    if not found:
        paths = [path for path, layer in model.named_modules() if path and _has_parameters(layer)]
        one_of("pattern", pattern, [*paths, *(path for path, _ in model.named_parameters())])
    return found


def _with_statistics(model: nn.Module, pattern: str) -> Iterator[nn.Module]:
    for path, layer in model.named_modules():
        if _names(pattern, path) and isinstance(getattr(layer, "running_mean", None), Tensor):
            yield layer


def _names(pattern: str, path: str) -> bool:
    return fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern}.*")


def _has_parameters(layer: nn.Module) -> bool:
    return any(True for _ in layer.parameters())
