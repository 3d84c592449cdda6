"""Newton's step on a function of one number."""

from collections.abc import Callable

import torch
from torch import Tensor


def newton_step(f: Callable[[Tensor], Tensor], x: float) -> float:
    """Where Newton's method goes from `x`."""
    raise NotImplementedError
