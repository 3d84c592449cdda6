"""One lesson from the first line to the last: read, predict, run, hear what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.client import Engine
from engine.errors import EngineError
from engine.events import Problem
from engine.request import RunRequest
from engine.runs import RunInfo
from lessons import flow
from lessons.clinics.clinic import Clinic
from lessons.errors import BadValue
from lessons.exercises.exercise import Exercise
from lessons.lab import missing
from lessons.opening import Opening
from lessons.progress.records import PredictionGiven, RunMade, Verdict
from lessons.progress.store import ProgressStore
from lessons.questions.forms import METRIC_WORDS, Sketch
from lessons.questions.settling import settle_open
from lessons.questions.sketching import compared, read_sketch, read_values
from lessons.review.mixed import Mixed
from lessons.schema import Aside, Block, Lesson, Predict, Prose, Quiz, Reflect, Run
from lessons.workbench.workbench import Workbench
from tui.figures import number
from tui.plain.clinic import PlainClinic
from tui.plain.exercise import PlainExercise
from tui.plain.markup import prose
from tui.plain.mixed import take_mixed
from tui.plain.questions import plain_questions
from tui.plain.runs import tell_runs
from tui.plain.talk import Left, Skipped, Talk
from tui.plain.workbench import PlainWorkbench
from tui.screens.lesson_keeper import LessonKeeper
from tui.sentence import sentence
from tui.widgets.confidence import CONFIDENCE


@dataclass(frozen=True, slots=True)
class PlainLesson:
    """A lesson as a conversation. Answers are kept as in the app, which can go on from them."""

    talk: Talk
    lesson: Lesson
    store: ProgressStore
    engine: Engine
    device: str
    ask_sure: bool = True
    """Whether learners say how sure they are of the first answer to a question."""
    opening: Opening | None = None
    """The map of its unit, where it begins one."""

    def take(self) -> bool:
        """Go through all that is not done yet; False where the learner left before the end."""
        talk, lesson = self.talk, self.lesson
        talk.say(f"{lesson.title}. {lesson.minutes} minutes. {lesson.aim}")
        if self.opening is not None:
            talk.write(prose(self.opening.markdown, talk.width))
        told: set[str] = set()
        try:
            while block := self.following(told):
                told.add(block.id)
                talk.say()
                self.tell(block)
        except Left:
            talk.say(
                "You leave here. Everything is kept; the same command goes on from this place."
            )
            return False
        if self.keeper.finish_if_done():
            talk.say("The lesson is done.")
        else:
            talk.say("This is the end of the lesson; what you skipped waits for another time.")
        return True

    @property
    def keeper(self) -> LessonKeeper:
        """Writes what the learner does."""
        return LessonKeeper(self.lesson, self.store, self.trouble)

    def following(self, told: set[str]) -> Block | None:
        """The next block that may be told; None at the end."""
        visible = flow.visible(self.lesson, self.keeper.record)
        return next((block for block in visible if block.id not in told), None)

    def tell(self, block: Block) -> None:
        """One block; a question that the learner skips is passed over."""
        self.keeper.reach(block.id)
        try:
            match block:
                case Prose():
                    self.talk.write(prose(block.markdown, self.talk.width))
                case Predict():
                    self.predict(block)
                case Run():
                    self.run(block)
                case Quiz():
                    self.quiz(block)
                case Exercise():
                    PlainExercise(self.talk, block, self.keeper, self.engine).take()
                case Clinic():
                    PlainClinic(self.talk, block, self.keeper, self.engine).take()
                case Mixed():
                    take_mixed(self.talk, block, self.keeper, self.engine, ask_sure=self.ask_sure)
                case Workbench():
                    self.keeper.visit(block.id)
                    PlainWorkbench(self.talk, block, self.engine).take()
                case Reflect():
                    self.reflect(block)
                case Aside():
                    self.aside(block)
        except Skipped:
            self.talk.say("Skipped.")

    def predict(self, block: Predict) -> None:
        """Ask what the runs will show, and how sure the learner is."""
        given = self.keeper.record.prediction(block.id)
        self.talk.say(f"Predict: {sentence(block.ask)}")
        if given is None:
            try:
                key = self.sketch(block.sketch) if block.sketch else self.choose(block)
                sure = self.talk.choose("How sure are you?", list(CONFIDENCE))
                given = PredictionGiven(choice=key, confidence=sure)
            except Skipped:
                given = PredictionGiven(choice=None, confidence=None)
            self.keeper.predict(block.id, given)
        said = self.option(block, given.choice) if given.choice else "nothing"
        self.talk.say(f"You say: {said}.")

    def choose(self, block: Predict) -> str:
        """Key of an option."""
        options = [sentence(option.text) for option in block.options]
        return block.options[self.talk.choose("Your prediction?", options) - 1].key

    def sketch(self, paper: Sketch) -> str:
        """A curve by a few of its values."""
        name, low, high = METRIC_WORDS[paper.metric], number(paper.low), number(paper.high)
        self.talk.say(f"Foretell the {name} from the first step to the last, {low} to {high}.")
        prompt = "A few values in their order, as in 2.3 0.8 0.4:"
        return self.talk.ask(prompt, lambda text: read_sketch(text, paper))

    def run(self, block: Run) -> None:
        """Make the runs that are missing, and say what they mean for the prediction."""
        asked = missing(self.lesson, block, self.keeper.record, self.device)
        if not asked:
            self.talk.say("The runs of this part are made already.")
        else:
            self.talk.say(f"Now {len(asked)} runs are made." if len(asked) > 1 else "Now it runs.")
            self.make(block, asked)
        self.verdicts(block)

    def make(self, block: Run, asked: Sequence[RunRequest]) -> None:
        """Make runs and keep those that came to their own end."""
        try:
            runs = tell_runs(self.talk, self.engine, self.lesson, asked)
        except EngineError as error:
            self.trouble(error.problem)
            runs = []
        for run in runs:
            if run.ended is not None and run.ended.status in ("finished", "diverged"):
                self.keep(run.info)
        if len(runs) < len(asked) or not flow.is_done(block, self.keeper.record):
            self.talk.say("Some runs are missing, so the lesson goes on without them.")
            self.keeper.skip_run(block.id)
        call = self.engine.call
        for problem in settle_open(
            self.lesson, self.store, self.engine.runs.root, lambda name, args: call(name, *args)
        ):
            self.trouble(problem)

    def keep(self, info: RunInfo) -> None:
        """Keep that a run was made."""
        asked = info.request
        made = RunMade(run=info.run, scenario=asked.name, seed=asked.seed, standard=True)
        self.keeper.write(lambda: self.store.record(self.lesson.id, "", made))

    def verdicts(self, block: Run) -> None:
        """Prediction beside observation."""
        record = self.keeper.record
        for predict in self.lesson.of(Predict):
            verdict, given = record.verdict(predict.id), record.prediction(predict.id)
            if verdict is None or not set(predict.scenarios) <= set(block.scenarios):
                continue
            observed = self.option(predict, verdict.observed)
            if predict.sketch is not None:
                self.sketched(predict.sketch, given, verdict)
            elif given is None or given.choice is None:
                self.talk.say(f"The runs say: {observed}. You made no prediction.")
            elif verdict.right:
                self.talk.say(f"You said {observed}, and so do the runs.")
            else:
                self.talk.say(
                    f"You said {self.option(predict, given.choice)}; the runs say: {observed}."
                )

    def quiz(self, block: Quiz) -> None:
        """Ask until the answer is right, with the reason after each."""
        questions = plain_questions(
            self.talk, self.lesson, self.keeper, self.engine, ask_sure=self.ask_sure
        )
        questions.ask(block)

    def aside(self, block: Aside) -> None:
        """A remark; those whom it is not meant for are only told of it."""
        if block.when in self.keeper.mistaken:
            self.talk.say(f"An aside. {sentence(block.title)}")
            self.talk.say(sentence(" ".join(block.text.split())))
        else:
            self.talk.say(f"An aside, on a common mistake: {sentence(block.title)}")
            options = ["read it", "go on"]
            if self.talk.choose("Read it?", options) == 1:
                self.talk.say(sentence(" ".join(block.text.split())))

    def reflect(self, block: Reflect) -> None:
        """Ask for the learner's own words, then show a model answer."""
        self.talk.say(f"In your own words: {sentence(block.ask)}")
        if self.keeper.record.reflection(block.id) is None:
            text = self.talk.ask("One line:", _some_text)
            self.keeper.reflect(block.id, text)
        self.talk.say(f"A model answer: {sentence(block.model_answer)}")
        for point in block.points:
            self.talk.say(f"  Does yours say it? {sentence(point)}")

    def sketched(self, paper: Sketch, given: PredictionGiven | None, verdict: Verdict) -> None:
        """How a sketch and the run's curve agree."""
        came = read_values(verdict.observed)
        self.talk.say(f"The run's curve: {', '.join(map(number, came))}.")
        if given is not None and given.choice is not None:
            self.talk.say(compared(paper, read_values(given.choice), came))

    def trouble(self, problem: Problem) -> None:
        """What went wrong, as a line."""
        self.talk.say(f"{problem.title}. {problem.reason} {problem.next_step}")

    @staticmethod
    def option(predict: Predict, key: str) -> str:
        """What an option says."""
        if predict.sketch is not None:
            return "a sketch of the curve"
        return sentence(next(one.text for one in predict.options if one.key == key))


def _some_text(text: str) -> str:
    if not text:
        raise BadValue("answer", "There is nothing yet.", "Write a sentence.")
    return text
