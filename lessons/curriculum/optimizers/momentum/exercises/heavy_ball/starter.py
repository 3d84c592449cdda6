"""One step of the heavy ball."""

from torch import Tensor


def heavy_ball(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    """The weights and the velocity after one step, in PyTorch's form: the rate stays outside.

    Gives back new tensors and leaves the old ones as they are.
    """
    raise NotImplementedError
