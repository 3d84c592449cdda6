"""The hyperparameters that can be changed while a run is under way."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.errors import ConfigurationError, EngineError, at_least, share

if TYPE_CHECKING:
    from torch import nn

    from engine.clipping import Clip
    from engine.optim import Stepper


MOMENTA = ("momentum", "beta1")
"""What optimisers call it."""


class Live:
    """What the loop reads anew at every step."""

    def __init__(
        self, stepper: Stepper, clip: Clip | None, modules: Iterable[nn.Module] = ()
    ) -> None:
        """`modules`: the model's, of which the dropouts can be set."""
        self.base_lrs = stepper.base_lrs
        """Rate of each group before the schedule's factor."""
        self.clip = clip
        self._stepper = stepper
        self._dropouts = [module for module in modules if _drops_out(module)]
        self._resting: dict[str, float] = {}
        self._at_first = self._values()

    def change(self, name: str, value: float) -> None:
        """Change one. Raises EngineError where there is none, or the value makes no sense."""
        if not math.isfinite(value):
            raise ConfigurationError(name, value, "Give an ordinary number.")
        if name in ("lr", "clip"):
            at_least(name, value, 0, inclusive=name == "lr")
        if name == "dropout":
            share(name, value, one=True)
        if not self.set(name, value):
            kinds = {"clip": self.clip is not None, "dropout": bool(self._dropouts)}
            others = [kind for kind, there in kinds.items() if there]
            raise EngineError(
                f"This run has no {name}" if name else "This run has nothing without a name",
                f"There is none in its model, and none in its optimiser: {self._stepper.label}.",
                f"It has {', '.join(('lr', *sorted(self._stepper.hyperparameters), *others))}.",
            )

    def set(self, name: str, value: float) -> bool:
        """Change one; False where this run has none of that name."""
        for resting in self._resting:
            if name in (resting, "momentum"):
                self._resting[resting] = value
        if name == "lr":
            self._scale_rates(value)
        elif name == "clip" and self.clip is not None:
            self.clip = replace(self.clip, limit=value)  # type: ignore[type-var]
        elif name == "dropout" and self._dropouts:
            for module in self._dropouts:
                module.p = value  # type: ignore[assignment]
        else:
            try:
                self._stepper.set(name, value)
            except KeyError:
                return False
        return True

    def cycle(self, momentum: float) -> None:
        """Let the schedule move the momentum; what it is without the schedule is remembered."""
        if not self._resting:
            numbers = self._stepper.hyperparameters
            self._resting = {name: numbers[name] for name in MOMENTA if name in numbers}
        self._stepper.set("momentum", momentum)

    def state_dict(self) -> dict[str, Any]:
        """The values at the start of the run, and now."""
        return {
            "at_first": self._at_first,
            "now": self._values(),
            "cycled": list(self._resting),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over what was changed on the way, but for what this run was given differently.

        The stepper has its own state by now.
        """
        cycled = state["cycled"]
        for name, value in state["now"].items():
            first = state["at_first"][name]
            changed = value != first or name in cycled
            if changed and first == self._at_first.get(name):
                self._restore(name, value)

    def _scale_rates(self, first: float) -> None:
        """Give the first group this rate, and the others what keeps their ratios to it."""
        before = self.base_lrs[0]
        if before > 0:
            self.base_lrs = tuple(
                lr * first / before if lr != before else first for lr in self.base_lrs
            )
        else:
            self.base_lrs = (first,) * len(self.base_lrs)

    def _values(self) -> dict[str, Any]:
        values: dict[str, Any] = {**self._stepper.hyperparameters, **self._resting}
        values["lr"] = list(self.base_lrs)
        values["dropout"] = [module.p for module in self._dropouts]
        values["clip"] = self.clip.limit if self.clip is not None else None
        return values

    def _restore(self, name: str, value: Any) -> None:
        if name == "lr":
            self.base_lrs = tuple(value)
        elif name == "dropout":
            for module, p in zip(self._dropouts, value, strict=True):
                module.p = p
        elif name != "clip" or value is not None:
            self.set(name, value)


def _drops_out(module: nn.Module) -> bool:
    """PyTorch's dropouts and those from scratch: named so, with a probability `p`."""
    return "dropout" in type(module).__name__.lower() and isinstance(vars(module).get("p"), float)
