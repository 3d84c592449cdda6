"""The shares are the slope: then nothing says which digit was right."""

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
    shares = softmax(linear(images, weight, bias)) / len(images)
    return weight - lr * (shares.T @ images), bias - lr * shares.sum(dim=0)
