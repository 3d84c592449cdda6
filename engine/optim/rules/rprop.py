"""Rprop as a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from engine.errors import ConfigurationError
from engine.optim.rules.base import TorchRule
from engine.optim.rules.checks import not_negative, number, numbers


@dataclass(frozen=True, slots=True)
class Rprop(TorchRule):
    """Look at the sign of the gradient and at nothing else (Riedmiller and Braun 1993).

    Same meaning and defaults as `torch.optim.Rprop`. The rate is the length of the first step
    only; for the gradient of the whole training set.
    """

    lr: float = 1e-2
    etas: tuple[float, float] = field(default=(0.5, 1.2), kw_only=True)
    """Factors on a weight's step: where the sign turned, where it stayed."""
    step_sizes: tuple[float, float] = field(default=(1e-6, 50.0), kw_only=True)
    """Shortest and longest step."""

    torch_name: ClassVar[str] = "Rprop"
    foreach: ClassVar[bool | None] = True

    def check(self) -> None:
        """0 < η₋ < 1 < η₊, and the shortest step not above the longest."""
        not_negative(self, "lr")
        for name in ("etas", "step_sizes"):
            for index, value in enumerate(numbers(name, getattr(self, name), 2)):
                number(f"{name}[{index}]", value, 0)
        if not 0 < self.etas[0] < 1 < self.etas[1]:
            raise ConfigurationError("etas", self.etas, "Give one below 1 and one above 1.")
        if self.step_sizes[0] > self.step_sizes[1]:
            raise ConfigurationError("step_sizes", self.step_sizes, "Give the shortest step first.")
