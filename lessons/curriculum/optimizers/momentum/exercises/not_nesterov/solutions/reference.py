"""The velocity first; then the step takes the new one."""

from torch import Tensor


def nesterov(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    velocity = beta * velocity + gradient
    ahead = gradient + beta * velocity
    return theta - lr * ahead, velocity
