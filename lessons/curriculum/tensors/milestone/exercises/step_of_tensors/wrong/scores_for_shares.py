"""P is taken for the scores: they add up to anything, and the slope with them."""

from answers.linear import linear
from answers.one_hot import one_hot
from torch import Tensor


def step(
    images: Tensor,
    digits: Tensor,
    weight: Tensor,
    bias: Tensor,
    lr: float,
) -> tuple[Tensor, Tensor]:
    error = linear(images, weight, bias) - one_hot(digits, 10)
    of_weight = error.T @ images / len(images)
    return weight - lr * of_weight, bias - lr * error.mean(dim=0)
