"""ignores-the-rate: "The slope is the step." The rate says which part of it."""

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
    error = (softmax(linear(images, weight, bias)) - one_hot(digits, 10)) / len(images)
    return weight - error.T @ images, bias - error.sum(dim=0)
