"""The forms that a question may have, as frozen data: what is asked for, and what is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Metric = Literal["loss", "lr", "grad_norm"]
"""What is recorded at every step of a run."""

METRIC_WORDS: dict[Metric, str] = {
    "loss": "loss",
    "lr": "learning rate",
    "grad_norm": "gradient norm",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to choose, with the reason why it is right or wrong."""

    text: str
    why: str
    right: bool = False
    tag: str = ""
    """Misconception that choosing it betrays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Choose one; where `several`, choose all that fit."""

    choices: tuple[Choice, ...]
    several: bool = False
    """Whether the answer is a set."""
    shuffle: bool = True
    """Whether they are shown in an order of their own; not where the order says something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongNumber:
    """A number that a known misunderstanding leads to."""

    value: float
    why: str
    tag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFactor:
    """Another unit that the answer may be written in."""

    unit: str
    factor: float
    """How many of the question's own unit it is worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Type a number."""

    answer: float
    why: str
    tolerance: float = 0.0
    """Largest absolute difference that still counts as right."""
    relative: float = 0.0
    """Largest difference as a share of the answer; the more generous of the two counts."""
    unit: str = ""
    units: tuple[UnitFactor, ...] = ()
    """Units beside the ones that everybody knows: `lessons.questions.units`."""
    wrong: tuple[WrongNumber, ...] = ()

    def reach(self, value: float) -> float:
        """How far a number may be from `value` and still be meant by it."""
        return max(self.tolerance, self.relative * abs(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A known wrong way to put two things together, with its reason.

    In an order: `one` put behind `other`. In pairs: the left `one` with the right `other`.
    """

    one: int
    """From 1, as the author counts."""
    other: int
    why: str
    tag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Put entries in order. They stand here as they belong."""

    entries: tuple[str, ...]
    why: str
    also: tuple[tuple[int, ...], ...] = ()
    """Other orders that are right: places of the entries, from 1."""
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two things that belong together."""

    left: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Find what belongs together. What is on the right is shuffled."""

    pairs: tuple[Pair, ...]
    why: str
    extra: tuple[str, ...] = ()
    """Right sides that belong to nothing."""
    slips: tuple[Slip, ...] = ()

    @property
    def rights(self) -> tuple[str, ...]:
        """Everything that can be chosen, each once, in the author's order."""
        return tuple(dict.fromkeys((*(pair.right for pair in self.pairs), *self.extra)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Say which curve is which: the learner's own runs, unlabelled and shuffled."""

    scenarios: tuple[str, ...]
    labels: tuple[str, ...]
    """What the learner reads for each scenario."""
    why: str
    metric: Metric = "loss"
    log: bool = False
    """Whether the curves are drawn on a logarithmic axis."""
    slips: tuple[Slip, ...] = ()
    """`one` is a scenario taken for the curve of the scenario `other`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Point at a step of the learner's own run."""

    scenario: str
    answer: str
    """`package.module:function`; called with the run, it returns a step, or the first and the
    last step of a stretch."""
    why: str
    metric: Metric = "loss"
    log: bool = False
    tolerance: int = 0
    """Steps beside it that still count as right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """Draw the curve that a run will have, before it is made."""

    metric: Metric
    low: float
    """Lower edge of the paper."""
    high: float
    log: bool = False
    columns: int = 12
    rows: int = 9
    """Levels that a column can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Steps of a run that are a right answer."""

    first: int
    last: int


Form = Choices | Number | Order | Match | Curves | Mark


def scenarios_of(form: Form) -> tuple[str, ...]:
    """Scenarios of which a run is needed before the question can be asked."""
    match form:
        case Curves():
            return form.scenarios
        case Mark():
            return (form.scenario,)
    return ()
