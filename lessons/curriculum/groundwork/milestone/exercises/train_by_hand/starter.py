"""Train your own network with nothing but what you have written."""

import torch
from answers.two_layers import TwoLayers
from torch import Tensor


def slope_of_loss(scores: Tensor, kinds: Tensor) -> Tensor:
    """Slope of the mean loss in every score, (N, 2).

    It is the share that was given, minus the share that is right.
    """
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
    """A network trained on points (N, 2) of the kinds 0 and 1, (N,)."""
    net = TwoLayers(2, units, 2)
    for _ in range(steps):
        ...  # one round
    return net
