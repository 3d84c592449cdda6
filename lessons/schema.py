"""What a lesson is made of, as frozen data. Nothing here trains, draws or reads a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from engine.request import Parameters, Value
from lessons.clinics.clinic import Clinic
from lessons.exercises.exercise import Exercise
from lessons.questions.forms import Form, Sketch
from lessons.review.mixed import Mixed
from lessons.workbench.workbench import Workbench

KnobKind = Literal["float", "log", "int", "choice", "toggle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob:
    """One hyperparameter that the learner may turn."""

    name: str
    kind: KnobKind
    """`float` and `int` are linear, `log` moves by factors, `choice` picks, `toggle` switches."""
    default: Value
    min: float | None = None
    max: float | None = None
    choices: tuple[str, ...] = ()
    live: bool = False
    """Whether a turn acts on a run that is under way."""
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named setting of the knobs; what it does not name keeps its default."""

    name: str
    """Key used in blocks, in `--scenario` and in the answers of predictions."""
    label: str
    """What the learner reads."""
    settings: Parameters = ()
    ends: Literal["finished", "diverged"] = "finished"
    """How its runs are meant to end; lint proves that they do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Text to read: Markdown without interactive blocks."""

    id: str
    markdown: str
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """The part of a lesson that trains. Every lesson has exactly one."""

    recipe: str
    """`package.module:function`, absolute."""
    views: tuple[str, ...] = ()
    """Names of the probes that are drawn beside the plots, in the order of the view key."""
    knobs: tuple[Knob, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    seed: int = 0
    log_loss: bool = False
    """Whether the loss plot starts with a logarithmic axis."""
    line: int = 1

    def knob(self, name: str) -> Knob:
        """The knob of that name. Raises KeyError."""
        for knob in self.knobs:
            if knob.name == name:
                return knob
        raise KeyError(name)

    def has(self, name: str) -> bool:
        """Whether a knob has that name."""
        return any(knob.name == name for knob in self.knobs)

    def parameters(self, scenario: Scenario | None = None, turned: Parameters = ()) -> Parameters:
        """Values of all knobs: defaults, then the scenario's, then what was turned by hand."""
        values = {knob.name: knob.default for knob in self.knobs}
        values.update(scenario.settings if scenario else ())
        values.update(turned)
        return tuple(values.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One possible answer: its key and what the learner reads."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Predict:
    """A question about runs that have not been made yet."""

    id: str
    ask: str
    options: tuple[Option, ...]
    answer: str
    """`package.module:function`; called with the finished runs, it returns an option's key. Empty
    where a curve is sketched."""
    scenarios: tuple[str, ...]
    """The runs that decide; taken from the next `run` block."""
    seeds: int = 5
    """Lint proves that this many seeds give one answer."""
    chance: bool = False
    """Declares that chance decides, and that the lesson teaches it."""
    sketch: Sketch | None = None
    """The paper on which a curve is predicted, instead of options."""
    placement: str = ""
    """The question in words that stand by themselves; empty where no placement asks it."""
    placement_options: tuple[Option, ...] = ()
    """What is read in a placement; the same keys in the same order as `options`."""
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The learner makes these runs here."""

    id: str
    scenarios: tuple[str, ...]
    seeds: int = 1
    """How many seeds of each scenario, where a spread is the point."""
    view: str = ""
    """View of the lab in which they are watched where only one pane has room; empty: the plots."""
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """A question with a checkable answer."""

    id: str
    ask: str
    form: Form
    """What is asked for: choices, a number, an order, pairs, curves, a step."""
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflect:
    """The learner explains in their own words, then compares with a model answer."""

    id: str
    ask: str
    model_answer: str
    points: tuple[str, ...] = ()
    """What the model answer says, point by point: the learner says which of them theirs has."""
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A remark for learners in whose answers a misconception has shown; others can open it."""

    id: str
    when: str
    """The misconception's tag."""
    title: str
    text: str
    line: int = 1


Block = Prose | Predict | Run | Quiz | Reflect | Exercise | Clinic | Workbench | Mixed | Aside
BlockType = TypeVar("BlockType", bound=Block)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One sitting of 5 to 20 minutes."""

    id: str
    """`unit/lesson`, the folder names."""
    title: str
    aim: str
    """What the learner can do afterwards, in one sentence."""
    minutes: int
    requires: tuple[str, ...]
    """Ids of lessons to take before."""
    covers: tuple[str, ...]
    """Topic ids of the curriculum."""
    sources: tuple[str, ...]
    lab: Lab
    blocks: tuple[Block, ...]
    """Everything the learner meets, in order; the lab itself is not a block."""
    folder: Path = field(repr=False)
    reviews: tuple[Quiz, ...] = ()
    """Questions that are asked only in reviews, never in the lesson itself."""
    provider: str = ""
    """Who it comes from, where it is not one of ours: a package with its version, or a folder."""

    @property
    def unit(self) -> str:
        """Id of the unit it belongs to."""
        return self.id.partition("/")[0]

    def of(self, kind: type[BlockType]) -> list[BlockType]:
        """The blocks of one type, in order."""
        return [block for block in self.blocks if isinstance(block, kind)]

    def scenario(self, name: str) -> Scenario:
        """The lab's scenario of that name. Raises StopIteration where there is none."""
        return next(scenario for scenario in self.lab.scenarios if scenario.name == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A chapter: an ordered list of lessons."""

    id: str
    title: str
    aim: str
    lessons: tuple[Lesson, ...]
    outcomes: tuple[str, ...] = ()
    """What the learner will be able to do, point by point."""
    rests_on: tuple[str, ...] = ()
    """Ids of the units that it rests on."""
