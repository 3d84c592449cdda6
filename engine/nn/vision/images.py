"""Rows of pixels become images again."""

from __future__ import annotations

from torch import Tensor, nn

Size = tuple[int, int, int]
"""Channels, height, width of an image."""


class AsImages(nn.Module):
    """(n, c · h · w) → (n, c, h, w); what is an image already passes through."""

    def __init__(self, image: Size) -> None:
        """`image`: channels, height, width."""
        super().__init__()
        self.image = image

    def forward(self, inputs: Tensor) -> Tensor:
        """Raises RuntimeError where the rows do not hold as many numbers as an image has."""
        return inputs.unflatten(1, self.image) if inputs.dim() == 2 else inputs

    def extra_repr(self) -> str:
        """Shown when the model is printed."""
        return " × ".join(str(size) for size in self.image)
