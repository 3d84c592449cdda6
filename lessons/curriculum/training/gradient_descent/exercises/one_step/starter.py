"""One step of gradient descent, for all weights of a model."""

import torch


def descend(weights: list[torch.Tensor], lr: float) -> None:
    """Move every weight against its gradient, `lr` times as far as the gradient is long.

    `backward()` has been called: the gradients are in `.grad`. A weight that the loss does not
    depend on has None there, and stays where it is. Changes the weights in place.
    """
    raise NotImplementedError
