"""What links in a lesson's text, share strings and lists of runs make the lab show."""

from __future__ import annotations

from dataclasses import replace

from textual import on

from lessons.errors import TutorError
from lessons.links import parse_link
from tui.lab.opening import Opening, opening_of
from tui.lab.panes import VIEW
from tui.screens.lab.looking import Looking
from tui.widgets.prose import Prose


class Showing(Looking):
    """The part of the lab screen that others drive."""

    def open_as_asked(self, opening: Opening) -> None:
        """Choose and show what was asked for; what was not named stays as it is."""
        if opening.scenario is not None:
            self.bench.choose(opening.scenario)
            self.read_scenario(opening.scenario)
        for knob, value in opening.settings:
            self.bench.turn(knob, value)
        if opening.seed is not None:
            self.bench.seed = opening.seed
        if opening.steps is not None:
            first, last = opening.steps
            alone = first == last
            self.state = replace(
                self.state,
                cursor=first if alone else None,
                first=None if alone else float(first),
                last=None if alone else float(last),
            )
        views = self.lesson.lab.views
        if opening.view in views:
            self.view_index, self.view_chosen = views.index(opening.view), True
            if VIEW not in self.displayed():
                self.place_panes(self.arrangement.showing(VIEW))
        if opening.plot is not None:
            self.show_pane(opening.plot)
        if opening.slow_motion:
            self.call_after_refresh(self.run_action, "slow_motion")

    def runs_restored(self) -> None:
        """Of the runs of earlier visits, the one that was asked for is read first."""
        if self.opening.scenario is not None:
            self.read_scenario(self.opening.scenario)
        self.redraw()

    def read_scenario(self, name: str) -> None:
        """Read the newest run of a scenario before the others, and show it in the view."""
        newest_first = enumerate(reversed(self.scene_now().runs))
        place = next((place for place, run in newest_first if run.scenario == name), None)
        if place is not None:
            self.state = replace(self.state, reader=place)

    @on(Prose.Followed)
    def link_followed(self, message: Prose.Followed) -> None:
        """Show what a link of the text beside the plots speaks of."""
        try:
            link = parse_link(message.target, self.lesson.lab)
        except TutorError as error:
            self.say(error.problem)
            return
        self.open_as_asked(opening_of(link))
        self.forget_limits()
        self.plan_runs()
