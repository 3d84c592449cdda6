"""The sizes of images; and rows of pixels, which become images again."""

from __future__ import annotations

from torch import Tensor, nn

from engine.errors import ConfigurationError

Size = tuple[int, int, int]
"""Channels, height, width of an image."""


def quartered(image: Size, channels: int) -> Size:
    """What an image is after two halvings of its sides, with other channels.

    Raises ConfigurationError where height or width is not a multiple of 4.
    """
    _, height, width = image
    if height % 4 or width % 4:
        raise ConfigurationError("image", image, "Give a height and width that 4 divides.")
    return channels, height // 4, width // 4


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
