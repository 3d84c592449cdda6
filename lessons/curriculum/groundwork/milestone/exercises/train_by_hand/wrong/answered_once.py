"""slopes-stay-the-same: "The network answers, then it learns." It answers again after every step."""

import torch
from answers.two_layers import TwoLayers
from torch import Tensor


def slope_of_loss(scores: Tensor, kinds: Tensor) -> Tensor:
    shares = scores.softmax(dim=1)
    shares[torch.arange(len(kinds)), kinds] -= 1
    return shares / len(kinds)


def train(points: Tensor, kinds: Tensor, units: int, lr: float, steps: int) -> TwoLayers:
    net = TwoLayers(2, units, 2)
    slope = slope_of_loss(net.forward(points), kinds)
    for _ in range(steps):
        slopes = net.backward(slope)
        for parameter, slope_of in zip((net.w1, net.b1, net.w2, net.b2), slopes, strict=True):
            parameter -= lr * slope_of
    return net
