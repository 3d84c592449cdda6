"""What comes out of each layer: how large, how often 0, how often stuck."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from torch import Tensor, nn

from engine.errors import at_least, one_of
from engine.observations import LARGEST, Array, LayerActivity
from engine.probes.apart import asking
from engine.probes.base import Scene, Still
from engine.probes.histogram import Range, histograms
from engine.probes.sample import validation


@dataclass(frozen=True, slots=True)
class Activations:
    """Statistics and a histogram of each layer's outputs on examples of the validation split.

    A layer is a module without children, looked at the first time it is called; functions such as
    `F.relu` are no modules and are not seen. A unit is dead where its output is 0 for every
    example, at every position: through a ReLU no gradient reaches its weights then.
    """

    samples: int = 128
    """Examples looked at, the same at every look."""
    bins: int = 40
    limits: Range | None = None
    """Edges of all histograms, to compare layers and looks; None: each layer's own extremes."""
    layers: tuple[str, ...] = ()
    """Paths of the modules to look at, as in `named_modules`; none named: all layers."""
    name: str = field(default="activations", init=False)

    def __post_init__(self) -> None:
        at_least("Activations.samples", self.samples, 1)
        at_least("Activations.bins", self.bins, 1)

    def start(self) -> ActivationsObserver:
        """Make the observer of one run."""
        return ActivationsObserver(self)


class ActivationsObserver(Still):
    """Shows the same examples to the model at every look."""

    def __init__(self, probe: Activations) -> None:
        self._probe = probe
        self._most = LARGEST // (4 * (probe.bins + 8))

    def begin(self, scene: Scene) -> None:
        """Choose the layers. Raises ConfigurationError without validation data, or for a name."""
        self._examples = validation(scene, "Activations", self._probe.samples)
        modules = dict(scene.model.named_modules())
        for name in self._probe.layers:
            one_of("Activations.layers", name, modules)
        childless = [name for name, module in modules.items() if not any(module.children())]
        chosen = self._probe.layers or tuple(childless)
        self._modules = {modules[name]: name for name in chosen}

    def look(self, scene: Scene) -> LayerActivity | None:
        """The statistics now; None once an output is not a number."""
        with asking(scene.model, scene.device), _heard(self._modules) as heard:
            scene.model(self._examples.inputs.to(scene.device))
        seen = list(heard.items())[: self._most]
        if not all(output.isfinite().all() for _, output in seen):
            return None
        ranges, counts = histograms(
            [output for _, output in seen], self._probe.bins, self._probe.limits
        )
        dead = [_dead(output) for _, output in seen]
        return LayerActivity(
            names=tuple(self._modules[module] for module, _ in seen),
            kinds=tuple(type(module).__name__ for module, _ in seen),
            mean=_array(output.mean().item() for _, output in seen),
            std=_array(output.std(correction=0).item() for _, output in seen),
            zeros=_array((output == 0).float().mean().item() for _, output in seen),
            dead=_array(lost for lost, _ in dead),
            units=_array(units for _, units in dead),
            saturated=_array(saturation(module, output) for module, output in seen),
            ranges=ranges,
            counts=counts,
            examples=len(self._examples),
        )


@contextmanager
def _heard(modules: dict[nn.Module, str]) -> Iterator[dict[nn.Module, Tensor]]:
    """Listen to these modules: the first output of each, in the order in which they are called."""
    heard: dict[nn.Module, Tensor] = {}

    def listen(module: nn.Module, _: object, output: object) -> None:
        first = output[0] if isinstance(output, tuple) else output
        if module not in heard and isinstance(first, Tensor) and first.is_floating_point():
            # A later layer may work in place.
            heard[module] = first.detach().float().clone()

    handles = [module.register_forward_hook(listen) for module in modules]
    try:
        yield heard
    finally:
        for handle in handles:
            handle.remove()


def _array(numbers: Iterator[float]) -> Array:
    return Array.of(list(numbers))


def _dead(output: Tensor) -> tuple[int, int]:
    """Units that never speak, and units in all.

    Units are the channels of images (n, c, h, w), otherwise the last dimension: (n, …, units).
    """
    if output.ndim < 2:
        return 0, 1
    axis = 1 if output.ndim == 4 else output.ndim - 1
    silent = (output == 0).transpose(axis, -1).flatten(end_dim=-2).all(dim=0)
    return int(silent.sum()), len(silent)


def saturation(module: nn.Module, output: Tensor) -> float:
    """Share of outputs where the slope is below a tenth of the steepest; nan for other layers.

    From the output y itself: the slope of tanh is 1 − y², that of the sigmoid is y (1 − y), which
    are steepest at 1 and at ¼.
    """
    if isinstance(module, nn.Tanh):
        slope = 1 - output.square()
    elif isinstance(module, nn.Sigmoid):
        slope = 4 * output * (1 - output)
    else:
        return math.nan
    return (slope < 0.1).float().mean().item()
