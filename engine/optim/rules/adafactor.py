"""Adafactor as a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from engine.errors import ConfigurationError, at_least
from engine.optim.rules.base import TorchRule
from engine.optim.rules.checks import not_negative, number, numbers


@dataclass(frozen=True, slots=True)
class Adafactor(TorchRule):
    """Adaptive rates from the memory of one row and one column (Shazeer and Stern 2018).

    Same meaning and defaults as `torch.optim.Adafactor`: the rate is relative to the size of the
    weights, and falls as 1/√t once that is smaller.
    """

    lr: float = 1e-2
    beta2_decay: float = field(default=-0.8, kw_only=True)
    """Exponent: the share of the past is 1 − t^decay."""
    eps: tuple[float | None, float] = field(default=(None, 1e-3), kw_only=True)
    """Least size of a gradient (None: the precision of the dtype), least size of the weights."""
    d: float = field(default=1.0, kw_only=True)
    """Steps with a larger root mean square are cut to this."""
    weight_decay: float = field(default=0.0, kw_only=True)

    torch_name: ClassVar[str] = "Adafactor"

    def check(self) -> None:
        """Nothing negative but the exponent, which is never positive."""
        not_negative(self, "lr", "weight_decay")
        number("beta2_decay", self.beta2_decay)
        if self.beta2_decay > 0:
            raise ConfigurationError("beta2_decay", self.beta2_decay, "Give a number up to 0.")
        first, second = numbers("eps", self.eps, 2)
        if first is not None:
            number("eps[0]", first, 0)
        number("eps[1]", second, 0)
        number("d", self.d)
        at_least("d", self.d, 1)
