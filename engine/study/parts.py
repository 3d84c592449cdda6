"""What slow motion shows, as data: the parts of an update. Loads no torch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from engine.errors import ConfigurationError, at_least, one_of

Part = Literal["zero_grad", "forward", "loss", "backward", "clip", "optimizer", "schedule"]
PARTS: tuple[Part, ...] = (
    "zero_grad",
    "forward",
    "loss",
    "backward",
    "clip",
    "optimizer",
    "schedule",
)
"""The parts of an update, in the order of a training loop."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One number of one parameter, after a part."""

    name: str
    """Such as `linear1.weight[0, 3]`."""
    value: float
    gradient: float | None
    """None: there is none yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDone:
    """What one part has left behind."""

    update: int
    """1 for the first update that is shown."""
    part: Part
    watched: tuple[Watched, ...]
    loss: float | None
    """The batch's loss, once it is computed."""
    output: tuple[float, ...]
    """The first numbers that the model gave for the first example; empty before `forward`."""
    grad_norm: float
    """Norm of everything in `.grad`; 0 where there is nothing."""
    lr: tuple[float, ...]
    """The rate of each group at the next call of the optimiser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowMotion:
    """What is to be shown."""

    updates: int = 2
    after: int = 0
    """Ordinary steps that are made before."""
    watch: tuple[str, ...] = ()
    """Parameters of which the first number is watched; empty: the first of the first and last."""
    leave_out: tuple[Part, ...] = ()
    repeat: tuple[Part, ...] = field(default=())
    """Parts that are done twice."""
    lively: bool = False
    """Watch more parameters, and of each the number with the largest gradient."""

    def __post_init__(self) -> None:
        at_least("updates", self.updates, 1)
        at_least("after", self.after, 0)
        for name in (*self.leave_out, *self.repeat):
            one_of("part", name, PARTS)
        for needed in ("forward", "loss"):
            if needed in self.leave_out and "backward" not in self.leave_out:
                raise ConfigurationError(
                    "leave_out",
                    needed,
                    "Leave out backward as well, or keep it.",
                    f"Without {needed} there is nothing to go backward from.",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLine:
    """One line of the training loop, as PyTorch code."""

    part: Part
    text: str
    present: bool
    """Whether this experiment's loop has the line; where it has not, the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenApart:
    """Some updates of a run in their parts, and the loop that makes them."""

    before: int
    """Steps made before the first update that is shown."""
    setting_up: tuple[str, ...]
    """Lines above the loop."""
    head: str
    """The line that begins the loop."""
    lines: tuple[CodeLine, ...]
    """One for each part, in order."""
    done: tuple[PartDone, ...]
    """What the parts did, in the order in which they were played."""
