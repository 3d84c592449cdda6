"""The two lines of the rule, as they stand."""

from torch import Tensor


def heavy_ball(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    velocity = beta * velocity + gradient
    return theta - lr * velocity, velocity
