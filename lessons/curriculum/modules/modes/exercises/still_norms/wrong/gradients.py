"""frozen-weights-freeze-statistics: A norm without gradients does not change any more."""

from torch import nn


def begin_epoch(model: nn.Module) -> None:
    model.train()
    for layer in model.modules():
        if isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)):
            layer.requires_grad_(False)
