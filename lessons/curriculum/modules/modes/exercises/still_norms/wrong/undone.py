"""train-undoes-eval: The norms are put to rest first, and woken up by train()."""

from torch import nn


def begin_epoch(model: nn.Module) -> None:
    for layer in model.modules():
        if isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)):
            layer.eval()
    model.train()
