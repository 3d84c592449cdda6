"""look-ahead-is-remembered: "What was stepped is what is remembered." The memory is the ball's."""

from torch import Tensor


def nesterov(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    velocity = beta * velocity + gradient
    ahead = gradient + beta * velocity
    return theta - lr * ahead, ahead
