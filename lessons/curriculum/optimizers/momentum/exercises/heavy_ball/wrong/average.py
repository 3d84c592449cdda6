"""momentum-is-an-average: "Momentum averages the gradients." It adds them up."""

from torch import Tensor


def heavy_ball(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    velocity = beta * velocity + (1 - beta) * gradient
    return theta - lr * velocity, velocity
