"""Where the positions of one example look."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from torch import Tensor

from engine.data import Batch, Dataset
from engine.errors import at_least
from engine.nn.attention import attention_layers, attention_maps
from engine.observations import LARGEST, Array, Attention
from engine.probes.apart import apart
from engine.probes.base import Scene, Still, unfit

Arguments = Callable[[Batch], tuple[Tensor, ...]]
"""What the model is called with for a batch of one example."""


@dataclass(frozen=True, slots=True)
class AttentionMaps:
    """The weights of every attention layer of `engine.nn.attention` for one validation example.

    Long examples are cut to the first positions whose maps fit into an observation.
    """

    example: int = 0
    """Number of the example in the validation split."""
    arguments: Arguments | None = None
    """What to call the model with; None: the inputs alone."""
    name: str = field(default="attention", init=False)

    def __post_init__(self) -> None:
        at_least("AttentionMaps.example", self.example, 0)

    def start(self) -> AttentionObserver:
        """Make the observer of one run."""
        return AttentionObserver(self)


class AttentionObserver(Still):
    """Reads the same example at every look."""

    def __init__(self, probe: AttentionMaps) -> None:
        self._probe = probe

    def begin(self, scene: Scene) -> None:
        """Find the example. Raises ConfigurationError for a model that does not attend."""
        self._layers = tuple(attention_layers(scene.model))
        if not self._layers:
            raise unfit(
                "AttentionMaps",
                "a model that attends",
                "Take one with layers of engine.nn.attention, or leave the probe out.",
            )
        data = scene.data
        number = self._probe.example
        if data is None or len(data.validation) <= number:
            raise unfit(
                "AttentionMaps",
                f"an example number {number} in the validation split",
                "Give data, or a smaller number.",
            )
        one = slice(number, number + 1)
        batch = Batch(data.validation.inputs[one], data.validation.targets[one]).to(scene.device)
        give = self._probe.arguments
        self._arguments = (batch.inputs,) if give is None else give(batch)
        self._tokens = _tokens(batch.inputs, data)
        label = batch.targets.flatten()
        self._label = data.classes[int(label)] if data.classes and label.numel() == 1 else ""

    def look(self, scene: Scene) -> Attention | None:
        """The maps now; None once they are not made of numbers."""
        with apart(scene.device):
            maps = attention_maps(scene.model, *self._arguments)
        if not maps or not all(weights.isfinite().all() for weights in maps):
            return None
        side = longest(maps)
        keys = slice(min(side, len(self._tokens) or side))
        return Attention(
            layers=self._layers,
            maps=tuple(Array.of(weights[0, :, keys, keys].cpu()) for weights in maps),
            tokens=self._tokens[keys],
            label=self._label,
        )


def longest(maps: Sequence[Tensor]) -> int:
    """Positions along each side that all these maps (1, heads, q, k) may show together."""
    heads = sum(weights.shape[1] for weights in maps)
    return max(1, math.isqrt(LARGEST // (4 * heads)))


def _tokens(inputs: Tensor, data: Dataset) -> tuple[str, ...]:
    """The words of the example (1, length) up to the padding at its end."""
    if not data.tokens or inputs.is_floating_point():
        return ()
    numbers = inputs[0].flatten().tolist()
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(data.tokens[number] for number in numbers)
