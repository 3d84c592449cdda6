"""The labels that the last batches brought, sample by sample."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import torch
from torch import Tensor

from engine.data.base import are_classes
from engine.errors import at_least
from engine.observations import LARGEST, Array, LabelStripes
from engine.probes.base import Scene, unfit

WIDEST = 256
"""Labels of one batch at most: the first ones. A terminal is hardly wider."""


@dataclass(frozen=True, slots=True)
class BatchLabels:
    """The class of every sample in the last batches, in the order in which they came."""

    batches: int = 16
    """How many of them are remembered."""
    name: str = field(default="labels", init=False)

    def __post_init__(self) -> None:
        at_least("BatchLabels.batches", self.batches, 1)

    def start(self) -> BatchLabelsObserver:
        """Make the observer of one run."""
        return BatchLabelsObserver(min(self.batches, LARGEST // (4 * WIDEST)))


class BatchLabelsObserver:
    """Keeps the targets of the last batches, and reads them at a look."""

    watches = True

    def __init__(self, batches: int) -> None:
        self._last: deque[Tensor] = deque(maxlen=batches)
        self._new = False

    def begin(self, scene: Scene) -> None:
        """Note the names of the classes. Raises ConfigurationError for data without classes."""
        data = scene.data
        if data is None or not are_classes(data.train.targets):
            raise unfit(
                "BatchLabels", "targets that are class numbers", "Look with ImageGrid, or leave it."
            )
        known = int(data.train.targets.max()) + 1 if len(data.train) else 0
        self._classes = data.classes or tuple(str(number) for number in range(known))

    def after_step(self, scene: Scene) -> None:
        """Keep the targets that this step learned from."""
        for batch in scene.batches:
            if batch is not None:
                self._last.append(batch.targets)
                self._new = True

    def look(self, scene: Scene) -> LabelStripes | None:  # noqa: ARG002
        """The stripes of the last batches, the newest at the end; None without a new one."""
        if not self._new:
            return None
        self._new = False
        rows = [_labels(targets) for targets in self._last]
        if any(row is None for row in rows):
            return None
        stripes = [row[:WIDEST] for row in rows if row is not None]
        labels = torch.full((len(stripes), max(map(len, stripes))), -1.0)
        for place, stripe in enumerate(stripes):
            labels[place, : len(stripe)] = stripe
        return LabelStripes(
            classes=self._classes,
            labels=Array.of(labels),
            sizes=tuple(len(targets) for targets in self._last),
        )


def _labels(targets: Tensor) -> Tensor | None:
    """Class numbers (n,) of targets that an augmentation may have turned into shares (n, K)."""
    if targets.ndim == 2 and targets.is_floating_point():
        targets = targets.argmax(dim=1)
    return targets.detach().cpu().float() if are_classes(targets) else None
