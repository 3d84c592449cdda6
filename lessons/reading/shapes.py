"""What an author may write in each table of a curriculum file: keys, types and what they mean."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from lessons.exercises.exercise import ExerciseKind
from lessons.questions.shapes import SketchShape
from lessons.reading.shape import AnyTable, Filled, Shape, each, like
from lessons.schema import KnobKind


class UnitShape(Shape, frozen=True, kw_only=True):
    """`unit.toml`, beside the folders of its lessons."""

    title: Filled
    """What the learner reads."""
    aim: Filled
    """What the learner can do after it, in one sentence."""
    order: int
    """Where it stands among the units: the lowest comes first."""
    lessons: tuple[str, ...]
    """Folders of its lessons, in the order they are taught."""
    outcomes: tuple[Filled, ...] = ()
    """What the learner will be able to do, point by point; shown where the unit opens."""
    rests_on: tuple[Filled, ...] = ()
    """Ids of units that it rests on."""


class TopicsShape(Shape, frozen=True, kw_only=True):
    """One module in `topics.toml`."""

    title: Filled
    """What the module is about."""
    topics: dict[str, Filled]
    """Titles of its topics by their ids."""


class MisconceptionShape(Shape, frozen=True, kw_only=True):
    """One entry of `misconceptions.toml`; its key is the tag that answers carry."""

    title: Filled
    """What is believed, in a few words."""
    text: Filled
    """How it is instead, and where it is taught."""
    threshold: Annotated[int, Meta(ge=1)] = 2
    """In how many different places it has to show before it is spoken of."""


class FrontShape(Shape, frozen=True, kw_only=True):
    """The front matter of `lesson.md`, between two lines `+++`."""

    title: Filled
    """What the learner reads."""
    aim: Filled
    """What the learner can do after it, in one sentence."""
    minutes: Annotated[int, Meta(ge=1, le=120)]
    """How long it takes; lint wants 5 to 20."""
    requires: tuple[str, ...] = ()
    """Ids of lessons to take before, `unit/lesson`."""
    covers: tuple[str, ...] = ()
    """Ids of the topics it teaches, from `topics.toml`."""
    sources: tuple[str, ...] = ()
    """Papers, books and documentation that it rests on."""


class KnobShape(Shape, frozen=True, kw_only=True):
    """One entry of a lab's knobs: an argument of the recipe that the learner may turn."""

    kind: KnobKind
    """`float` and `int` are linear, `log` moves by factors, `choice` picks, `toggle` switches."""
    default: bool | int | float | str
    """Its value where nothing else is said."""
    min: float | None = None
    """The smallest value; numbers need one, and `log` one above 0."""
    max: float | None = None
    """The largest value; numbers need one."""
    choices: tuple[str, ...] = ()
    """With `choice`: what there is to pick from."""
    live: bool = False
    """Whether a turn acts on a run that is under way. For what `engine.steering` can change."""
    help: str = ""
    """What it is, in a few words."""


