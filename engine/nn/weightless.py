"""Models too large to hold, for a look at their shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import torch
from torch import nn

Model = TypeVar("Model", bound=nn.Module)


def without_weights(make: Callable[[], Model]) -> Model:
    """Build a model whose tensors have shapes and no numbers: it costs no memory.

    `without_weights(vgg16)` takes inputs such as `torch.empty(1, 3, 224, 224, device="meta")` to
    outputs of the right shape, so that `summary` can list its layers. See PyTorch's documentation
    of the meta device.
    """
    with torch.device("meta"):
        return make()
