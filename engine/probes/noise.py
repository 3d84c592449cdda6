"""How noisy the gradients of mini-batches are."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import torch
from torch import Tensor

from engine.data import Batch
from engine.errors import at_least
from engine.observations import NoiseScale
from engine.probes.base import Scene, Still, unfit
from engine.probes.directions import flat
from engine.probes.twin import Twin


@dataclass(frozen=True, slots=True)
class GradientNoise:
    """Gradients of several mini-batches at the same weights, and how far they scatter.

    The noise scale tr Σ / |G|² is about the batch size beyond which larger batches stop paying:
    McCandlish, Kaplan, Amodei and the OpenAI Dota Team, "An Empirical Model of Large-Batch
    Training", 2018, section 2 and appendix A.
    """

    batches: int = 8
    batch_size: int = 32
    seed: int = 0
    """Draws the mini-batches, the same ones at every look."""
    name: str = field(default="gradient_noise", init=False)

    def __post_init__(self) -> None:
        at_least("GradientNoise.batches", self.batches, 2)
        at_least("GradientNoise.batch_size", self.batch_size, 1)

    def start(self) -> NoiseObserver:
        """Make the observer of one run."""
        return NoiseObserver(self)


class NoiseObserver(Still):
    """Takes the gradients of a twin at every look."""

    def __init__(self, probe: GradientNoise) -> None:
        self._probe = probe

    def begin(self, scene: Scene) -> None:
        """Draw the batches. Raises ConfigurationError without enough data, or a known loss."""
        self._twin = Twin(scene, "GradientNoise")
        count, size = self._probe.batches, self._probe.batch_size
        if scene.data is None or len(scene.data.train) < count * size:
            raise unfit(
                "GradientNoise",
                f"at least {count * size} training examples for {count} batches of {size}",
                "Ask for fewer or smaller batches.",
            )
        train = scene.data.train
        random = torch.Generator().manual_seed(self._probe.seed)
        chosen = torch.randperm(len(train), generator=random)[: count * size]
        inputs = train.inputs[chosen.to(train.inputs.device)].split(size)
        targets = train.targets[chosen.to(train.targets.device)].split(size)
        pairs = zip(inputs, targets, strict=True)
        self._batches = [Batch(*pair).to(scene.device) for pair in pairs]

    def look(self, scene: Scene) -> NoiseScale | None:  # noqa: ARG002
        """The estimate now; None once a gradient is not made of numbers."""
        self._twin.follow()
        mean, squares = torch.zeros(()), torch.zeros(())
        for number, batch in enumerate(self._batches, start=1):
            gradient = flat(self._twin.gradients(batch)).cpu().double()
            mean = mean + (gradient - mean) / number
            squares = squares + gradient.square().sum() / len(self._batches)
        if not squares.isfinite():
            return None
        return noise_scale(mean, squares, self._probe.batch_size, len(self._batches))


def noise_scale(mean: Tensor, squares: Tensor, size: int, batches: int) -> NoiseScale:
    """Unbiased estimates from k gradients of b examples each.

    `mean` is the mean of the gradients, the gradient of B = k b examples; `squares` the mean of
    their squared lengths. With |G_b|² and |G_B|² those two squared lengths:
    |G|² = (B |G_B|² − b |G_b|²) / (B − b), tr Σ = (|G_b|² − |G_B|²) / (1/b − 1/B).
    Source: McCandlish et al. 2018, appendix A.1.
    """
    b, B = size, size * batches  # noqa: N806
    G_b, G_B = squares.item(), mean.square().sum().item()  # noqa: N806
    signal = (B * G_B - b * G_b) / (B - b)
    noise = (G_b - G_B) / (1 / b - 1 / B)
    return NoiseScale(
        batch_size=size,
        batches=batches,
        signal=signal,
        noise=noise,
        scale=noise / signal if signal > 0 else math.nan,
    )
