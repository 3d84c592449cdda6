"""One function prepares images for training and for measuring."""

from collections.abc import Callable

from torch import Tensor

Change = Callable[[Tensor], Tensor]


def prepare(images: Tensor, shift: Change, scale: Change, training: bool) -> Tensor:
    """Images (n, 8, 8), pixels from 0 to 1, as the network is given them."""
    images = shift(images)
    if training:
        images = scale(images)
    return images
