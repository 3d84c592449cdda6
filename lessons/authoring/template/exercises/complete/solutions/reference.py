"""Written as the formula has it: old weights minus rate times gradient."""

from torch import Tensor


def sgd_step(weights: Tensor, gradient: Tensor, lr: float) -> Tensor:
    """Return the weights after one step of gradient descent."""
    return weights - lr * gradient
