"""The part of the case screen that lets workers train: trials, and the mended run."""

from __future__ import annotations

from textual import work
from textual.message import Message

from engine.errors import EngineError
from engine.events import Problem
from lessons.clinics.as_lesson import as_lesson
from lessons.clinics.case import Case, Trial
from lessons.clinics.diagnosis import Diagnosis, confirms, diagnosis
from lessons.clinics.mended import Mended
from lessons.clinics.notes import Notes
from lessons.clinics.own_run import both_programs
from lessons.clinics.shown import Shown, shown_from
from lessons.errors import TutorError
from lessons.exercises.workspace import Workspace, digest
from lessons.progress.records import ClinicStep, LessonRecord
from lessons.progress.store import ProgressError
from tui.clinics.patient import Patient, patient
from tui.screens.base import TutorScreen


class Learned(Message):
    """A worker has found something out: the screen shows it."""


class Working(TutorScreen):
    """Knows the case, what was done about it, and what came of it."""

    def __init__(self, case: Case, lesson: str = "", block: str = "") -> None:
        """`lesson`, `block`: the clinic that it was opened from; empty: from the ward."""
        super().__init__()
        self.case, self.opened_from = case, (lesson, block)
        self.lesson = as_lesson(case)
        self.patient: Patient | None = None
        self.shown: dict[str, Shown] = {}
        self.mended: Mended | None = None
        self.busy = ""
        """What is under way, in words; empty: nothing."""

    @property
    def record(self) -> LessonRecord:
        """Everything that was done about the case."""
        return self.tutor.progress.lesson(self.lesson.id)

    @property
    def at(self) -> Diagnosis:
        """How far the learner is."""
        steps = self.record.clinic(self.case.id)
        return diagnosis(self.case, steps, examined=self.patient is not None)

    @property
    def notes(self) -> Notes:
        """What was trained before."""
        return Notes(self.tutor.engine.runs.root.parent, self.case.id)

    def keep(self, step: ClinicStep) -> None:
        """Keep a step; a disk that refuses is reported."""
        try:
            self.tutor.progress.record(self.lesson.id, self.case.id, step)
        except ProgressError as error:
            self.tutor.announce(error.problem)

    def keep_in_lesson(self, step: ClinicStep) -> None:
        """The clinic in the lesson is done as well."""
        lesson, block = self.opened_from
        if not lesson or any(one.right for one in self.tutor.progress.lesson(lesson).clinic(block)):
            return
        try:
            self.tutor.progress.record(lesson, block, step)
        except ProgressError as error:
            self.tutor.announce(error.problem)

    @work(thread=True, group="look", exclusive=True, exit_on_error=False)
    def look(self) -> None:
        """Find the run that was made, what was noted, and whether the code was mended."""
        found = patient(self.tutor.engine.runs, self.record)
        notes = self.notes
        shown = {trial.key: seen for trial in self.case.trials if (seen := notes.trial(trial.key))}
        self.app.call_from_thread(self.looked, found, shown, notes.mended())

    def looked(self, found: Patient | None, shown: dict[str, Shown], mended: Mended | None) -> None:
        """Take in what was found."""
        self.patient, self.shown, self.mended = found, {**shown, **self.shown}, mended
        self.see_whether_mended()
        for key in self.at.tested:
            if key not in self.shown and not self.busy:
                self.make_trial(self.case.trial(key), again=True)
        self.post_message(Learned())

    def see_whether_mended(self) -> None:
        """The exercise was passed since: that mends the case."""
        at = self.at
        if at.stage == "mend" and self.passed_now():
            step = ClinicStep(stage="mend", answer=digest(self.own_code()), right=True)
            self.keep(step)
        if self.at.mended:
            right = ClinicStep(stage="mend", answer=digest(self.own_code()), right=True)
            self.keep_in_lesson(right)
            if self.mended is None or self.mended.source != self.own_code():
                self.train_both(self.own_code())

    def passed_now(self) -> bool:
        """Whether the file, as it is, was judged and passed."""
        now = digest(self.own_code())
        made = self.record.attempts_at(self.case.exercise.id)
        return any(one.outcome == "passed" and one.digest == now for one in made)

    def own_code(self) -> str:
        """What the learner has written; empty where there is nothing yet."""
        path = Workspace().path(self.lesson.id, self.case.exercise)
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def test(self, trial: Trial) -> None:
        """Make a trial, unless one is under way."""
        if self.busy:
            self.notify("A test is under way.", timeout=3)
            return
        self.make_trial(trial)

    @work(thread=True, group="train", exit_on_error=False)
    def make_trial(self, trial: Trial, *, again: bool = False) -> None:
        """Make it in a worker; `again`: it was made before, and its figures are gone."""
        self.busy = "The test is being made."
        self.post_message(Learned())
        folder, seed = str(self.case.folder), self.case.seed
        try:
            answer = self.tutor.engine.call(
                "lessons.clinics.trials:perform", folder, trial.key, seed
            )
            shown = shown_from(answer)
        except EngineError as error:
            self.busy = ""
            self.app.call_from_thread(self.failed, error.problem)
            return
        self.busy = ""
        self.notes.keep_trial(trial.key, shown)
        self.app.call_from_thread(self.tested, trial, shown, again)

    def tested(self, trial: Trial, shown: Shown, again: bool) -> None:
        """Keep what it has shown, and whether the suspects are down to one."""
        self.shown[trial.key] = shown
        if not again:
            tested = (*self.at.tested, trial.key)
            right = shown.outcome == trial.sees and confirms(self.case, tested)
            self.keep(ClinicStep(stage="test", answer=trial.key, right=right))
        self.post_message(Learned())

    @work(thread=True, group="train", exit_on_error=False)
    def train_both(self, source: str) -> None:
        """Train the broken program and the learner's, contained."""
        self.busy = "Both programs are being trained."
        try:
            found = both_programs(self.case, source, self.tutor.engine.call)
        except (EngineError, TutorError) as error:
            self.busy = ""
            self.app.call_from_thread(self.failed, error.problem)
            return
        self.busy = ""
        self.notes.keep_mended(found)
        self.mended = found
        self.post_message(Learned())

    def failed(self, problem: Problem) -> None:
        """Say what went wrong."""
        self.say(problem)
        self.post_message(Learned())
