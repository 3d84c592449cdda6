"""How large each layer's weights are, and how far one step moves them."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor

from engine import kernels
from engine.observations import LARGEST, Array, LayerNorms
from engine.probes.base import Scene
from engine.probes.sample import training_batch
from engine.probes.trained import trained
from engine.probes.twin import Twin

MOST_TENSORS = LARGEST // 64
"""Parameter tensors that are listed at most: the first ones."""


@dataclass(frozen=True, slots=True)
class LayerGradients:
    """‖θ‖, ‖Δθ‖ / ‖θ‖ and, where the loss is known, ‖g‖ of each parameter tensor.

    Δθ is the whole update of one step, momentum and weight decay included: that of the first step
    after the last look. A healthy run has ratios around 10⁻³ (Karpathy, CS231n notes, "Neural
    Networks 3", 2015): much larger ones destabilise it, much smaller ones hardly move it.
    """

    samples: int = 128
    """Training examples on which ‖g‖ is measured, the same at every look."""
    name: str = field(default="layer_norms", init=False)

    def start(self) -> LayerNormsObserver:
        """Make the observer of one run."""
        return LayerNormsObserver(self.samples)


class LayerNormsObserver:
    """Keeps the weights at a look, and those one step later."""

    watches = True

    def __init__(self, samples: int) -> None:
        self._samples = samples
        self._before: list[Tensor] | None = None
        self._after: list[Tensor] | None = None

    def begin(self, scene: Scene) -> None:
        """List the tensors. Raises ConfigurationError where nothing is trained."""
        self._names, self._parameters = trained(scene, "LayerGradients", MOST_TENSORS)
        self._twin = Twin(scene, "LayerGradients") if scene.loss is not None else None
        self._batch = training_batch(scene, self._samples)

    def after_step(self, scene: Scene) -> None:  # noqa: ARG002
        """Keep the weights once, after the first step since a look."""
        if self._before is not None and self._after is None:
            self._after = self._weights()

    def look(self, scene: Scene) -> LayerNorms:  # noqa: ARG002
        """The norms now, and the ratio of the step that was kept."""
        seen = LayerNorms(
            names=self._names,
            weight_norm=_norms(self._parameters),
            update_ratio=self._ratio(),
            gradient_norm=self._gradient(),
        )
        self._before, self._after = self._weights(), None
        return seen

    def _weights(self) -> list[Tensor]:
        return [parameter.detach().clone() for parameter in self._parameters]

    def _ratio(self) -> Array | None:
        if self._before is None or self._after is None:
            return None
        moved = [now - then for now, then in zip(self._after, self._before, strict=True)]
        before = torch.stack(list(kernels.norms(self._before)))
        ratio = torch.stack(list(kernels.norms(moved))) / before
        return Array.of(torch.where(before > 0, ratio, torch.nan).cpu())

    def _gradient(self) -> Array | None:
        if self._twin is None:
            return None
        self._twin.follow()
        return _norms(self._twin.gradients(self._batch)[: len(self._names)])


def _norms(tensors: list[Tensor] | tuple[Tensor, ...]) -> Array:
    """(n,), on the CPU."""
    detached = [tensor.detach() for tensor in tensors]
    return Array.of(torch.stack(list(kernels.norms(detached))).cpu())
