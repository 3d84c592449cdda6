"""A landscape as a model, so that every optimiser can descend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from engine.surfaces import Landscape


class LandscapeModel(nn.Module):
    """Two weights, `theta`, whose loss is the height where they stand."""

    def __init__(self, landscape: Landscape) -> None:
        """Stand at the landscape's start."""
        super().__init__()
        self.landscape = landscape
        self.theta = nn.Parameter(torch.tensor(landscape.start))

    def forward(self) -> Tensor:
        """The height, a scalar."""
        return self.landscape.function(self.theta)
