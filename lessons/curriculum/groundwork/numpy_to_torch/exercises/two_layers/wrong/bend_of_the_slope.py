"""The bend at the wrong place: "Only what is above 0 goes on." The unit decides, not the slope."""

import torch
from torch import Tensor


class TwoLayers:
    def __init__(self, inputs: int, units: int, outputs: int) -> None:
        self.w1 = torch.randn(inputs, units)
        self.b1 = torch.zeros(units)
        self.w2 = torch.randn(units, outputs) / units**0.5
        self.b2 = torch.zeros(outputs)

    def forward(self, x: Tensor) -> Tensor:
        self.x = x
        self.hidden = (x @ self.w1 + self.b1).clamp(min=0)
        return self.hidden @ self.w2 + self.b2

    def backward(self, slope: Tensor) -> tuple[Tensor, ...]:
        of_w2 = self.hidden.T @ slope
        of_b2 = slope.sum(dim=0)
        below = slope @ self.w2.T
        below = below * (below > 0)
        of_w1 = self.x.T @ below
        of_b1 = below.sum(dim=0)
        return of_w1, of_b1, of_w2, of_b2
