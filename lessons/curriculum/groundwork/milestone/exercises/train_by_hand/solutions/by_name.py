"""The names of the parameters in a list, and new tensors in the place of the old ones."""

import torch
from answers.two_layers import TwoLayers
from torch import Tensor


def slope_of_loss(scores: Tensor, kinds: Tensor) -> Tensor:
    shares = scores.softmax(dim=1)
    shares[torch.arange(len(kinds)), kinds] -= 1
    return shares / len(kinds)


def train(
    points: Tensor,
    kinds: Tensor,
    units: int,
    lr: float,
    steps: int,
) -> TwoLayers:
    net = TwoLayers(2, units, 2)
    names = ["w1", "b1", "w2", "b2"]
    taken = 0
    while taken < steps:
        slopes = net.backward(slope_of_loss(net.forward(points), kinds))
        for name, slope in zip(names, slopes, strict=True):
            setattr(net, name, getattr(net, name) - lr * slope)
        taken += 1
    return net
