"""Which rule moves which parameter: a model's parameters by name, shared out among rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from engine.errors import ConfigurationError

if TYPE_CHECKING:
    from torch import nn

    from engine.optim.base import Rule, Stepper


@dataclass(frozen=True, slots=True)
class Named:
    """A parameter that trains."""

    name: str
    """As in `model.named_parameters()`."""
    parameter: nn.Parameter
    module: nn.Module
    """The module that holds it; the first one, where several share it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Parameters that one rule moves."""

    rule: Rule
    named: tuple[Named, ...]
    own: frozenset[str] = frozenset()
    """Numbers that were chosen for these parameters alone."""


@runtime_checkable
class Parted(Protocol):
    """A rule that shares the parameters out among others."""

    def parts(self, named: Sequence[Named]) -> list[Part]:
        """Each parameter in one part; `named` are all that the model has.

        A part whose rule is this rule itself is not divided further.
        """
        ...


def named_parameters(model: nn.Module) -> tuple[Named, ...]:
    """The parameters of a model that train, in the model's order."""
    modules = dict(model.named_modules())
    return tuple(
        Named(name, parameter, modules[name.rpartition(".")[0]])
        for name, parameter in model.named_parameters()
        if parameter.requires_grad
    )


def flat(rule: Rule, named: Sequence[Named]) -> list[Part]:
    """The parts of a rule, of their rules, and so on: none of them is divided further."""
    if not isinstance(rule, Parted):
        return [Part(rule, tuple(named))]
    found = []
    for part in rule.parts(named):
        if part.rule is rule or not isinstance(part.rule, Parted):
            found.append(part)
            continue
        mine = {entry.name for entry in part.named}
        for inner in flat(part.rule, named):
            kept = tuple(entry for entry in inner.named if entry.name in mine)
            found.append(Part(inner.rule, kept, inner.own | part.own))
    return [part for part in found if part.named]


def build(parts: Sequence[Part]) -> Stepper:
    """A stepper for each part, and one for all of them together."""
    if not parts:
        raise ConfigurationError(
            "model", "without parameters that train", "Unfreeze some of its parameters."
        )
    from engine.optim.composite import CompositeStepper

    steppers = [part.rule.build([entry.parameter for entry in part.named]) for part in parts]
    if len(steppers) == 1:
        return steppers[0]
    names = [[entry.name for entry in part.named] for part in parts]
    return CompositeStepper(steppers, [part.own for part in parts], names)
