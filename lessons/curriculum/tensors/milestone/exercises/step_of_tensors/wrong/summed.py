"""sum-for-mean: "The product adds up, and that is it." The loss is a mean."""

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
    error = softmax(linear(images, weight, bias)) - one_hot(digits, 10)
    return weight - lr * (error.T @ images), bias - lr * error.sum(dim=0)
