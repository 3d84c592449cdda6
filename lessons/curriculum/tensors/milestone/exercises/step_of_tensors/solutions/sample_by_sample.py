"""Each sample has a slope of its own, (N, 10, 64); their mean is the slope of the batch."""

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
    slopes = error.unsqueeze(2) * images.unsqueeze(1)
    of_weight, of_bias = slopes.mean(dim=0), error.mean(dim=0)
    return weight - lr * of_weight, bias - lr * of_bias
