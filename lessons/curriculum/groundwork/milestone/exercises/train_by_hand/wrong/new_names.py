"""A new name in the loop: "An assignment moves the parameter." It moves a name."""

import torch
from answers.two_layers import TwoLayers
from torch import Tensor


def slope_of_loss(scores: Tensor, kinds: Tensor) -> Tensor:
    shares = scores.softmax(dim=1)
    shares[torch.arange(len(kinds)), kinds] -= 1
    return shares / len(kinds)


def train(points: Tensor, kinds: Tensor, units: int, lr: float, steps: int) -> TwoLayers:
    net = TwoLayers(2, units, 2)
    for _ in range(steps):
        slopes = net.backward(slope_of_loss(net.forward(points), kinds))
        for parameter, slope in zip((net.w1, net.b1, net.w2, net.b2), slopes, strict=True):
            parameter = parameter - lr * slope
    return net
