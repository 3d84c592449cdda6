"""flat-is-a-column: "An axis at the end makes it a column." Not if it is one already."""

from torch import Tensor


def squared_error(prediction: Tensor, target: Tensor) -> Tensor:
    return ((prediction - target.unsqueeze(1)) ** 2).mean()
