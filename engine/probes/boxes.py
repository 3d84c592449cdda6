"""What a detector finds, beside what is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import torch
from torch import Tensor, nn

from engine.errors import at_least
from engine.nn.vision.detection import Detector, decode
from engine.observations import LARGEST, Array, Detections
from engine.probes.apart import asking
from engine.probes.base import Scene, Still, unfit
from engine.probes.pictures import as_images, that_fit
from engine.probes.sample import some, validation


class Found(Protocol):
    """What was found in one image, as by `engine.nn.vision.detection.decode`."""

    @property
    def boxes(self) -> Tensor:
        """(k, 4): centre x, centre y, width, height, as shares of the image."""
        ...

    @property
    def scores(self) -> Tensor:
        """(k,): how sure each of them is."""
        ...

    @property
    def classes(self) -> Tensor:
        """(k,): class numbers."""
        ...


Decode = Callable[[nn.Module, Tensor], Sequence[Found]]
"""(model, images (n, c, h, w)) → what is in each of them."""
MOST = 50
"""Boxes of one image that are kept at most: the surest."""


@dataclass(frozen=True, slots=True)
class Boxes:
    """Images of the validation split with true and found boxes.

    Targets are (n, boxes, 5): class, centre x, centre y, width, height; class −1 is no box.
    """

    decode: Decode | None = None
    """None: that of the `Detector` of `engine.nn.vision.detection`."""
    count: int = 6
    """Images shown at most, the same at every look."""
    name: str = field(default="boxes", init=False)

    def __post_init__(self) -> None:
        at_least("Boxes.count", self.count, 1)

    def start(self) -> BoxesObserver:
        """Make the observer of one run."""
        return BoxesObserver(self)


class BoxesObserver(Still):
    """Looks for boxes in the same images at every look."""

    def __init__(self, probe: Boxes) -> None:
        self._probe = probe

    def begin(self, scene: Scene) -> None:
        """Choose the images. Raises ConfigurationError for data that are not images with boxes."""
        self._decode = self._probe.decode or _decoded
        if self._probe.decode is None and not isinstance(scene.model, Detector):
            raise unfit("Boxes", "a Detector", "Give the probe a function that finds the boxes.")
        first = validation(scene, "Boxes", self._probe.count)
        images = as_images(first.inputs)
        if images is None or first.targets.ndim != 3 or first.targets.shape[2] != 5:
            raise unfit(
                "Boxes",
                "images (n, c, h, w) with targets (n, boxes, 5)",
                "Give the experiment scenes to detect things in.",
            )
        examples = some(first, that_fit(images, LARGEST // 2))
        shown = as_images(examples.inputs)
        assert shown is not None
        assert scene.data is not None
        self._inputs, self._shown = examples.inputs, Array.of(shown)
        self._true = tuple(Array.of(boxes[boxes[:, 0] >= 0]) for boxes in examples.targets.cpu())
        self._classes = scene.data.classes
        self._most = min(MOST, LARGEST // 2 // (24 * len(examples)))

    def look(self, scene: Scene) -> Detections | None:
        """What is found now; None once it is not made of numbers."""
        with asking(scene.model, scene.device):
            decoded = self._decode(scene.model, self._inputs.to(scene.device))
        found = [_rows(things) for things in decoded]
        if not torch.cat(found).isfinite().all():
            return None
        return Detections(
            images=self._shown,
            true=self._true,
            found=tuple(Array.of(self._surest(boxes)) for boxes in found),
            classes=self._classes,
        )

    def _surest(self, boxes: Tensor) -> Tensor:
        return boxes[boxes[:, 5].argsort(descending=True, stable=True)[: self._most]]


def _decoded(model: nn.Module, images: Tensor) -> Sequence[Found]:
    return decode(model(images))


def _rows(found: Found) -> Tensor:
    """(k, 6), on the CPU: class, box, score."""
    columns = (found.classes[:, None].to(found.boxes), found.boxes, found.scores[:, None])
    return torch.cat(columns, dim=1).detach().cpu().float()
