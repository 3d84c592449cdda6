"""Settings, changed by keyboard; every change takes effect and is kept at once."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any, get_args

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one

from lessons.paths import current_profile
from tui.commands import Command, bindings
from tui.messages import SettingsChanged
from tui.screens.base import TutorScreen
from tui.settings import Confidence, Device, Settings, Speed, SymbolSet, ThemeName
from tui.widgets.choice_row import ChoiceRow
from tui.widgets.key_bar import KeyBar
from tui.widgets.row_list import Row
from tui.widgets.top_line import TopLine

ROWS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("theme", "The ansi themes use the terminal's own 16 colours.", get_args(ThemeName)),
    (
        "symbols",
        "What plots and signs are drawn with.",
        get_args(SymbolSet),
    ),
    (
        "speed",
        "Slow short runs down? Each lab can do otherwise.",
        get_args(Speed),
    ),
    ("device", "Where models train. auto takes the fastest there is.", get_args(Device)),
    (
        "confidence",
        "Be asked how sure you are of each answer?",
        get_args(Confidence),
    ),
)
"""Field of `Settings`, what is said about it, and its values."""


class SettingsScreen(TutorScreen):
    """One row a setting."""

    CSS_PATH = "settings.tcss"
    PLACE = "Settings"
    ACTIONS = (
        Command(
            "down",
            ("down", "j", "tab"),
            "choose",
            "To the setting below.",
            label="↑↓",
            palette=False,
        ),
        Command(
            "up",
            ("up", "k", "shift+tab"),
            "up",
            "To the setting above.",
            footer=False,
            palette=False,
        ),
        Command(
            "more",
            ("right", "l", "enter", "space"),
            "change",
            "The next value.",
            label="←→",
            palette=False,
        ),
        Command(
            "less",
            ("left", "h"),
            "previous value",
            "The value before.",
            footer=False,
            palette=False,
        ),
        Command("own_keys", ("K",), "keys", "Give commands other keys."),
        Command("learner", ("L",), "learner", "Learn as someone else, with progress of their own."),
        Command("back", ("escape", "q"), "back", "Back to where you were.", palette=False),
    )
    BINDINGS = bindings(ACTIONS)

    top = query_one(TopLine)
    keys = query_one(KeyBar)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings

    def compose(self) -> ComposeResult:
        """A row for each setting."""
        signs = self.tutor.symbols
        values = asdict(self.settings)
        yield TopLine()
        with Vertical(id="rows"):
            for name, help_text, choices in ROWS:
                yield ChoiceRow(name, help_text, choices, values[name], signs)
        yield KeyBar(signs)

    def on_mount(self) -> None:
        """Write first and last row."""
        self.top.left = Content.assemble(
            ("Settings", "bold"), (f"   learner: {current_profile()}", "$muted")
        )
        self.top.right = str(self.tutor.settings_store.path)
        self.show_keys()

    @on(ChoiceRow.Changed)
    def changed(self, message: ChoiceRow.Changed) -> None:
        """Put the new value in force."""
        field: dict[str, Any] = {message.setting: message.value}
        self.settings = replace(self.settings, **field)
        self.post_message(SettingsChanged(self.settings))

    @property
    def row(self) -> ChoiceRow:
        """The row that has the keys."""
        return (
            self.focused if isinstance(self.focused, ChoiceRow) else self.query(ChoiceRow).first()
        )

    def action_down(self) -> None:
        """To the setting below."""
        self.focus_next(ChoiceRow)

    def action_up(self) -> None:
        """To the setting above."""
        self.focus_previous(ChoiceRow)

    def action_more(self) -> None:
        """The next value."""
        self.row.move(1)

    def action_less(self) -> None:
        """The value before."""
        self.row.move(-1)

    def action_own_keys(self) -> None:
        """To the keys of all commands."""
        from tui.screens.keys import KeysScreen

        self.app.push_screen(KeysScreen(self.settings))

    def action_learner(self) -> None:
        """Ask who learns from now on."""
        from lessons.progress.profiles import learners
        from tui.screens.choice import ChoiceScreen

        signs = self.tutor.symbols
        rows = [
            Row(
                key=one.name,
                mark=signs.done if one.current else " ",
                text=one.name,
                right=f"{one.last_used:%Y-%m-%d}" if one.last_used else "not used yet",
            )
            for one in learners()
        ]
        about = (
            "Everyone has progress, runs and settings of their own.\n"
            "tutor --profile NAME  adds someone."
        )
        screen = ChoiceScreen("Who is learning?", rows, about, signs)
        self.app.push_screen(screen, self.learn_as)

    def learn_as(self, name: str | None) -> None:
        """Leave, and come back as that learner."""
        if name is not None and name != current_profile():
            self.tutor.next_profile = name
            self.app.exit()

    def on_screen_resume(self) -> None:
        """Keys may have been changed meanwhile."""
        self.settings = self.tutor.settings

    def action_back(self) -> None:
        """Back to where the learner was."""
        self.app.pop_screen()
