"""Several steppers that step as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from engine.errors import ConfigurationError
from engine.optim.state import check_origin

if TYPE_CHECKING:
    from engine.optim.base import Stepper


class CompositeStepper:
    """Hands each of its steppers the rates of that one's groups."""

    def __init__(
        self,
        steppers: Sequence[Stepper],
        own: Sequence[frozenset[str]],
        names: Sequence[Sequence[str]] = (),
    ) -> None:
        """`own`: for each stepper the numbers that were chosen for it alone; `names`: what the
        parameters are called that it moves."""
        self.label = _joined([stepper.label for stepper in steppers])
        self._steppers = tuple(steppers)
        self._own = tuple(own)
        self._names = [list(part) for part in names]
        ends = accumulate((len(stepper.base_lrs) for stepper in steppers), initial=0)
        self._slices = tuple(slice(start, end) for start, end in pairwise(ends))

    @property
    def base_lrs(self) -> tuple[float, ...]:
        """Those of all steppers, one after the other."""
        return tuple(lr for stepper in self._steppers for lr in stepper.base_lrs)

    def step(self, lrs: Sequence[float]) -> None:
        """One update of all parameters."""
        for stepper, part in zip(self._steppers, self._slices, strict=True):
            stepper.step(lrs[part])

    @property
    def hyperparameters(self) -> dict[str, float]:
        """What `set` reaches, as it is now in the first group that has it."""
        numbers: dict[str, float] = {}
        for stepper, own in zip(self._steppers, self._own, strict=True):
            for name, value in stepper.hyperparameters.items():
                if name not in own:
                    numbers.setdefault(name, value)
        return numbers

    def set(self, name: str, value: float) -> None:
        """Change a number in every group that has it and was not given one of its own.

        So that a group without weight decay stays one. Raises KeyError where no group has it.
        """
        known = False
        for stepper, own in zip(self._steppers, self._own, strict=True):
            if name in own:
                continue
            try:
                stepper.set(name, value)
            except KeyError:
                continue
            known = True
        if not known:
            raise KeyError(name)

    def state_dict(self) -> dict[str, Any]:
        """Those of all steppers."""
        return {
            "stepper": self.label,
            "names": [list(part) for part in self._names],
            "parts": [stepper.state_dict() for stepper in self._steppers],
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go back there. Raises ConfigurationError for the state of something else."""
        check_origin(state, self.label)
        if state["names"] != self._names:
            raise ConfigurationError(
                "optimiser state", state["names"], "Load it beside groups of the same parameters."
            )
        for stepper, part in zip(self._steppers, state["parts"], strict=True):
            stepper.load_state_dict(part)


def _joined(labels: Sequence[str]) -> str:
    """`AdamW, fused kernel, 3 groups`, or `torch.optim.Muon and AdamW, fused kernel`."""
    counts = Counter(labels)
    words = [f"{label}, {n} groups" if n > 1 else label for label, n in counts.items()]
    return " and ".join(words)
