"""Every module is told its own mode. What a norm is, its name says."""

from torch import nn


def begin_epoch(model: nn.Module) -> None:
    for layer in model.modules():
        layer.training = "BatchNorm" not in type(layer).__name__
