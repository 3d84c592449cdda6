"""gradient-sign: "What is missing is added: Y - P." Then it has to be added to the weights."""

from answers.linear import linear
from answers.one_hot import one_hot
from answers.softmax import softmax
from torch import Tensor


def step(
    images: Tensor,
    digits: Tensor,
    weight: Tensor,
    bias: Tensor,
    lr: float,
) -> tuple[Tensor, Tensor]:
    error = (one_hot(digits, 10) - softmax(linear(images, weight, bias))) / len(images)
    return weight - lr * (error.T @ images), bias - lr * error.sum(dim=0)
