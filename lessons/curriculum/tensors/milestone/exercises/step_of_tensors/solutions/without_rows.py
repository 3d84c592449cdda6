"""Take 1 off at the place of the right digit, which is what the one-hot rows would do."""

import torch
from answers.linear import linear
from answers.softmax import softmax
from torch import Tensor


def step(
    images: Tensor,
    digits: Tensor,
    weight: Tensor,
    bias: Tensor,
    lr: float,
) -> tuple[Tensor, Tensor]:
    error = softmax(linear(images, weight, bias)).clone()
    error[torch.arange(len(images)), digits] -= 1.0
    part = lr / len(images)
    of_weight, of_bias = error.T @ images, error.sum(dim=0)
    return weight - part * of_weight, bias - part * of_bias
