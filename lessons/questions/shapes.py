"""What an author may write in a `quiz` or a `review`, and in the paper of a sketch."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lessons.questions.forms import Metric
from lessons.reading.shape import AnyTable, Filled, Shape, each, like


class ChoiceShape(Shape, frozen=True, kw_only=True):
    """One entry of a quiz's choices."""

    text: Filled
    """What the learner reads."""
    why: Filled
    """Why it is right or wrong, shown once it was chosen."""
    right: bool = False
    """Whether it is right. Exactly one is, or with `several` two or more."""
    tag: str = ""
    """Misconception that somebody betrays who chooses it: a key of `misconceptions.toml`."""


class WrongShape(Shape, frozen=True, kw_only=True):
    """A number that a known misunderstanding leads to."""

    value: float
    """The number. The tolerance of the answer holds for it too."""
    why: Filled
    """What leads to it, and what is so instead."""
    tag: str = ""
    """Misconception that it betrays."""


class NumberShape(Shape, frozen=True, kw_only=True):
    """The `numeric` table of a quiz. Give it a `tolerance` or a `relative` one."""

    answer: float
    """The right number, in `unit`."""
    why: Filled
    """How to get there, shown with the verdict."""
    tolerance: Annotated[float, Meta(ge=0)] | None = None
    """How far from it still counts, in the same unit."""
    relative: Annotated[float, Meta(ge=0, le=1)] = 0.0
    """How far from it still counts, as a share of it."""
    unit: str = ""
    """In what it is measured; a learner may write it or leave it out."""
    units: dict[str, Annotated[float, Meta(gt=0)]] = {}
    """Other units in which it may be written, and how many of `unit` each is worth."""
    wrong: Annotated[tuple[AnyTable, ...], each(WrongShape)] = ()
    """Numbers that known misunderstandings lead to."""


class SlipShape(Shape, frozen=True, kw_only=True):
    """A known wrong way to put two entries or two sides together, by their numbers from 1."""

    one: Annotated[int, Meta(ge=1)]
    """An entry, or a left side."""
    other: Annotated[int, Meta(ge=1)]
    """The entry put before `one`, or the right side taken for that of `one`."""
    why: Filled
    """What somebody thinks who does so, and what is so instead."""
    tag: str = ""
    """Misconception that it betrays."""


class OrderShape(Shape, frozen=True, kw_only=True):
    """The `order` table of a quiz."""

    entries: Annotated[tuple[Filled, ...], Meta(min_length=2, max_length=9)]
    """What is to be put in order, written in the right one."""
    why: Filled
    """What the order follows from."""
    also: tuple[tuple[int, ...], ...] = ()
    """Other orders that are right, by the numbers of the entries from 1."""
    slips: tuple[SlipShape, ...] = ()
    """Known wrong ones: `other` put before `one`, though it belongs after it."""


class PairShape(Shape, frozen=True, kw_only=True):
    """One entry of a match's pairs."""

    left: Filled
    """What stays where it is."""
    right: Filled
    """What belongs to it, among shuffled ones. Two left sides may have the same."""


class MatchShape(Shape, frozen=True, kw_only=True):
    """The `match` table of a quiz."""

    pairs: Annotated[tuple[PairShape, ...], Meta(min_length=2, max_length=9)]
    """What belongs together."""
    why: Filled
    """What tells them apart."""
    extra: tuple[Filled, ...] = ()
    """Right sides that belong to nothing."""
    slips: tuple[SlipShape, ...] = ()
    """Known wrong ones: the right side number `other` given to the left side number `one`."""


class CurveSlipShape(Shape, frozen=True, kw_only=True):
    """A scenario that is easily taken for the curve of another one."""

    one: Filled
    """The scenario that was named."""
    other: Filled
    """The scenario whose curve it is."""
    why: Filled
    """What tells the two curves apart."""
    tag: str = ""
    """Misconception that it betrays."""


class CurvesShape(Shape, frozen=True, kw_only=True):
    """The `curves` table of a quiz: which of the learner's own runs is which?"""

    scenarios: Annotated[tuple[Filled, ...], Meta(min_length=2, max_length=6)]
    """Scenarios of the lab; an earlier `run` makes them."""
    why: Filled
    """What tells them apart."""
    metric: Metric = "loss"
    """What is drawn."""
    log: bool = False
    """Whether the axis is logarithmic."""
    slips: tuple[CurveSlipShape, ...] = ()
    """Known ways to take one for another."""


class MarkShape(Shape, frozen=True, kw_only=True):
    """The `mark` table of a quiz: point at a step of your own run."""

    scenario: Filled
    """Scenario of the lab; an earlier `run` makes it."""
    answer: Filled
    """`lab:function`; given the finished run, it returns a step, or the first and last of some."""
    why: Filled
    """What is to be seen there."""
    metric: Metric = "loss"
    """What is drawn."""
    log: bool = False
    """Whether the axis is logarithmic."""
    tolerance: Annotated[int, Meta(ge=0)] = 0
    """Steps beside it that still count as right."""


class SketchShape(Shape, frozen=True, kw_only=True):
    """The `sketch` table of a prediction: paper to draw a curve on."""

    low: float
    """Lower edge of the paper; above 0 on a logarithmic axis."""
    high: float
    """Upper edge."""
    metric: Metric = "loss"
    """What is drawn."""
    log: bool = False
    """Whether the axis is logarithmic."""
    columns: Annotated[int, Meta(ge=6, le=24)] = 12
    """Places of the curve that the learner sets."""
    rows: Annotated[int, Meta(ge=5, le=15)] = 9
    """Levels that each can have."""


class QuizShape(Shape, frozen=True, kw_only=True):
    """A question. It has one of the six forms: choices, numeric, order, match, curves or mark.

    A `review` block is written in the same way; it is asked in reviews only, never in the lesson.
    """

    id: Filled
    """Name of the block, under which answers are kept: do not change it once learners have it."""
    ask: Filled
    """The question."""
    choices: Annotated[tuple[AnyTable, ...], Meta(max_length=9), each(ChoiceShape)] = ()
    """Form 1: choose."""
    several: bool = False
    """With choices: whether all that are right have to be chosen."""
    shuffle: bool = True
    """With choices: whether each learner sees them in an order of their own."""
    numeric: Annotated[AnyTable, like(NumberShape)] | None = None
    """Form 2: a number."""
    order: Annotated[AnyTable, like(OrderShape)] | None = None
    """Form 3: put in order."""
    match: Annotated[AnyTable, like(MatchShape)] | None = None
    """Form 4: find what belongs together."""
    curves: Annotated[AnyTable, like(CurvesShape)] | None = None
    """Form 5: which curve is which."""
    mark: Annotated[AnyTable, like(MarkShape)] | None = None
    """Form 6: mark a step on a plot."""
