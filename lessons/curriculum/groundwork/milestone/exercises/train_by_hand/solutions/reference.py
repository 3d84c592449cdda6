"""Answer, slopes, step: four parameters, four lines."""

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
    for _ in range(steps):
        slope = slope_of_loss(net.forward(points), kinds)
        of_w1, of_b1, of_w2, of_b2 = net.backward(slope)
        net.w1 -= lr * of_w1
        net.b1 -= lr * of_b1
        net.w2 -= lr * of_w2
        net.b2 -= lr * of_b2
    return net
