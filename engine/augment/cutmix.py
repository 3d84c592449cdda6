"""CutMix: a box of each image comes from another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.augment.draws import beta, permutation, whole
from engine.augment.images import box_mask, images_of
from engine.augment.mixing import blended, probabilities
from engine.data.base import Batch
from engine.errors import at_least

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class CutMix:
    """A box of share 1 − λ is pasted in from another image of the batch, λ from Beta(α, α).

    The box is ⌊w √(1 − λ)⌋ wide and ⌊h √(1 − λ)⌋ high, around a random pixel, as far as it lies
    in the image. ỹ = λ yᵢ + (1 − λ) yⱼ with λ corrected to the share of pixels that truly stayed.

    Source: S. Yun and others, "CutMix: Regularization Strategy to Train Strong Classifiers with
    Localizable Features", ICCV 2019. λ and the box are drawn for each example; `per_batch` draws
    one for all, as its published code does.
    """

    classes: int
    """K: number of classes; not used where targets are floats already."""
    alpha: float = 1.0
    per_batch: bool = False
    """One λ and one box for the whole batch."""

    def __post_init__(self) -> None:
        at_least("cutmix.classes", self.classes, 1)
        at_least("cutmix.alpha", self.alpha, 0)

    def __call__(self, batch: Batch, random: torch.Generator) -> Batch:
        """Images (n, c, h, w); targets (n,) become (n, K) float32, or (n, …) floats stay so.

        Raises ConfigurationError for a class number from K on.
        """
        images = images_of(batch, "CutMix")
        targets = probabilities(batch.targets, self.classes, "cutmix")
        each = images[:1] if self.per_batch else images
        height, width = images.shape[2:]
        side = (1 - beta(random, each, self.alpha)).sqrt()
        inside = box_mask(
            images,
            whole(random, each, 0, height - 1),
            whole(random, each, 0, width - 1),
            (height * side).long(),
            (width * side).long(),
        )
        share = 1 - inside.float().mean(dim=(1, 2, 3))
        partner = permutation(random, images)
        return Batch(
            images[partner].where(inside, images), blended(targets, targets[partner], share)
        )