class ScenarioShape(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a lab's scenarios. All other keys are names of knobs, with their values."""

    label: str = ""
    """What the learner reads; left out, it is the name."""
    ends: Literal["finished", "diverged"] = "finished"
    """How its runs are meant to end; lint proves that they do."""


class LabShape(Shape, frozen=True, kw_only=True):
    """The part of a lesson that trains. Each lesson has exactly one, wherever it stands."""

    recipe: Filled
    """`lab:function`; given the knobs, it returns an `engine.experiment.Experiment`."""
    scenarios: Annotated[AnyTable, each(ScenarioShape)]
    """Named settings of the knobs; what one does not name keeps its default."""
    views: tuple[str, ...] = ()
    """What is drawn beside the plots: names of probes that the recipe has."""
    seed: Annotated[int, Meta(ge=0)] = 0
    """Seed of its runs."""
    log_loss: bool = False
    """Whether the loss begins on a logarithmic axis."""
    knobs: Annotated[AnyTable, each(KnobShape)] = {}
    """Arguments of the recipe, in their order."""


class PredictShape(Shape, frozen=True, kw_only=True):
    """A question about runs that have not been made. What follows is hidden until it is answered.

    It offers `options`, and `answer` names the function that reads the right one off the finished
    runs; or it has a `sketch`, a curve to be drawn.
    """

    id: Filled
    """Name of the block, under which answers are kept: do not change it once learners have it."""
    ask: Filled
    """The question."""
    options: Annotated[dict[str, Filled], Meta(min_length=2)] | None = None
    """What can be predicted, by key; have honest ways out among them: "same", "none"."""
    answer: str = ""
    """`lab:function`; given the finished runs, it returns the key of an option."""
    sketch: Annotated[AnyTable, like(SketchShape)] | None = None
    """Paper to draw a curve on, instead of options."""
    scenarios: tuple[str, ...] = ()
    """The runs that decide; left out, those of the next `run` block."""
    seeds: Annotated[int, Meta(ge=1, le=20)] = 5
    """With so many seeds lint proves that there is one answer."""
    chance: bool = False
    """Declares that chance decides, and that the lesson teaches it."""
    placement: str = ""
    """The question in words that stand by themselves; without them no placement asks it."""
    placement_options: dict[str, Filled] | None = None
    """What is read there; the same keys as `options`."""


class RunShape(Shape, frozen=True, kw_only=True):
    """The learner makes these runs here. What follows is hidden until they are made or skipped."""

    scenarios: Annotated[tuple[str, ...], Meta(min_length=1)]
    """Scenarios of the lab."""
    id: str = ""
    """Name of the block; left out, `run-1`, `run-2` … in the order of the lesson."""
    seeds: Annotated[int, Meta(ge=1, le=20)] = 1
    """How many runs of each, where the spread is the point."""
    view: str = ""
    """View of the lab in which they are watched where only one pane has room; else the plots."""


class ReflectShape(Shape, frozen=True, kw_only=True):
    """The learner explains in their own words, then compares with a model answer."""

    id: Filled
    """Name of the block, under which the words are kept."""
    ask: Filled
    """What to explain."""
    model_answer: Filled
    """What a good answer says."""
    points: Annotated[tuple[Filled, ...], Meta(max_length=9)] = ()
    """The same, point by point: the learner says which of them theirs has."""


class AsideShape(Shape, frozen=True, kw_only=True):
    """A remark for learners in whose answers a misconception has shown; others can open it."""

    id: Filled
    """Name of the block."""
    when: Filled
    """The misconception's tag."""
    title: Filled
    """What is read while it is closed."""
    text: Filled
    """The remark."""


class HintShape(Shape, frozen=True, kw_only=True):
    """One step of help. It is given after an honest attempt, and a moment of thought."""

    ask: Filled
    """Question to think about before it is given."""
    text: Filled
    """The hint."""


class LimitsShape(Shape, frozen=True, kw_only=True):
    """What the learner's code may use while it is checked."""

    seconds: Annotated[float, Meta(gt=0, le=120)] = 10.0
    """Time of all checks together, on the clock."""
    memory_mb: Annotated[int, Meta(ge=64, le=8192)] = 1024
    """Memory beyond what PyTorch itself takes, in MiB."""


class ExerciseShape(Shape, frozen=True, kw_only=True):
    """Code to be written, judged by what it does. Its files lie in `exercises/<id>/`."""

    id: Filled
    """Name of the block and of its folder."""
    title: Filled
    """What the learner reads."""
    kind: ExerciseKind
    """Complete a function; mend what is broken; fill what faded from a worked example; reach a
    goal by any means; predict an output; order lines."""
    ask: Filled
    """What to write, in Markdown."""
    hints: tuple[HintShape, ...] = ()
    """Steps of help, the smallest first. How many there are is never told."""
    limits: LimitsShape = LimitsShape()
    """What the code may use."""
    missing: tuple[Filled, ...] = ()
    """With `fade`: subgoals that are left to the learner; all of them is a blank page."""
    distractors: tuple[Filled, ...] = ()
    """With `order`: lines that belong nowhere."""
    folder: str = ""
    """Folder of its files below `exercises/`, where several steps of a worked example share one;
    left out, the id."""
    uses: tuple[Filled, ...] = ()
    """Exercises whose answers it builds on, `unit/lesson#exercise`: the learner's own, once they
    passed, are imported with `from answers.exercise import …`."""


class WorkbenchShape(Shape, frozen=True, kw_only=True):
    """Small tensors as coloured grids; the learner types operations and sees what each does."""

    id: Filled
    """Name of the block."""
    ask: Filled
    """What to try there, and what to look at."""
    given: Annotated[tuple[Filled, ...], Meta(min_length=1)]
    """Statements that lay out its tensors."""
    steps: tuple[Filled, ...] = ()
    """Statements or expressions that are offered one after the other. `# raises` behind one that
    is meant to fail; the learner does not see it."""


class MixedShape(Shape, frozen=True, kw_only=True):
    """A mixed review that closes a unit: questions of all its lessons, in a new order."""

    id: Filled
    """Name of the block."""
    ask: Filled
    """What leads to it."""
    questions: Annotated[int, Meta(ge=3, le=20)] = 8
    """How many are asked."""


class ClinicShape(Shape, frozen=True, kw_only=True):
    """A run that is broken on purpose, to be diagnosed and mended."""

    id: Filled
    """Name of the block."""
    case: Filled
    """Name of the case: a folder of `lessons/clinics/cases`."""
    ask: Filled
    """What brings the learner there."""
