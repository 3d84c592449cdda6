"""What will become of a gradient."""

import torch


def why_none(tensor: torch.Tensor, loss: torch.Tensor) -> str:
    """One of "not wanted", "not a leaf", "not reached" or "arrives".

    `loss` is a single number; nobody has called its `backward()` yet.
    """
    raise NotImplementedError
