"""A network for every round: "Each step begins with a network." It goes on with the last one."""

import torch
from answers.two_layers import TwoLayers
from torch import Tensor


def slope_of_loss(scores: Tensor, kinds: Tensor) -> Tensor:
    shares = scores.softmax(dim=1)
    shares[torch.arange(len(kinds)), kinds] -= 1
    return shares / len(kinds)


def train(points: Tensor, kinds: Tensor, units: int, lr: float, steps: int) -> TwoLayers:
    for _ in range(steps):
        net = TwoLayers(2, units, 2)
        slopes = net.backward(slope_of_loss(net.forward(points), kinds))
        for parameter, slope in zip((net.w1, net.b1, net.w2, net.b2), slopes, strict=True):
            parameter -= lr * slope
    return net
