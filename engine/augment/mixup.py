"""Mixup: every example is a blend of two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.augment.draws import beta, permutation
from engine.augment.mixing import blended, probabilities
from engine.data.base import Batch
from engine.errors import at_least

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Mixup:
    """x̃ = λ xᵢ + (1 − λ) xⱼ, ỹ = λ yᵢ + (1 − λ) yⱼ with λ from Beta(α, α).

    The partner j is another example of the batch, or now and then the same. Targets become
    probabilities, which cross-entropy takes in place of class numbers. α = 0.1 mixes little (λ near
    0 or 1), α = 1 evenly, a large α always about half and half; α = 0 not at all.

    Source: H. Zhang, M. Cisse, Y. Dauphin and D. Lopez-Paz, "mixup: Beyond Empirical Risk
    Minimization", ICLR 2018. λ is drawn for each example as in the paper; `per_batch` draws one
    for all, as its published code does.
    """

    classes: int
    """K: number of classes; not used where targets are floats already."""
    alpha: float = 0.2
    per_batch: bool = False
    """One λ for the whole batch."""

    def __post_init__(self) -> None:
        at_least("mixup.classes", self.classes, 1)
        at_least("mixup.alpha", self.alpha, 0)

    def __call__(self, batch: Batch, random: torch.Generator) -> Batch:
        """Inputs (n, …) of any shape; targets (n,) become (n, K) float32, or (n, …) floats stay so.

        Raises ConfigurationError for a class number from K on.
        """
        inputs, targets = batch.inputs, probabilities(batch.targets, self.classes, "mixup")
        share = beta(random, inputs[:1] if self.per_batch else inputs, self.alpha)
        partner = permutation(random, inputs)
        return Batch(
            blended(inputs, inputs[partner], share), blended(targets, targets[partner], share)
        )
