"""Keep the best weights of a run, and end it when nothing gets better any more."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from engine.errors import at_least, one_of

if TYPE_CHECKING:
    from torch import Tensor, nn


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepBest:
    """Remember the weights with the best validation; with `patience`, early stopping.

    Better means strictly better, by more than `min_delta`: a tie is no progress, and neither is
    a value that is not a number. Source: Prechelt, "Early Stopping - But When?", 1998.
    """

    metric: str = "loss"
    """`loss` or one of the experiment's metrics, on the validation split."""
    mode: Literal["min", "max"] = "min"
    patience: int | None = None
    """Evaluations without progress after which the run ends; None: it never ends early."""
    min_delta: float = 0.0
    """Progress smaller than this does not count."""
    restore: bool = field(default=True)
    """Put the best weights back at the end of the run."""

    def __post_init__(self) -> None:
        one_of("mode", self.mode, ("min", "max"))
        at_least("min_delta", self.min_delta, 0)
        if self.patience is not None:
            at_least("patience", self.patience, 1)

    def start(self) -> Best:
        """Make the memory of one run."""
        return Best(self)


class Best:
    """The best so far."""

    def __init__(self, rule: KeepBest) -> None:
        self.rule = rule
        self.step = 0
        """Updates made when it was measured; 0 where nothing was measured yet."""
        self.value = math.inf if rule.mode == "min" else -math.inf
        self.waited = 0
        """Evaluations since then."""
        self.weights: dict[str, Tensor] | None = None
        """The model's state then."""

    @property
    def exhausted(self) -> bool:
        """Whether patience is used up."""
        return self.rule.patience is not None and self.waited >= self.rule.patience

    def report(self, step: int, value: float, model: nn.Module) -> bool:
        """Take note of an evaluation. Returns whether it is the best so far."""
        sign = 1 if self.rule.mode == "min" else -1
        if not sign * (self.value - value) > self.rule.min_delta:  # also where value is nan
            self.waited += 1
            return False
        self.step, self.value, self.waited = step, value, 0
        self.weights = {
            name: tensor.detach().clone() for name, tensor in model.state_dict().items()
        }
        return True

    def state_dict(self) -> dict[str, Any]:
        """What is remembered."""
        return {
            "step": self.step,
            "value": self.value,
            "waited": self.waited,
            "weights": self.weights,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go back to that memory."""
        self.step, self.value, self.waited = state["step"], state["value"], state["waited"]
        self.weights = state["weights"]
