"""How the weights of each layer are spread, and their gradients."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.errors import at_least
from engine.observations import LARGEST, Histograms
from engine.probes.base import Scene, Still
from engine.probes.histogram import histograms
from engine.probes.sample import training_batch
from engine.probes.trained import trained
from engine.probes.twin import Twin


@dataclass(frozen=True, slots=True)
class WeightHistograms:
    """A histogram of each trained tensor and, where the loss is known, of its gradient."""

    bins: int = 40
    most: int = 64
    """Tensors shown at most: the first ones."""
    samples: int = 128
    """Training examples on which the gradient is taken, the same at every look."""
    name: str = field(default="weights", init=False)

    def __post_init__(self) -> None:
        at_least("WeightHistograms.bins", self.bins, 1)
        at_least("WeightHistograms.most", self.most, 1)
        at_least("WeightHistograms.samples", self.samples, 1)

    def start(self) -> WeightHistogramsObserver:
        """Make the observer of one run."""
        return WeightHistogramsObserver(self)


class WeightHistogramsObserver(Still):
    """Counts the weights at every look."""

    def __init__(self, probe: WeightHistograms) -> None:
        self._bins, self._samples = probe.bins, probe.samples
        self._most = min(probe.most, LARGEST // (8 * (probe.bins + 2)))

    def begin(self, scene: Scene) -> None:
        """List the tensors. Raises ConfigurationError where nothing is trained."""
        self._names, self._parameters = trained(scene, "WeightHistograms", self._most)
        self._twin = Twin(scene, "WeightHistograms") if scene.loss is not None else None
        self._batch = training_batch(scene, self._samples)

    def look(self, scene: Scene) -> Histograms:  # noqa: ARG002
        """The counts now; weights that are not finite are left out."""
        ranges, counts = histograms(self._parameters, self._bins)
        gradient_ranges = gradient_counts = None
        if self._twin is not None:
            self._twin.follow()
            gradients = self._twin.gradients(self._batch)[: len(self._names)]
            gradient_ranges, gradient_counts = histograms(gradients, self._bins)
        return Histograms(
            names=self._names,
            ranges=ranges,
            counts=counts,
            gradient_ranges=gradient_ranges,
            gradient_counts=gradient_counts,
        )
