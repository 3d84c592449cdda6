"""All commands with their keys, each of which can be given another one."""

from __future__ import annotations

from dataclasses import replace

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from tui.commands import Command, Place, all_keys, bindings, key_name
from tui.keymap import LEADING_OUT, Keymap, can_move, clashing
from tui.messages import SettingsChanged
from tui.places import places
from tui.screens.base import TutorScreen
from tui.settings import Settings
from tui.symbols import Symbols, spell
from tui.widgets.key_bar import KeyBar
from tui.widgets.row_list import Row, RowList
from tui.widgets.top_line import TopLine

NAMES, TITLES = 25, 18
"""Cells of the name of a place, and of a command's title."""


class KeysScreen(TutorScreen):
    """One row for every command; `enter`, then the new key."""

    CSS_PATH = "keys.tcss"
    PLACE = "Keys"
    ACTIONS = (
        Command("down", ("down", "j"), "choose", "To the next command.", label="↑↓", palette=False),
        Command("up", ("up", "k"), "up", "To the command before.", footer=False, palette=False),
        Command("place(1)", ("right", "l", "tab"), "next place", "To the next place.", label="←→"),
        Command(
            "place(-1)",
            ("left", "h", "shift+tab"),
            "place before",
            "To the place before.",
            footer=False,
        ),
        Command("change", ("enter",), "other key", "Give the command another key."),
        Command("add", ("a",), "further key", "Give the command one more key."),
        Command("reset", ("backspace",), "as it was", "Give the command its own keys back."),
        Command("reset_all", ("R",), "all as they were", "Give every command its own keys back."),
        Command("back", ("escape", "q"), "back", "Back to the settings.", palette=False),
    )
    BINDINGS = bindings(ACTIONS)

    rows = query_one(RowList)
    said = query_one("#said", Static)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.waiting: Command | None = None
        """The command whose new key is waited for."""
        self.adding = False
        self.places: tuple[Place, ...] = ()

    def compose(self) -> ComposeResult:
        """The list, and a row for what is asked and answered."""
        yield TopLine()
        with Vertical(id="body"):
            yield RowList(self.tutor.symbols)
        yield Static(id="said")
        yield KeyBar(self.tutor.symbols)

    def on_mount(self) -> None:
        """Fill the list."""
        everywhere = Place("Everywhere", self.tutor.ACTIONS)
        self.places = (everywhere, *(one for one in places() if one.name != self.PLACE))
        self.query_one(TopLine).left = Content.assemble(
            ("Settings ", "$muted"), ("Keys", "bold"), ("  one keymap for all screens", "$muted")
        )
        self.show_rows()
        self.rows.focus()
        self.show_keys()

    @property
    def keymap(self) -> Keymap:
        """The keys in force."""
        return self.settings.keymap

    def commands(self) -> dict[str, tuple[Place, Command]]:
        """Every command that can be moved, once, where it is offered first."""
        found: dict[str, tuple[Place, Command]] = {}
        for place in self.places:
            for command in filter(can_move, place.commands):
                found.setdefault(command.id, (place, command))
        return found

    def show_rows(self) -> None:
        """Write all commands anew."""
        signs = self.tutor.symbols
        rows, before = [], ""
        for key, (place, command) in self.commands().items():
            name = "" if place.name == before else place.name  # a group is named once
            before = place.name
            rows.append(
                Row(
                    key=key,
                    mark=signs.done if self.keymap.moved(command) else "",
                    text=f"{name:{NAMES}}{command.title[: TITLES - 1]:{TITLES}}{command.help}",
                    right=self.keys_of(command),
                )
            )
        self.rows.rows = tuple(rows)

    def keys_of(self, command: Command) -> str:
        """Its keys, as they can be written here."""
        names = all_keys(self.keymap.resolved(command)).split("  ")
        return "  ".join(spell(name, self.tutor.symbols) for name in names)

    def use_symbols(self, symbols: Symbols) -> None:
        """Write with other signs from now on."""
        super().use_symbols(symbols)
        self.show_rows()

    def on_key(self, event: events.Key) -> None:
        """Take the key that is waited for, whatever it means elsewhere."""
        if self.waiting is None:
            return
        event.stop()
        event.prevent_default()
        command, self.waiting = self.waiting, None
        if event.key in LEADING_OUT:
            self.tell("Nothing is changed." if event.key == "escape" else "That key leads out.")
            return
        offered = [(*place.commands, *self.tutor.ACTIONS) for place in self.places]
        other = clashing(event.key, command, offered, self.keymap)
        name = key_name(event.key)
        if other is not None:
            self.tell(f"{name} is “{other.title}” already, in the same place. Nothing is changed.")
            return
        kept = self.keymap.keys(command) if self.adding else ()
        self.put(self.keymap.with_keys(command, tuple(dict.fromkeys((*kept, event.key)))))
        self.tell(f"{name} is “{command.title}” now.")

    def put(self, keymap: Keymap) -> None:
        """Put the keys in force and keep them."""
        self.settings = replace(self.settings, keys=keymap.chosen)
        self.post_message(SettingsChanged(self.settings))
        self.show_rows()

    def tell(self, text: str) -> None:
        """Answer in the row below the list."""
        self.said.update(Content(text))

    def ask(self, *, adding: bool) -> None:
        """Wait for the new key of the command under the pointer."""
        if self.rows.current is not None:
            _, command = self.commands()[self.rows.current.key]
            self.waiting, self.adding = command, adding
            more = "one more key" if adding else "the new key"
            self.tell(f"Press {more} for “{command.title}”; esc changes nothing.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a key is waited for, no key means anything else."""
        return self.waiting is None and bool(super().check_action(action, parameters))

    def action_change(self) -> None:
        """Another key."""
        self.ask(adding=False)

    def action_add(self) -> None:
        """One more key."""
        self.ask(adding=True)

    def action_reset(self) -> None:
        """The command's own keys."""
        if self.rows.current is not None:
            _, command = self.commands()[self.rows.current.key]
            self.put(self.keymap.with_keys(command, ()))
            self.tell(f"“{command.title}” has its own keys again.")

    def action_reset_all(self) -> None:
        """Every command's own keys."""
        self.put(Keymap())
        self.tell("Every command has its own keys again.")

    def action_down(self) -> None:
        """To the next command."""
        self.rows.move(1)

    def action_up(self) -> None:
        """To the command before."""
        self.rows.move(-1)

    def action_place(self, further: int) -> None:
        """To the first command of the next place, or of the one before."""
        commands = list(self.commands().values())
        names = list(dict.fromkeys(place.name for place, _ in commands))
        here = names.index(commands[self.rows.cursor][0].name)
        target = names[(here + further) % len(names)]
        self.rows.cursor = next(i for i, (place, _) in enumerate(commands) if place.name == target)

    def action_back(self) -> None:
        """Back to the settings."""
        self.app.pop_screen()
