"""What a generative model makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from torch import Tensor, nn

from engine.errors import at_least
from engine.observations import LARGEST, Array, Pictures, PointCloud, Texts
from engine.probes.apart import asking
from engine.probes.base import Scene, Still, unfit
from engine.probes.pictures import LONGEST, as_images, pictures
from engine.probes.sample import some

Draw = Callable[[nn.Module, int], Tensor | Sequence[str]]
"""(model, how many) → images (n, c, h, w) or (n, h, w), 0 … 1; points (n, 2); or texts."""


@dataclass(frozen=True, slots=True)
class Samples:
    """Images, points in the plane or texts that a function draws from the model.

    Its random numbers are the same at every look, so that samples can be compared: what changes is
    the model. The model is in eval mode and gradients are off meanwhile; a function that needs
    them (for adversarial examples) switches them on and takes them by `torch.autograd.grad`.
    """

    draw: Draw
    count: int = 16
    """Samples asked for; fewer are shown where they are large."""
    seed: int = 0
    name: str = field(default="samples", init=False)

    def __post_init__(self) -> None:
        at_least("Samples.count", self.count, 1)

    def start(self) -> SamplesObserver:
        """Make the observer of one run."""
        return SamplesObserver(self)


class SamplesObserver(Still):
    """Draws again at every look."""

    def __init__(self, probe: Samples) -> None:
        self._probe = probe

    def begin(self, scene: Scene) -> None:
        """Any model will do."""

    def look(self, scene: Scene) -> Pictures | Texts | PointCloud | None:
        """What is drawn now; None once it is not made of numbers."""
        with asking(scene.model, scene.device, self._probe.seed):
            drawn = self._probe.draw(scene.model, self._probe.count)
        if not isinstance(drawn, Tensor):
            return Texts(texts=_short(drawn))
        drawn = drawn.detach().cpu().float()
        if not drawn.isfinite().all():
            return None
        if drawn.ndim == 2 and drawn.shape[1] == 2:
            bound = LARGEST // 16
            return PointCloud(drawn=Array.of(drawn[:bound]), real=_real(scene, self._probe.count))
        images = as_images(drawn)
        if images is None:
            raise unfit(
                "Samples",
                f"images, points in the plane or texts, not numbers of shape {tuple(drawn.shape)}",
                "Let its function return one of those.",
            )
        return pictures(images)


def _short(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text[:LONGEST] for text in texts[: LARGEST // (4 * LONGEST)])


def _real(scene: Scene, count: int) -> Array:
    """Some points that the model learns from: the inputs, if they are such, or the targets."""
    if scene.data is not None:
        examples = some(scene.data.train, min(count, LARGEST // 16))
        for values in (examples.inputs, examples.targets):
            if values.shape[1:] == (2,):
                return Array.of(values.cpu())
    return Array((0, 2), b"")
