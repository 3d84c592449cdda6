"""forgets-biases: "A mean is a mean." Over samples and digits it is 0, and nothing moves."""

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
    of_weight = error.T @ images / len(images)
    return weight - lr * of_weight, bias - lr * error.mean()
