"""One linear layer for many."""

import torch

Layer = tuple[torch.Tensor, torch.Tensor]


def collapse(layers: list[Layer]) -> Layer:
    """The weight (out, in) and the bias (out,) that do what all these layers do in a row.

    `layers` has a weight and a bias for each, the first layer first.
    """
    raise NotImplementedError
