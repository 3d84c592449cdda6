"""What the checks of cases have in common: a training with the learner's program, looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from engine.data import Dataset, diabetes, digits
from lessons.checking import expect

if TYPE_CHECKING:
    from lessons.checking import Learner


@dataclass(frozen=True, slots=True)
class Seen:
    """What `stage.py` has noted of one training."""

    losses: list[float]
    """Of every step."""
    scores: list[float]
    """Of every epoch, as the program says them."""
    norms: list[float]
    """Length of the gradient that every update was made with."""
    rates: list[float]
    answers: Tensor
    """What the model says to the test examples, (n, …)."""
    notes: dict[str, Any]
    """Whatever else the stage of this case looks at."""

    @property
    def late(self) -> float:
        """Mean loss of the last ten steps."""
        last = self.losses[-10:]
        return sum(last) / max(len(last), 1)


def trained(
    learner: Learner, epochs: int, data: Dataset | None = None, *, anew: bool = False
) -> Seen:
    """Train with the learner's program, with a seed that it cannot know.

    `data`: whose test examples the model is asked about; None: digits. All checks see the same
    training, unless one is asked for anew.
    """
    known = _known.get(id(learner))
    if known is not None and known[:2] == (learner, epochs) and not anew:
        return known[2]
    asked = (digits() if data is None else data).test
    assert asked is not None
    found = learner.stage("trained", int(torch.randint(2**31, ())), epochs, asked.inputs)
    expect.true(
        found["rates"],
        "No optimiser of `torch.optim` makes a step here. Leave it in: its updates are looked at.",
    )
    seen = Seen(
        losses=[float(loss) for loss in found.pop("losses")],
        scores=[float(score) for score in found.pop("scores")],
        norms=[float(norm) for norm in found.pop("norms")],
        rates=[float(rate) for rate in found.pop("rates")],
        answers=found.pop("answers"),
        notes=found,
    )
    _known[id(learner)] = (learner, epochs, seen)
    return seen


_known: dict[int, tuple[object, int, Seen]] = {}
"""A judge lives for one judgement; its checks look at the same training."""


def share_read(seen: Seen) -> float:
    """Share of the test digits that the model reads."""
    examples = digits().test
    assert examples is not None
    return float((seen.answers.argmax(1) == examples.targets).float().mean())


def error_left(seen: Seen) -> float:
    """Mean squared error on the test patients; 1 is what answering the average leaves."""
    examples = diabetes().test
    assert examples is not None
    return float((seen.answers.reshape(-1) - examples.targets.reshape(-1)).square().mean())
