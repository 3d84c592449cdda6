"""flat-is-a-column: "Two axes each, so they fit." (1, N) is a row, and is stretched down."""

from torch import Tensor


def squared_error(prediction: Tensor, target: Tensor) -> Tensor:
    if target.ndim == 1:
        target = target.unsqueeze(0)
    return ((prediction - target) ** 2).mean()
