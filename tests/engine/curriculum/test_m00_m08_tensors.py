"""M01 Tensors: what the engine does for each topic."""

from __future__ import annotations

import numpy as np
import torch
from m00_m08 import on_digits, trained


def test_01_13_a_run_does_not_listen_to_the_global_seed() -> None:
    """01.13 What a seed controls."""
    torch.manual_seed(1)
    first = trained(on_digits(steps=5))
    torch.manual_seed(2)
    np.random.beta(1, 1)
    assert trained(on_digits(steps=5)).losses == first.losses
