"""A network with norms at several depths, and the modes of its layers."""

from torch import nn


def network():
    """Norms at the top, inside, and inside that."""
    block = nn.Sequential(nn.Conv2d(2, 3, 3), nn.BatchNorm2d(3), nn.ReLU(), nn.Dropout(0.1))
    flat = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4))
    inner = nn.ModuleList([flat, nn.BatchNorm3d(2), nn.Dropout(0.3)])
    return nn.Sequential(block, nn.BatchNorm2d(3), nn.ModuleDict({"deep": inner}), nn.Dropout(0.5))


def modes(module, training):
    """For each module: what it is, how deep, whether it is in train mode, and what it learns."""
    model = network().train(training)
    module.begin_epoch(model)
    return [
        (
            type(layer).__name__,
            name.count(".") + bool(name),
            layer.training,
            any(weight.requires_grad for weight in layer.parameters()),
        )
        for name, layer in model.named_modules()
    ]
