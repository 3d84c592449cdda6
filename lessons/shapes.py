"""What an author may write in each table of a curriculum file: keys and their types."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from lessons.exercises.exercise import ExerciseKind
from lessons.questions.forms import Metric
from lessons.schema import KnobKind

Filled = Annotated[str, Meta(min_length=1)]
AnyTable = dict[str, object]
"""Checked entry by entry with a shape of its own, so that errors can name the entry."""


class _Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base: unknown keys are errors."""


class UnitShape(_Shape, frozen=True, kw_only=True):
    """`unit.toml`."""

    title: Filled
    aim: Filled
    order: int
    lessons: tuple[str, ...]


class TopicsShape(_Shape, frozen=True, kw_only=True):
    """One module in `topics.toml`: its title and the titles of its topics by id."""

    title: Filled
    topics: dict[str, Filled]


class MisconceptionShape(_Shape, frozen=True, kw_only=True):
    """One entry of `misconceptions.toml`."""

    title: Filled
    text: Filled
    threshold: Annotated[int, Meta(ge=1)] = 2


class FrontShape(_Shape, frozen=True, kw_only=True):
    """The front matter of `lesson.md`."""

    title: Filled
    aim: Filled
    minutes: Annotated[int, Meta(ge=1, le=120)]
    requires: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class LabShape(_Shape, frozen=True, kw_only=True):
    """A `lab` block."""

    recipe: Filled
    scenarios: AnyTable
    views: tuple[str, ...] = ()
    seed: Annotated[int, Meta(ge=0)] = 0
    log_loss: bool = False
    knobs: AnyTable = {}


class KnobShape(_Shape, frozen=True, kw_only=True):
    """One entry of a lab's knobs."""

    kind: KnobKind
    default: bool | int | float | str
    min: float | None = None
    max: float | None = None
    choices: tuple[str, ...] = ()
    live: bool = False
    help: str = ""


class ScenarioShape(msgspec.Struct, frozen=True, kw_only=True):
    """The reserved keys of a scenario; all others are names of knobs."""

    label: str = ""
    ends: Literal["finished", "diverged"] = "finished"


class PredictShape(_Shape, frozen=True, kw_only=True):
    """A `predict` block."""

    id: Filled
    ask: Filled
    options: Annotated[dict[str, Filled], Meta(min_length=2)] | None = None
    answer: str = ""
    sketch: AnyTable | None = None
    scenarios: tuple[str, ...] = ()
    seeds: Annotated[int, Meta(ge=1, le=20)] = 5
    chance: bool = False
    placement: str = ""
    placement_options: dict[str, Filled] | None = None


class RunShape(_Shape, frozen=True, kw_only=True):
    """A `run` block."""

    scenarios: Annotated[tuple[str, ...], Meta(min_length=1)]
    id: str = ""
    seeds: Annotated[int, Meta(ge=1, le=20)] = 1


class ChoiceShape(_Shape, frozen=True, kw_only=True):
    """One entry of a quiz's choices."""

    text: Filled
    why: Filled
    right: bool = False
    tag: str = ""


class WrongShape(_Shape, frozen=True, kw_only=True):
    """A number that a known misunderstanding leads to."""

    value: float
    why: Filled
    tag: str = ""


class NumberShape(_Shape, frozen=True, kw_only=True):
    """The `numeric` table of a quiz."""

    answer: float
    why: Filled
    tolerance: Annotated[float, Meta(ge=0)] | None = None
    relative: Annotated[float, Meta(ge=0, le=1)] = 0.0
    unit: str = ""
    units: dict[str, Annotated[float, Meta(gt=0)]] = {}
    wrong: tuple[AnyTable, ...] = ()


class SlipShape(_Shape, frozen=True, kw_only=True):
    """A known wrong way to put two entries or two sides together, by their numbers from 1."""

    one: Annotated[int, Meta(ge=1)]
    other: Annotated[int, Meta(ge=1)]
    why: Filled
    tag: str = ""


