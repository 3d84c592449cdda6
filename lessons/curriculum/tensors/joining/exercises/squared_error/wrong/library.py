"""flat-is-a-column: "The library's loss will sort the shapes out." It warns, and stretches."""

from torch import Tensor
from torch.nn.functional import mse_loss


def squared_error(prediction: Tensor, target: Tensor) -> Tensor:
    return mse_loss(prediction, target)
