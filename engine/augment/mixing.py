"""What mixup and CutMix share: targets that are probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import ConfigurationError

if TYPE_CHECKING:
    from torch import Tensor


def probabilities(targets: Tensor, classes: int, who: str) -> Tensor:
    """Class numbers (n,) as rows of zeros and a one, (n, classes) float32; floats as they are.

    Raises ConfigurationError for a class number from `classes` on.
    """
    if targets.is_floating_point():
        return targets
    import torch.nn.functional as F

    # On an accelerator looking at the labels would hold up every step; there one_hot itself stops.
    if targets.device.type == "cpu" and len(targets) and int(targets.max()) >= classes:
        raise ConfigurationError(
            f"{who}.classes",
            classes,
            f"There is a class {int(targets.max())}: give a larger number.",
        )
    return F.one_hot(targets, classes).float()


def blended(first: Tensor, second: Tensor, share: Tensor) -> Tensor:
    """λ · first + (1 − λ) · second, with one λ for each example: `share` is (n,)."""
    share = share.to(first.dtype).reshape(-1, *(1,) * (first.ndim - 1))
    return share * first + (1 - share) * second
