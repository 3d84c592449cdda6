"""The weights of a first layer, drawn as the images they respond to."""

from __future__ import annotations

from dataclasses import dataclass, field

from torch import Tensor, nn

from engine.errors import at_least, one_of
from engine.observations import Pictures
from engine.probes.base import Scene, Still, unfit
from engine.probes.pictures import as_images, pictures


@dataclass(frozen=True, slots=True)
class Kernels:
    """The kernels of a convolution, or the weights of a linear layer that sees the image.

    Kernels that read 1 or 3 channels are drawn whole, others by their first channel. Grey is 0,
    white the weight furthest from it among those shown, black its opposite.
    """

    layer: str = ""
    """Path of the layer, as in `named_modules`; empty: the first that can be drawn."""
    most: int = 32
    """Kernels shown at most: the first ones."""
    name: str = field(default="kernels", init=False)

    def __post_init__(self) -> None:
        at_least("Kernels.most", self.most, 1)

    def start(self) -> KernelsObserver:
        """Make the observer of one run."""
        return KernelsObserver(self)


class KernelsObserver(Still):
    """Draws the same kernels at every look."""

    def __init__(self, probe: Kernels) -> None:
        self._probe = probe

    def begin(self, scene: Scene) -> None:
        """Find the layer. Raises ConfigurationError where there is none to draw."""
        self._shape = scene.data.image_shape if scene.data is not None else None
        modules = dict(scene.model.named_modules())
        if self._probe.layer:
            one_of("Kernels.layer", self._probe.layer, modules)
            modules = {self._probe.layer: modules[self._probe.layer]}
        for name, module in modules.items():
            weight = drawable(module, self._shape)
            if weight is not None:
                self._weight, self._title = weight, name
                return
        raise unfit(
            "Kernels",
            "a convolution in two dimensions, or a linear layer that reads whole images",
            "Name such a layer, or leave the probe out.",
        )

    def look(self, scene: Scene) -> Pictures | None:  # noqa: ARG002
        """The kernels now; None once they are not made of numbers."""
        weight = self._weight.detach()[: self._probe.most]
        images = as_images(weight, None if weight.ndim == 4 else self._shape)
        if images is None or not images.isfinite().all():
            return None
        most = images.abs().max().item() or 1.0
        captions = tuple(f"{self._title}[{number}]" for number in range(len(images)))
        return pictures(images, captions, limits=(-most, most))


def drawable(module: nn.Module, shape: tuple[int, int] | None) -> Tensor | None:
    """The weights of a layer if they can be drawn: (out, c, h, w), or (out, h · w) for `shape`."""
    if isinstance(module, nn.Conv2d) and module.weight[0, 0].numel() > 1:
        return module.weight
    if isinstance(module, nn.Linear) and shape is not None:
        return module.weight if module.in_features == shape[0] * shape[1] else None
    return None
