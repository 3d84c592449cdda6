"""Layer-wise decreasing rates: the closer to the input, the smaller the step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.errors import ConfigurationError
from engine.optim.changes import scaled
from engine.optim.matching import matches, normalises
from engine.optim.parts import Named, Part, build, flat, named_parameters
from engine.optim.rules.checks import number

if TYPE_CHECKING:
    from torch import nn

    from engine.optim.base import Rule, Stepper


@dataclass(frozen=True, slots=True)
class LayerWise:
    """Discriminative fine-tuning: the last layer has the rule's rate, each one before it less.

    ηˡ⁻¹ = ηˡ · `factor`. A pre-trained network's first layers hold what is general, its last what
    is particular. Source: Howard and Ruder, "Universal Language Model Fine-tuning for Text
    Classification", 2018, section 3.2, whose factor is 1/2.6. The rule may be one with groups.
    """

    rule: Rule
    factor: float = 1 / 2.6
    layers: tuple[str, ...] = ()
    """Patterns of parameter names from the first layer to the last; empty: as the model is built.

    Then a layer is a child of the model with parameters of its own; containers (`Sequential`,
    `ModuleList`, `ModuleDict`, an only child) are opened, and a normalisation belongs to the layer
    before it.
    """

    def __post_init__(self) -> None:
        number("factor", self.factor, 0)

    def build_named(self, model: nn.Module) -> Stepper:
        """The stepper for the parameters of a model that train."""
        named = named_parameters(model)
        depths = self._by_pattern(named) if self.layers else _as_built(model, named)
        last = max(depths.values(), default=0)
        parts = flat(self.rule, named)
        return build(
            [
                self._shallower(part, last - depth, among)
                for depth in sorted(set(depths.values()), reverse=True)
                for part in parts
                if (among := tuple(e for e in part.named if depths[e.name] == depth))
            ]
        )

    def _shallower(self, part: Part, layers: int, named: tuple[Named, ...]) -> Part:
        """What a rule does so many layers before the last."""
        return Part(scaled(part.rule, self.factor**layers, "rule"), named, part.own)

    def build(self, parameters: Sequence[nn.Parameter]) -> Stepper:
        """Not possible: raises ConfigurationError, as bare parameters have no layers."""
        raise ConfigurationError(
            "optimizer",
            self,
            "Call build_named(model).",
            f"It needs the layers, which {len(parameters)} bare parameters do not tell.",
        )

    def _by_pattern(self, named: Sequence[Named]) -> dict[str, int]:
        depths = {}
        for entry in named:
            depth = [i for i, pattern in enumerate(self.layers) if matches(pattern, entry)]
            if not depth:
                raise ConfigurationError(
                    "layers", self.layers, f"Add a pattern that matches {entry.name}."
                )
            depths[entry.name] = depth[0]
        return depths


def _as_built(model: nn.Module, named: Sequence[Named]) -> dict[str, int]:
    """Layer of each parameter by its name, counted from the input; frozen layers count too."""
    depth, depths = -1, {entry.name: 0 for entry in named}
    for layer in _layers(model):
        if depth < 0 or not normalises(model.get_submodule(layer)):
            depth += 1
        for entry in named:
            if not layer or entry.name.startswith(f"{layer}."):
                depths[entry.name] = depth
    return depths


def _layers(model: nn.Module) -> list[str]:
    """Names of the modules that are layers, in order of registration."""
    from torch import nn

    containers = (nn.Sequential, nn.ModuleList, nn.ModuleDict)

    def opened(module: nn.Module, name: str, *, only: bool) -> list[str]:
        children = [
            (f"{name}.{key}" if name else key, child)
            for key, child in module.named_children()
            if next(child.parameters(), None) is not None
        ]
        if not children or not (only or isinstance(module, containers)):
            return [name]
        alone = len(children) == 1
        return [
            layer for key, child in children for layer in opened(child, key, only=only and alone)
        ]

    return opened(model, "", only=True)
