"""The lab's runs: made, followed, recorded, and what they say about predictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from textual import on, work
from textual.worker import Worker, WorkerState, get_current_worker

from engine.commands import SetHyperparameter
from engine.errors import EngineError
from engine.failure import explain
from engine.plan import Plan
from engine.request import RunRequest
from engine.runs import RunStore
from lessons import flow
from lessons.progress.records import RunMade
from lessons.progress.store import ProgressError
from lessons.questions.settling import settle_open
from lessons.schema import Knob
from tui.bridge import RunAdvanced, RunBegan, RunsOver
from tui.lab.live_run import LiveRun
from tui.lab.restoring import cut_off, to_restore
from tui.screens.lab.base import LabBase

WATCHED = 4.0
"""Seconds that a run is stretched to, so that it can be watched."""
LEAVING = 1.0
"""Seconds that a run is given to end by itself when the lab is left."""
ASKED = 6.0
"""Seconds that the question whether to leave runs under way stands on the screen."""
ALL_WATCHED = 12.0
"""Seconds that many runs together are stretched to."""


class Making(LabBase):
    """The part of the lab screen that makes runs."""

    def __init__(self) -> None:
        super().__init__()
        self.plans: dict[str, Plan] = {}
        self.planned: dict[str, RunRequest] = {}
        """What each plan is the plan of."""
        self.waiting = 0
        """Runs that are to follow."""
        self.making = False
        self.full_speed = False
        self.pace: float | None = None
        self.chosen_pace: float | None = None
        """Steps a second that the learner asked for; None: as many as can be watched."""
        self.start_when_planned = False
        """Whether the lesson asked for runs that begin by themselves, once they are planned."""
        self.warned = ""
        """Prediction about which the learner has been warned."""
        self.asked_to_leave = False
        """Whether the learner has been asked about leaving the runs under way."""

    def make(self, requests: Sequence[RunRequest], *, asked: bool = False) -> None:
        """Make runs, unless some are under way.

        Runs that the lesson did not ask for must not give an open prediction away.
        """
        if self.making or not (asked or not self.gives_away(requests)):
            return
        self.app.clear_notifications()  # they speak of runs before this one
        self.making, self.waiting = True, len(requests)
        self.follow_runs(self.paced(requests))
        self.redraw()

    def busy(self) -> bool:
        """Whether runs are under way; the key that would make another says so."""
        if self.making:
            run = self.bench.newest
            waits = run is not None and run.under_way and run.paused
            ends = f"{self.key_of('stop')} ends it"
            goes_on = f"A run is paused: {self.key_of('pause')} lets it go on, {ends}."
            self.notify(goes_on if waits else f"A run is under way: {ends}.", timeout=3)
        return self.making

    @property
    def follows_runs(self) -> bool:
        """Whether the scenario of a run that begins becomes the chosen one."""
        return not self.bench.making_twins and not self.bench.turned

    def make_missing(self) -> bool:
        """Make what the lesson asks for and is not made yet; False where nothing is."""
        record = self.tutor.progress.lesson(self.lesson.id)
        missing = [] if self.bench.turned else self.bench.missing(record, self.device)
        if missing:
            self.make(missing, asked=True)
        return bool(missing)

    def gives_away(self, requests: Sequence[RunRequest]) -> bool:
        """Warn once where the learner has not predicted yet what these runs will show."""
        record = self.tutor.progress.lesson(self.lesson.id)
        made = {run.scenario for run in record.runs}
        for request in requests:
            if request.name in made:
                continue  # its curve is known already
            predict = flow.asked_first(self.lesson, request.name, record)
            if predict is not None and predict.id != self.warned:
                self.warned = predict.id
                self.notify(
                    f"{predict.ask}\nesc goes back to predict; the same key again runs anyway.",
                    title="Say first what you expect",
                    timeout=10,
                    markup=False,
                )
                return True
        return False

    def paced(self, requests: Sequence[RunRequest]) -> Iterator[RunRequest]:
        """The requests, each with the pace that is right when its turn comes."""
        for request in requests:
            pace = self.pace_of(request.name, len(requests))
            yield replace(request, steps_per_second=pace)

    def pace_of(self, scenario: str, runs: int) -> float | None:
        """Steps a second that a run is shown at, one of so many; None: full speed."""
        if self.full_speed:
            return None
        return self.chosen_pace or self.watchable(scenario, runs)

    def watchable(self, scenario: str, runs: int) -> float | None:
        """Updates a second at which a run can be watched; None as long as it is not planned."""
        plan = self.plans.get(scenario)
        if plan is None:
            return None
        return max(1.0, plan.steps / max(0.5, min(WATCHED, ALL_WATCHED / runs)))

    @work(thread=True, group="runs", exit_on_error=False)
    def follow_runs(self, requests: Iterable[RunRequest]) -> None:
        """Make the runs; everything comes back as messages."""
        self.bridge.make(requests)

    def ask_to_leave(self) -> None:
        """Ask before runs under way are stopped; a question that is gone cannot be answered."""
        self.asked_to_leave = True
        self.notify(
            "A run is under way. esc again stops it and goes back.", timeout=ASKED, markup=False
        )
        self.set_timer(ASKED, self.stay)

    def stay(self) -> None:
        """The question was not answered: the next key that leaves asks again."""
        self.asked_to_leave = False

    def on_unmount(self) -> None:
        """Stop what is under way: the app can only end once the thread that follows it has."""
        self.bridge.give_up(LEAVING)

    @on(RunBegan)
    def run_began(self, message: RunBegan) -> None:
        """Put it on the bench."""
        self.waiting -= 1
        self.pace = message.info.request.steps_per_second
        run = self.bench.add(message.info)
        if run.standard and self.follows_runs:
            self.bench.choose(run.scenario)
        self.redraw()

    @on(RunAdvanced)
    def run_advanced(self, message: RunAdvanced) -> None:
        """Take in what is new."""
        run = self.bench.find(message.run)
        if run is None:
            return
        run.take(message.rows, message.events)
        if run.ended is not None:
            self.run_ended(run)
        self.redraw()

    def run_ended(self, run: LiveRun) -> None:
        """Keep a run that came to its own end; say what went wrong with one that did not."""
        assert run.ended is not None
        if run.ended.status in ("finished", "diverged"):
            made = RunMade(
                run=run.info.run,
                scenario=run.scenario,
                seed=run.info.request.seed,
                standard=run.standard,
            )
            try:
                self.tutor.progress.record(self.lesson.id, "", made)
            except ProgressError as error:
                self.tutor.announce(error.problem)
        elif run.ended.problem is not None and not (self.is_current and self.tells_of(run)):
            self.say(run.ended.problem)

    def tells_of(self, run: LiveRun) -> bool:
        """Whether a row of the lab goes on saying what went wrong with a run."""
        return run is self.bench.newest and not self.waiting

    @on(RunsOver)
    def runs_over(self, message: RunsOver) -> None:
        """Settle what can be settled now."""
        self.making, self.waiting, self.asked_to_leave = False, 0, False
        if message.problem is not None:
            self.say(message.problem)
        self.redraw()
        self.settle_predictions()

    @work(thread=True, group="judge", exit_on_error=False)
    def settle_predictions(self) -> None:
        """Ask the lesson's answer functions about the runs, in a worker."""
        progress, engine = self.tutor.progress, self.tutor.engine
        for problem in settle_open(
            self.lesson, progress, engine.runs.root, lambda name, args: engine.call(name, *args)
        ):
            self.app.call_from_thread(self.say, problem)
        self.app.call_from_thread(self.show_verdicts)

    def earlier_runs(self, store: RunStore) -> list[str]:
        """Runs that come back, the newest last; what was cut off hides none that came to an end."""
        wanted = {scenario.name for scenario in self.bench.scenarios}
        made = self.tutor.progress.lesson(self.lesson.id).runs
        kept = to_restore(made, wanted, store.annotations, self.opening.runs)
        known = {run.run for run in made} | set(kept)
        lost = cut_off(store, self.lesson.id, known)
        return [*(run for run in lost if store.info(run).request.name in wanted), *kept]

    @work(thread=True, group="restore", exit_on_error=False)
    def restore_runs(self) -> None:
        """Put the runs of earlier visits on the bench."""
        store = self.tutor.engine.runs
        for run in reversed(self.earlier_runs(store)):
            try:
                stored, notes = store.load(run), store.annotations(run)
            except EngineError:
                continue  # its folder was removed by hand; the record of having made it stays
            past = store.lineage(stored.info)
            self.app.call_from_thread(self.bench.restore, stored, notes, past)
        self.app.call_from_thread(self.runs_restored)
        self.settle_predictions()

    @work(thread=True, group="plans", exclusive=True, exit_on_error=False)
    def plan_runs(self) -> None:
        """Ask what the scenarios are going to be, the chosen one first, where that is not known."""
        worker = get_current_worker()
        device = self.tutor.settings.device
        ordered = sorted(self.bench.scenarios, key=lambda one: one is not self.bench.scenario)
        for scenario in ordered:
            chosen = scenario is self.bench.scenario
            asked = self.bench.request(device, None if chosen else scenario)
            if self.planned.get(scenario.name) == asked:
                continue
            try:
                plan = self.tutor.engine.plan(asked)
            except EngineError as error:
                self.app.call_from_thread(self.say, error.problem)
                return
            if worker.is_cancelled:
                return  # a knob was turned meanwhile; a later call plans what it is now
            self.app.call_from_thread(self.take_plan, asked, plan)

    def take_plan(self, asked: RunRequest, plan: Plan) -> None:
        """Draw a planned run."""
        self.plans[asked.name], self.planned[asked.name] = plan, asked
        self.redraw()
        if self.start_when_planned:
            self.start_when_planned = False
            self.make_missing()

    @on(Worker.StateChanged)
    def thread_failed(self, message: Worker.StateChanged) -> None:
        """No thread fails in silence, and none leaves the lab waiting for runs that never come."""
        if message.state is WorkerState.ERROR and message.worker.error is not None:
            if message.worker.group == "runs":
                self.post_message(RunsOver(explain(message.worker.error)))
            else:
                self.say(explain(message.worker.error))

    def set_live(self, knob: Knob, value: float) -> None:
        """Let a knob act on the run that is under way."""
        if self.making and knob.live:
            self.bridge.send(SetHyperparameter(knob.name, value))
