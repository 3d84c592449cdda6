"""From the blocks of a lesson to its cards: made once, told anew whenever the record changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lessons import flow
from lessons.clinics.clinic import Clinic
from lessons.exercises.exercise import Exercise
from lessons.progress.records import LessonRecord
from lessons.questions.forms import Curves, Mark, Metric
from lessons.questions.run_curves import ReadCurve, RunCurve
from lessons.questions.telling import why
from lessons.questions.written import known_places
from lessons.review.mixed import Mixed
from lessons.schema import Aside, Block, Lesson, Predict, Prose, Quiz, Reflect, Run
from lessons.workbench.workbench import Workbench
from tui.exercises.attempt import state_of
from tui.screens.lesson_keeper import LessonKeeper
from tui.symbols import Symbols
from tui.widgets.aside_card import AsideCard
from tui.widgets.card import Card
from tui.widgets.clinic_card import ClinicCard
from tui.widgets.end_card import EndCard, Summary
from tui.widgets.exercise_card import ExerciseCard
from tui.widgets.mixed_card import MixedCard
from tui.widgets.predict_card import PredictCard
from tui.widgets.prose import Prose as ProseText
from tui.widgets.questions import (
    Answer,
    CurvesCard,
    MarkCard,
    QuestionCard,
    question_card,
)
from tui.widgets.reflect_card import ReflectCard
from tui.widgets.run_card import RunCard, RunResult
from tui.widgets.sketch_card import SketchCard
from tui.widgets.workbench_card import WorkbenchCard

Asking = Predict | Run | Quiz | Reflect | Exercise | Clinic | Workbench | Mixed | Aside
"""The blocks that have a card."""


@dataclass(frozen=True, slots=True)
class CardMaker:
    """Knows the lesson, and what the cards have to be told about it."""

    lesson: Lesson
    symbols: Symbols
    describe_runs: Callable[[Sequence[str]], str]
    """One line about the runs of these ids, which differ in their seeds."""
    following: Lesson | None
    """The lesson after this one."""
    read_curve: ReadCurve
    ask_sure: bool
    """Whether learners say how sure they are of an answer."""
    keeper: LessonKeeper
    calibrated: Callable[[], str]
    """Whether the learner is right as often as they are sure, in the unit of this lesson."""

    def widget(self, block: Block, record: LessonRecord) -> Card | ProseText:
        """A new widget for a block, in the state of the record."""
        return ProseText(block.markdown) if isinstance(block, Prose) else self.card(block, record)

    def card(self, block: Asking, record: LessonRecord) -> Card:
        """A new card for a block, in the state of the record."""
        match block:
            case Predict():
                kind = SketchCard if block.sketch else PredictCard
                card: Card = kind(block, self.symbols)
            case Run():
                card = RunCard(block.id, block.seeds, self.symbols)
            case Quiz():
                before = record.quiz(block.id)
                tries = before.tries if before else 0
                sure = self.ask_sure and before is None
                card = question_card(block, self.symbols, tries=tries, ask_sure=sure)
            case Aside():
                card = AsideCard(block, self.symbols, opened=block.when in self.keeper.mistaken)
            case Reflect():
                card = ReflectCard(block, record.reflection(block.id) or "", self.symbols)
            case Exercise():
                card = ExerciseCard(block, self.symbols)
            case Clinic():
                card = ClinicCard(block, self.symbols)
            case Workbench():
                card = WorkbenchCard(block, self.symbols)
            case Mixed():
                card = MixedCard(block, self.symbols)
        self.tell(card, block, record)
        return card

    def tell(self, card: Card, block: Block, record: LessonRecord) -> None:
        """Give a card what the record says about its block."""
        card.done = flow.is_done(block, record)
        if isinstance(card, PredictCard) and isinstance(block, Predict):
            card.given = record.prediction(block.id)
            card.verdict = record.verdict(block.id)
            card.locked = card.verdict is not None or bool(
                flow.settling_runs(self.lesson, block, record)
            )
        elif isinstance(card, ExerciseCard):
            card.state = state_of(block.id, record)
        elif isinstance(card, ClinicCard):
            card.state = "Mended." if card.done else ""
        elif isinstance(card, RunCard) and isinstance(block, Run):
            card.results = tuple(self.result(block, name, record) for name in block.scenarios)
            card.skipped = block.id in record.skipped
        elif isinstance(card, ReflectCard):
            places = known_places(dict(record.compared).get(block.id, ""), len(card.reflect.points))
            card.found = frozenset(places)
        elif isinstance(card, QuestionCard) and isinstance(block, Quiz):
            self.tell_question(card, record)

    def tell_question(self, card: QuestionCard, record: LessonRecord) -> None:
        """Give a question its runs and the latest answer."""
        form = card.quiz.form
        if isinstance(card, CurvesCard) and isinstance(form, Curves):
            curves = [self.curve(name, form.metric, record) for name in form.scenarios]
            card.curves = () if None in curves else tuple(one for one in curves if one)
        elif isinstance(card, MarkCard) and isinstance(form, Mark):
            card.curve = self.curve(form.scenario, form.metric, record)
        given = record.quiz(card.block)
        if given is None or card.answers:
            return
        said = Answer(
            answer=given.answer,
            right=given.right,
            why=why(card.quiz, given),
            sure=given.confidence,
            more=self.keeper.explained(card.block) if given.tag else "",
        )
        card.take_up(said)

    def curve(self, scenario: str, metric: Metric, record: LessonRecord) -> RunCurve | None:
        """The curve of the latest standard run of a scenario; None before there is one."""
        run = record.run_of(scenario, self.lesson.lab.seed)
        return None if run is None else self.read_curve(run.run, metric)

    def result(self, block: Run, scenario: str, record: LessonRecord) -> RunResult:
        """The latest finished runs of a scenario, one of each seed."""
        by_seed: dict[int, str] = {}
        for run in record.runs:
            if run.standard and run.scenario == scenario:
                by_seed.pop(run.seed, None)  # what was made again is the latest now
                by_seed[run.seed] = run.run
        latest = tuple(by_seed.values())[-block.seeds :]
        return RunResult(
            label=self.lesson.scenario(scenario).label,
            finished=len(latest) == block.seeds,
            result=self.describe_runs(latest) if latest else "",
        )

    def end(self, record: LessonRecord) -> EndCard:
        """The closing card."""
        card = EndCard(self.symbols)
        self.tell_end(card, record)
        return card

    def tell_end(self, card: EndCard, record: LessonRecord) -> None:
        """Give the closing card what the record says."""
        following = self.following
        card.summary = Summary(
            lines=tuple(filter(None, (predicted(record), answered(record), self.calibrated()))),
            sources=self.lesson.sources,
            next_title=following.title if following else "",
            next_minutes=following.minutes if following else 0,
        )


def predicted(record: LessonRecord) -> str:
    """How the predictions went; empty where none was settled."""
    settled = [verdict.right for _, verdict in record.verdicts if verdict.right is not None]
    if not settled:
        return ""
    if len(settled) == 1:
        return "Your prediction held." if settled[0] else "The runs surprised you once."
    return f"{sum(settled)} of your {len(settled)} predictions held."


def answered(record: LessonRecord) -> str:
    """How the questions went; empty where none was answered."""
    given = [answer for _, answer in record.quizzes if answer.right]
    if not given:
        return ""
    at_once = sum(answer.tries == 1 for answer in given)
    questions = "1 question" if len(given) == 1 else f"{len(given)} questions"
    return f"{questions} answered, {at_once} of them at the first try."
