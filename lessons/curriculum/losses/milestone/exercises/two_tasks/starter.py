"""One loss for a network that reads a digit and its ink."""

from answers.from_scores import cross_entropy
from answers.huber import huber
from torch import Tensor


def both(
    output: Tensor,
    digits: Tensor,
    ink: Tensor,
    share: float,
) -> Tensor:
    """Outputs (N, 11), digits (N,) and ink (N,) → one number.

    What you have: `cross_entropy(scores, targets)`, and
    `huber(prediction, target, delta)`.
    """
    raise NotImplementedError
