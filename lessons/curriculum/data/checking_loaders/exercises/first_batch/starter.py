"""What can be wrong with a batch, found before anything is trained on it."""

from torch import Tensor


def faults(inputs: Tensor, targets: Tensor, classes: int) -> list[str]:
    """Which of "count", "dtype", "range", "finite" apply to a batch, in this order.

    Inputs (n, …), targets (n,); `classes` is how many classes there are.
    """
    raise NotImplementedError
