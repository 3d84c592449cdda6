"""The hyperparameters that can be changed while a run is under way."""

from __future__ import annotations

from dataclasses import replace

from engine.clipping import Clip
from engine.optim import Stepper


class Live:
    """What the loop reads anew at every step."""

    def __init__(self, stepper: Stepper, clip: Clip | None) -> None:
        self.base_lrs = stepper.base_lrs
        """Rate of each group before the schedule's factor."""
        self.clip = clip
        self._stepper = stepper

    def set(self, name: str, value: float) -> bool:
        """Change one; False where this run has none of that name."""
        if name == "lr":
            self.base_lrs = (value,) * len(self.base_lrs)
        elif name == "clip" and self.clip is not None:
            self.clip = replace(self.clip, limit=value)  # type: ignore[type-var]
        else:
            try:
                self._stepper.set(name, value)
            except KeyError:
                return False
        return True