class OrderShape(_Shape, frozen=True, kw_only=True):
    """The `order` table of a quiz; its entries stand in the right order."""

    entries: Annotated[tuple[Filled, ...], Meta(min_length=2, max_length=9)]
    why: Filled
    also: tuple[tuple[int, ...], ...] = ()
    slips: tuple[SlipShape, ...] = ()


class PairShape(_Shape, frozen=True, kw_only=True):
    """One entry of a match's pairs."""

    left: Filled
    right: Filled


class MatchShape(_Shape, frozen=True, kw_only=True):
    """The `match` table of a quiz."""

    pairs: Annotated[tuple[PairShape, ...], Meta(min_length=2, max_length=9)]
    why: Filled
    extra: tuple[Filled, ...] = ()
    slips: tuple[SlipShape, ...] = ()


class CurveSlipShape(_Shape, frozen=True, kw_only=True):
    """A scenario that is easily taken for the curve of another one."""

    one: Filled
    other: Filled
    why: Filled
    tag: str = ""


class CurvesShape(_Shape, frozen=True, kw_only=True):
    """The `curves` table of a quiz."""

    scenarios: Annotated[tuple[Filled, ...], Meta(min_length=2, max_length=6)]
    why: Filled
    metric: Metric = "loss"
    log: bool = False
    slips: tuple[CurveSlipShape, ...] = ()


class MarkShape(_Shape, frozen=True, kw_only=True):
    """The `mark` table of a quiz."""

    scenario: Filled
    answer: Filled
    why: Filled
    metric: Metric = "loss"
    log: bool = False
    tolerance: Annotated[int, Meta(ge=0)] = 0


class SketchShape(_Shape, frozen=True, kw_only=True):
    """The `sketch` table of a prediction."""

    low: float
    high: float
    metric: Metric = "loss"
    log: bool = False
    columns: Annotated[int, Meta(ge=6, le=24)] = 12
    rows: Annotated[int, Meta(ge=5, le=15)] = 9


class QuizShape(_Shape, frozen=True, kw_only=True):
    """A `quiz` block."""

    id: Filled
    ask: Filled
    choices: Annotated[tuple[AnyTable, ...], Meta(max_length=9)] = ()
    several: bool = False
    shuffle: bool = True
    numeric: AnyTable | None = None
    order: AnyTable | None = None
    match: AnyTable | None = None
    curves: AnyTable | None = None
    mark: AnyTable | None = None


class ReflectShape(_Shape, frozen=True, kw_only=True):
    """A `reflect` block."""

    id: Filled
    ask: Filled
    model_answer: Filled
    points: Annotated[tuple[Filled, ...], Meta(max_length=9)] = ()


class AsideShape(_Shape, frozen=True, kw_only=True):
    """An `aside` block."""

    id: Filled
    when: Filled
    title: Filled
    text: Filled


class HintShape(_Shape, frozen=True, kw_only=True):
    """One entry of an exercise's hints."""

    ask: Filled
    text: Filled


class LimitsShape(_Shape, frozen=True, kw_only=True):
    """The `limits` table of an exercise."""

    seconds: Annotated[float, Meta(gt=0, le=120)] = 10.0
    memory_mb: Annotated[int, Meta(ge=64, le=8192)] = 1024


class ExerciseShape(_Shape, frozen=True, kw_only=True):
    """An `exercise` block."""

    id: Filled
    title: Filled
    kind: ExerciseKind
    ask: Filled
    hints: tuple[HintShape, ...] = ()
    limits: LimitsShape = LimitsShape()
    missing: tuple[Filled, ...] = ()
    distractors: tuple[Filled, ...] = ()
    folder: str = ""


class ClinicShape(_Shape, frozen=True, kw_only=True):
    """A `clinic` block."""

    id: Filled
    case: Filled
    ask: Filled
