"""One step of training, with functions of your own."""

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
    """The new weight (10, 64) and the new bias (10,).

    Images are (N, 64), digits (N,).
    """
    raise NotImplementedError
