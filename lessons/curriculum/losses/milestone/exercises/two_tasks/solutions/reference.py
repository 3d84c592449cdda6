"""Ten scores to the one, the last output to the other."""

from answers.from_scores import cross_entropy
from answers.huber import huber
from torch import Tensor


def both(
    output: Tensor,
    digits: Tensor,
    ink: Tensor,
    share: float,
) -> Tensor:
    of_the_digit = cross_entropy(output[:, :10], digits)
    of_the_ink = huber(output[:, 10], ink, 1.0)
    return of_the_digit + share * of_the_ink
