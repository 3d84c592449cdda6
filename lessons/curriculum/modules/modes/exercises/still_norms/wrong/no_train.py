"""Only the norms are spoken to. What a measurement has put into eval mode stays there."""

from torch import nn


def begin_epoch(model: nn.Module) -> None:
    for layer in model.modules():
        if isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)):
            layer.eval()
