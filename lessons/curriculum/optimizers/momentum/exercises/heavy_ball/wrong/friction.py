"""momentum-is-friction: "β is friction, what is lost." β is what is kept."""

from torch import Tensor


def heavy_ball(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    velocity = (1 - beta) * velocity + gradient
    return theta - lr * velocity, velocity
