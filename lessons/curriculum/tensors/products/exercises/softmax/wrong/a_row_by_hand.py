"""flat-is-a-column: "An axis in front." That is what broadcasting had done already."""

from torch import Tensor


def softmax(scores: Tensor) -> Tensor:
    powers = scores.exp()
    return powers / powers.sum(dim=1).unsqueeze(0)
