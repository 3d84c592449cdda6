"""The app: which screen is shown, in which look, with which settings."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import App
from textual.command import CommandPalette
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen

from engine.events import Problem
from tui.app_commands import ACTIONS
from tui.commands import Place, bindings
from tui.in_ascii import InAscii
from tui.key_words import KeyWords
from tui.last_play import LastPlay
from tui.layouts import LayoutStore
from tui.messages import (
    ClinicRequested,
    ExerciseRequested,
    LabRequested,
    LessonChosen,
    PlaygroundRequested,
    SettingsChanged,
    WorkbenchRequested,
)
from tui.palette import Palette, PaletteProvider
from tui.screens.base import TutorScreen
from tui.settings import Settings, SettingsStore
from tui.symbols import Symbols, symbols_for
from tui.themes import FALLBACK_VARIABLES, OWN

if TYPE_CHECKING:
    from engine.client import Engine
    from lessons.catalog import Catalog
    from lessons.exercises.exercise import Exercise
    from lessons.progress.store import ProgressStore
    from lessons.workbench.sitting import Sitting


def home() -> Screen[None]:
    """The screen below all others."""
    from tui.screens.home import HomeScreen

    return HomeScreen()


class TutorApp(App[None]):
    """Shows lessons and their labs. Everything it knows is given to it."""

    TITLE = "tutor"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]
    COMMANDS = {PaletteProvider}
    MODES = {"home": home}
    DEFAULT_MODE = "home"
    ACTIONS = ACTIONS
    BINDINGS = bindings(ACTIONS)

    def __init__(
        self,
        catalog: Catalog,
        progress: ProgressStore,
        settings: SettingsStore,
        engine: Engine,
        *,
        describe_runs: Callable[[Sequence[str]], str],
    ) -> None:
        """`describe_runs` gives the line that a lesson shows of finished runs, by their ids."""
        no_color = "NO_COLOR" in os.environ
        super().__init__(ansi_color=True if no_color else None)
        self.catalog = catalog
        self.progress = progress
        self.settings_store = settings
        self.layouts = LayoutStore(settings.path.parent)
        self.last_play = LastPlay(settings.path.parent)
        self.engine = engine
        self.describe_runs = describe_runs
        for theme in OWN:
            self.register_theme(theme)
        self.plain_colors = no_color
        self.next_profile: str | None = None
        """Who learns after this app has been left; None where nobody was named."""
        self.sittings: dict[str, Sitting] = {}
        """What was done on each tensor workbench since the app was opened."""
        self.grave_until = 0.0
        """Until when a warning or an error stands on the screen."""
        # A key must find the screen where the last key has left it, not under way.
        self.animation_level = "none"
        self.apply_settings()

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.settings_store.settings

    @property
    def symbols(self) -> Symbols:
        """The signs that carry meaning, as set."""
        return symbols_for(self.settings.symbols)

    @property
    def key_words(self) -> KeyWords:
        """How keys are written in sentences."""
        return KeyWords(self.settings.keymap, self.symbols)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own style variables, for themes that do not define them."""
        return FALLBACK_VARIABLES

    def on_mount(self) -> None:
        """Say what went wrong while reading files, and load the rest once something is shown."""
        for notice in (self.progress.notice, self.settings_store.notice):
            self.announce(notice)
        if self.catalog.problems:
            self.announce(
                Problem(
                    title="Something is wrong in the lessons",
                    reason=str(self.catalog.problems[0]),
                    next_step="`tutor lint` names all of it. Every other lesson works.",
                )
            )
        self.call_after_refresh(self.load_heavy_modules)

    def on_unmount(self) -> None:
        """End what is still being worked out: the app can only end once its threads have."""
        self.engine.close()

    @work(thread=True, group="warm-up", exit_on_error=False)
    def load_heavy_modules(self) -> None:
        """Import what the next screens need, and let the engine load torch in its own process."""
        from tui.garbage import come_back

        try:
            self.engine.warm()
            import tui.markdown
            import tui.screens.lab
            import tui.screens.lesson
            import tui.screens.runs  # noqa: F401
        finally:
            come_back()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say it; what a key has done takes the place of what the key before it has done."""
        now, seconds = time.monotonic(), timeout or self.NOTIFICATION_TIMEOUT
        if severity != "information":
            self.grave_until = max(self.grave_until, now + seconds)
        elif now > self.grave_until:
            self.clear_notifications()  # a pile of them would hide the plots
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def built(self, exercise: Exercise) -> Exercise:
        """The exercise with the learner's answers that it builds on. Raises TutorError."""
        from lessons.exercises.using import with_own_answers

        return with_own_answers(exercise, self.catalog, self.progress)

    def announce(self, notice: Problem | str | None) -> None:
        """Show a notice about something that went wrong outside the learner's doing."""
        if isinstance(notice, Problem):
            text = f"{notice.reason}\n{notice.next_step}"
            self.notify(text, title=notice.title, severity="warning", timeout=12, markup=False)
        elif notice:
            self.notify(notice, severity="warning", timeout=12, markup=False)

    def apply_settings(self) -> None:
        """Put theme and signs in force."""
        self.theme = "ansi-dark" if self.plain_colors else self.settings.theme
        self.set_class(self.settings.symbols == "ascii", "-ascii")
        self.set_keymap(self.settings.keymap.overrides())
        if self.is_running:
            self.refresh_css(animate=False)
            for screen in self.screen_stack:
                if isinstance(screen, TutorScreen):
                    screen.use_symbols(self.symbols)
                    screen.show_keys()
                for widget in screen.walk_children(with_self=True):
                    widget.refresh()  # what was drawn with other signs is kept otherwise

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every row goes through before it is shown."""
        filters = super().get_line_filters()
        return [*filters, InAscii()] if self.has_class("-ascii") else filters

    @on(LessonChosen)
    def open_lesson(self, message: LessonChosen) -> None:
        """Show a lesson; from a lesson, the next one takes its place."""
        from tui.screens.lesson import LessonScreen

        screen = LessonScreen(self.catalog.lesson(message.lesson))
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(screen)

    @on(LabRequested)
    def open_lab(self, message: LabRequested) -> None:
        """Show the lab of a lesson, ready to make the runs of a block if there is one."""
        from tui.screens.lab import LabScreen

        self.push_screen(LabScreen(message.lesson, message.block, message.opening))

    @on(PlaygroundRequested)
    def open_playground(self, message: PlaygroundRequested) -> None:
        """Show the playground; where it is shown already, choose what was asked for there."""
        from tui.screens.playground import PlaygroundScreen

        play = message.play or self.last_play.read(self.catalog)
        if isinstance(self.screen, PlaygroundScreen):
            self.screen.take(play)
        else:
            screen = PlaygroundScreen(play, self.catalog)
            screen.opening = message.opening
            self.push_screen(screen)

    @on(ExerciseRequested)
    def open_exercise(self, message: ExerciseRequested) -> None:
        """Show an exercise with the learner's own file."""
        from tui.exercises.opening import open_exercise

        open_exercise(self, message.lesson, message.exercise)

    @on(ClinicRequested)
    def open_clinic(self, message: ClinicRequested) -> None:
        """Show a case of the ward."""
        from tui.clinics.opening import open_clinic

        open_clinic(self, message)

    @on(WorkbenchRequested)
    def open_workbench(self, message: WorkbenchRequested) -> None:
        """Show tensors as grids."""
        from tui.workbench.opening import open_workbench

        open_workbench(self, message)

    def action_tensors(self) -> None:
        """Show the workbench with a small tensor on it."""
        if isinstance(self.screen, TutorScreen):
            self.post_message(WorkbenchRequested())

    def action_open_share(self) -> None:
        """Ask for a share string and open it."""
        from tui.screens.share import ShareScreen

        if not isinstance(self.screen, ShareScreen):
            self.push_screen(ShareScreen())

    @on(SettingsChanged)
    def change_settings(self, message: SettingsChanged) -> None:
        """Put new settings in force and keep them."""
        self.announce(self.settings_store.save(message.settings))
        self.apply_settings()

    def action_command_palette(self) -> None:
        """Search lessons and commands."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(placeholder="Find a lesson or a command"))

    def action_help(self) -> None:
        """Show the keys of the current screen."""
        from tui.screens.help import HelpScreen

        screen = self.screen
        if isinstance(screen, TutorScreen) and not isinstance(screen, HelpScreen):
            keymap = self.settings.keymap
            places = (*screen.places_here(), Place("Everywhere", self.ACTIONS))
            moved = [Place(place.name, keymap.all(place.commands)) for place in places]
            self.push_screen(HelpScreen(screen.PLACE, moved, self.symbols))

    def action_runs(self) -> None:
        """Show all runs ever made."""
        from tui.screens.runs import RunsScreen

        if isinstance(self.screen, TutorScreen) and not isinstance(self.screen, RunsScreen):
            self.push_screen(RunsScreen())

    def action_map(self) -> None:
        """Show the map of the curriculum."""
        from tui.screens.map import MapScreen

        if isinstance(self.screen, TutorScreen) and not isinstance(self.screen, MapScreen):
            self.push_screen(MapScreen())

    def action_placement(self) -> None:
        """Ask a few questions that find the learner's place."""
        from tui.screens.placement import PlacementScreen

        if isinstance(self.screen, TutorScreen) and not isinstance(self.screen, PlacementScreen):
            self.push_screen(PlacementScreen())

    def action_settings(self) -> None:
        """Show the settings."""
        from tui.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen(self.settings))

    def action_help_quit(self) -> None:
        """Answer ctrl+c, which copies in text fields, with the key that quits."""
        self.notify("ctrl+q quits. Everything you have done is kept.", markup=False)
