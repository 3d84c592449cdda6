"""root-left-out: "Then train without a root." That is another loss, in another unit."""

from torch import Tensor


def rmse(prediction: Tensor, target: Tensor) -> Tensor:
    return ((prediction - target) ** 2).mean()
