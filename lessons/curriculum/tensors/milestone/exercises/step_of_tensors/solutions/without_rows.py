"""Take 1 off at the place of the right digit, which is what the one-hot rows would do."""

import torch
from answers.linear import linear
from answers.softmax import softmax
from torch import Tensor


def step(
    images: Tensor, digits: Tensor, weight: Tensor, bias: Tensor, lr: float
) -> tuple[Tensor, Tensor]:
    error = softmax(linear(images, weight, bias)).clone()
    error[torch.arange(len(images)), digits] -= 1.0
    part = lr / len(images)
    return weight - part * (error.T @ images), bias - part * error.sum(dim=0)
