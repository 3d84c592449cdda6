"""One step of gradient descent, for all weights of a model."""

import torch


def descend(weights: list[torch.Tensor], lr: float) -> None:
    """Move every weight, in place, against its gradient.

    A step is `lr` times as long as the gradient. `backward()` has been
    called: the gradients are in `.grad`. A weight that the loss does
    not depend on has None there, and stays where it is.
    """
    raise NotImplementedError
