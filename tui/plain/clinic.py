"""A clinic in lines of text: the run is told, the fault named, confirmed and mended."""

from __future__ import annotations

from dataclasses import dataclass

from engine.client import Engine
from engine.errors import EngineError
from engine.request import RunRequest
from lessons.clinics.as_lesson import as_lesson
from lessons.clinics.case import Case, filled
from lessons.clinics.case_file import load_case
from lessons.clinics.clinic import Clinic
from lessons.clinics.diagnosis import Diagnosis, confirms, diagnosis, left
from lessons.clinics.shown import Figure, shown_from
from lessons.clinics.ward import CASES
from lessons.errors import TutorError
from lessons.exercises.exercise import Exercise
from lessons.exercises.folder import read_starter
from lessons.lab import request
from lessons.progress.records import ClinicStep, RunMade
from tui.clinics.patient import patient
from tui.figures import written
from tui.plain.exercise import PlainExercise
from tui.plain.markup import prose
from tui.plain.runs import tell_runs
from tui.plain.talk import Talk
from tui.screens.lesson_keeper import LessonKeeper
from tui.sentence import sentence


@dataclass(frozen=True, slots=True)
class PlainClinic:
    """One case as a conversation. Raises Skipped and Left as the learner wants."""

    talk: Talk
    clinic: Clinic
    keeper: LessonKeeper
    """Of the lesson that asks for it."""
    engine: Engine

    def take(self) -> None:
        """From the complaint to what it was."""
        self.talk.say(f"Clinic: {sentence(self.clinic.ask)}")
        try:
            case = load_case(CASES / self.clinic.case)
            own = LessonKeeper(as_lesson(case), self.keeper.store, self.keeper.report)
            Conversation(self.talk, case, own, self.engine).take()
        except (TutorError, EngineError) as error:
            problem = error.problem
            self.talk.say(f"{problem.title}. {problem.reason} {problem.next_step}")
            return
        mended = [one for one in own.record.clinic(case.id) if one.stage == "mend" and one.right]
        if mended:
            keeper, block = self.keeper, self.clinic.id
            keeper.write(lambda: keeper.store.record(keeper.lesson.id, block, mended[-1]))


@dataclass(frozen=True, slots=True)
class Conversation:
    """The stages of a case, one after the other; what was done before is not asked again."""

    talk: Talk
    case: Case
    keeper: LessonKeeper
    """Of the case itself."""
    engine: Engine

    def take(self) -> None:
        """Every stage that is open. Raises EngineError, LessonError."""
        talk, case = self.talk, self.case
        talk.write(prose(case.complaint, talk.width))
        self.examine()
        while self.at().stage == "name":
            self.name()
        while self.at().stage == "test":
            self.test()
        if self.at().stage == "mend":
            self.mend()
        if self.at().stage == "compare":
            talk.write(prose(case.explanation, talk.width))

    def figures(self) -> tuple[Figure, ...]:
        """Of the run that was made."""
        found = patient(self.engine.runs, self.keeper.record)
        return () if found is None else found.figures

    def at(self) -> Diagnosis:
        """How far it is."""
        steps = self.keeper.record.clinic(self.case.id)
        return diagnosis(self.case, steps, examined=bool(self.keeper.record.runs))

    def keep(self, step: ClinicStep) -> None:
        """Keep a step."""
        keeper, case = self.keeper, self.case
        keeper.write(lambda: keeper.store.record(keeper.lesson.id, case.id, step))

    def examine(self) -> None:
        """Show the code, make the run."""
        talk, keeper = self.talk, self.keeper
        talk.say("This is the program:")
        for number, line in enumerate(read_starter(self.case.exercise).splitlines(), 1):
            talk.write(f"{number:3}  {line}".rstrip())
        if keeper.record.runs:
            return
        asked = request(keeper.lesson, keeper.lesson.lab.scenarios[0].name)
        for run in tell_runs(talk, self.engine, keeper.lesson, [asked]):
            self.keep_run(asked, run.info.run)

    def keep_run(self, asked: RunRequest, run: str) -> None:
        """Keep that it was made."""
        keeper, name = self.keeper, asked.name
        made = RunMade(run=run, scenario=name, seed=asked.seed, standard=True)
        keeper.write(lambda: keeper.store.record(keeper.lesson.id, "", made))

    def name(self) -> None:
        """Ask for the fault, and say what speaks for it or against it."""
        suspects = self.case.suspects
        place = self.talk.choose("What is wrong?", [one.name for one in suspects])
        suspect = suspects[place - 1]
        right = suspect.key == self.case.fault
        self.keep(ClinicStep(stage="fault", answer=suspect.key, right=right))
        self.talk.say("That fits." if right else "Not this one.")
        self.talk.say(suspect.why(self.figures()))

    def test(self) -> None:
        """Make one test, and say what it leaves."""
        talk, case = self.talk, self.case
        place = talk.choose("Which test would confirm it?", [one.ask for one in case.trials])
        trial = case.trials[place - 1]
        answer = self.engine.call(
            "lessons.clinics.trials:perform", str(case.folder), trial.key, case.seed
        )
        shown = shown_from(answer)
        for figure in shown.figures:
            talk.say(f"{figure.label}: {written(figure.value)}")
        tested = (*self.at().tested, trial.key)
        right = shown.outcome == trial.sees and confirms(case, tested)
        self.keep(ClinicStep(stage="test", answer=trial.key, right=right))
        talk.say(filled(trial.says, shown.figures))
        others = [one.name for one in left(case, tested) if one.key != case.fault]
        if others:
            talk.say(f"Still possible beside it: {'; '.join(others)}.")

    def mend(self) -> None:
        """The exercise; once it is passed, the case is mended."""
        exercise: Exercise = self.case.exercise
        PlainExercise(self.talk, exercise, self.keeper, self.engine).take()
        passed = [
            one for one in self.keeper.record.attempts_at(exercise.id) if one.outcome == "passed"
        ]
        if passed:
            self.keep(ClinicStep(stage="mend", answer=passed[-1].digest, right=True))
