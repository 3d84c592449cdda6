""""The velocity is for later." It is computed, and the step does not use it."""

from torch import Tensor


def heavy_ball(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    return theta - lr * gradient, beta * velocity + gradient
