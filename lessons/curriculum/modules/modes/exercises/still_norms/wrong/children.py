"""children-are-all-modules: children() are the layers. Those inside other modules are missed."""

from torch import nn


def begin_epoch(model: nn.Module) -> None:
    model.train()
    for layer in model.children():
        if isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)):
            layer.eval()
