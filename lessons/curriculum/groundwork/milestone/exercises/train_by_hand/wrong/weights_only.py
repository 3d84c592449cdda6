"""forgets-biases: "Training moves the weights." The biases are trained as well."""

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
        of_w1, _, of_w2, _ = net.backward(slope_of_loss(net.forward(points), kinds))
        net.w1 -= lr * of_w1
        net.w2 -= lr * of_w2
    return net
