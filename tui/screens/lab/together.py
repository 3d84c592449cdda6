"""Runs that belong together: one setting with several seeds, two settings in lock-step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import on, work

from engine.request import RunRequest
from lessons.errors import TutorError
from tui.bridge import RunsOver
from tui.lab.groups import same_run
from tui.lab.repeats import DEFAULT, MOST_SEEDS, OFFERED, verdicts
from tui.lab.table import compared
from tui.lab.together import gap_words, twin_words
from tui.screens.lab.comparing import Comparing
from tui.widgets.ask_row import AskRow

SEEDS = "seeds"
"""What the question about their number is about."""
MOST_LINES = 2
"""Sentences; there is room for a third row, since they may take more than one."""


class Together(Comparing):
    """The part of the lab screen that makes runs to be compared."""

    def action_repeat(self) -> None:
        """Ask with how many seeds."""
        if self.busy():
            return
        offered = ", ".join(map(str, OFFERED[:-1])) + f" or {OFFERED[-1]}"
        question = f"How many seeds? {offered}; a verdict takes {DEFAULT}. {self.bench.next_label}"
        self.query_one(AskRow).ask(SEEDS, question, str(DEFAULT))

    @on(AskRow.Answered)
    def seeds_typed(self, message: AskRow.Answered) -> None:
        """Make those that are not there yet."""
        if message.about != SEEDS:
            return
        self.back_from_asking()
        text = message.text.strip()
        count = int(text) if text.isdecimal() else 0
        if not 2 <= count <= MOST_SEEDS:
            # Said in the row itself: a notice would lie over what is to be typed.
            question = f"How many seeds? A whole number from 2 to {MOST_SEEDS}, please."
            self.query_one(AskRow).ask(SEEDS, question, message.text)
            return
        self.repeat(count)

    def repeat(self, count: int) -> None:
        """The chosen scenario with the first so many seeds."""
        first = self.lesson.lab.seed
        made = {
            same_run(run.info.request)
            for run in self.bench.runs
            if run.ended is not None and run.ended.status in ("finished", "diverged")
        }
        try:
            asked = [
                self.bench.request(self.device, seed=seed) for seed in range(first, first + count)
            ]
        except TutorError as error:
            self.say(error.problem)
            return
        missing = [one for one in asked if same_run(one) not in made]
        self.bench.overlay = "bands"
        if missing:
            self.make(missing)
        else:
            self.notify(f"All {count} seeds are there already.", timeout=3)
        self.forget_limits()

    def action_twins(self) -> None:
        """The chosen scenario beside the next one, or beside itself with the knobs turned."""
        if self.busy():
            return
        asked = self.twin_requests()
        if len(asked) < 2:
            self.notify(
                "Turn a knob, or choose something else: its twin is as it was before.",
                title="Twins differ in something",
                markup=False,
            )
            return
        if self.gives_away(asked):
            return
        self.making, self.waiting = True, len(asked)
        self.bench.begin_twins()
        self.follow_together(list(self.paced(asked)))
        self.forget_limits()

    def twin_requests(self) -> list[RunRequest]:
        """Both runs; one where there is nothing to tell them apart by.

        With knobs turned or a rate shaped, the scenario as it is and as it is set by hand; else
        this scenario and the next one; where there is only one, an earlier run and what is chosen
        now.
        """
        bench = self.bench
        try:
            chosen = bench.request(self.device)
            if len(bench.scenarios) > 1 and not bench.turned and not bench.changes:
                following = bench.scenarios[(bench.chosen + 1) % len(bench.scenarios)]
                return [chosen, bench.request(self.device, following)]
            own = bench.request(self.device, bench.scenario)
        except TutorError as error:
            self.say(error.problem)
            return []
        made = [run.info.request for run in reversed(bench.runs) if run.fork_of is None]
        others = (one for one in (own, *made) if same_run(one) != same_run(chosen))
        other = next(others, None)
        return [chosen] if other is None else [replace(other, start_paused=False), chosen]

    @work(thread=True, group="runs", exit_on_error=False)
    def follow_together(self, requests: Sequence[RunRequest]) -> None:
        """Make the runs in lock-step; everything comes back as messages."""
        self.bridge.make_together(requests)

    @on(RunsOver)
    def twins_over(self) -> None:
        """What is made from now on is no twin of anything."""
        self.bench.making_twins = False

    def differences(self) -> tuple[str, ...]:
        """Twins say so; the rest is said as of all runs."""
        shown = self.bench.shown()
        words = super().differences()
        if self.bench.overlay != "twins" or len(shown) != 2:
            return words
        twins = twin_words(compared(shown[0]), compared(shown[1]))
        return (*(f"{twins}: {one.partition(': ')[2]}" for one in words[:1]), twins)

    def compared_lines(self) -> list[str]:
        """The gap between twins, or what the seeds say."""
        most = 1 if self.narrow else MOST_LINES
        shown = self.bench.shown()
        if self.bench.overlay == "twins" and len(shown) == 2:
            gap = gap_words(shown[0], shown[1], self.state.cursor)
            return [gap] if gap else []
        return verdicts(self.bench.bands, self.bench.scenario.name)[:most]
