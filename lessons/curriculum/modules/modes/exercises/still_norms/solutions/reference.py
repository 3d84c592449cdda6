"""First all of it, then the exceptions, wherever they are."""

from torch import nn

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)


def begin_epoch(model: nn.Module) -> None:
    model.train()
    for layer in model.modules():
        if isinstance(layer, NORMS):
            layer.eval()
