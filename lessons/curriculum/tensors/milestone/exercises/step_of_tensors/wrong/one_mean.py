"""no-dim-is-rows: "The mean of the error is the slope." Of all of it: one number for ten."""

from answers.linear import linear
from answers.one_hot import one_hot
from answers.softmax import softmax
from torch import Tensor


def step(
    images: Tensor, digits: Tensor, weight: Tensor, bias: Tensor, lr: float
) -> tuple[Tensor, Tensor]:
    error = softmax(linear(images, weight, bias)) - one_hot(digits, 10)
    return weight - lr * (error.T @ images) / len(images), bias - lr * error.mean()
