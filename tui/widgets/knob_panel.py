"""The lab's knobs: one row each, turned by keys."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from engine.request import Value
from lessons.errors import TutorError
from lessons.knobs import parsed
from lessons.schema import Knob
from tui.commands import Command, bindings
from tui.figures import written
from tui.symbols import UNICODE, Symbols, spell

POSITIONS = 40
"""Steps from one end of a linear knob to the other."""
PER_DECADE = 10
"""Steps of a logarithmic knob for a factor of ten."""
ABOUT_ROWS = 2
"""Rows that are kept for the words about a knob, so that nothing moves when they come."""
FIRST = "0123456789."
"""What begins a value."""
NUMBER = f"{FIRST}eE+-"
LONGEST = 12
"""Characters of a value that is typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnobState:
    """A knob and where it stands."""

    knob: Knob
    value: Value
    turned: bool
    """Whether it stands elsewhere than the scenario puts it."""
    acts: str = ""
    """When a turn acts, in a few words."""


class KnobPanel(Widget, can_focus=True):
    """Shows knobs and asks for them to be turned; its screen decides."""

    DEFAULT_CSS = """
    KnobPanel { height: auto; }
    """
    PLACE: ClassVar[str] = "knobs"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("next", ("down", "j"), "knob", "One knob down.", label="↑↓"),
        Command("previous", ("up", "k"), "knob above", "One knob up.", footer=False),
        Command("more", ("right", "l", "plus"), "turn", "Turn the knob up.", label="←→"),
        Command("less", ("left", "h", "minus"), "less", "Turn the knob down.", footer=False),
        Command("type", tuple(FIRST), "type", "Type a value.", label="0-9", takes_key=True),
        Command("reset", ("backspace",), "as it was", "Back to the scenario."),
    )
    # What is typed is taken as it comes, the keys that end it included.
    BINDINGS: ClassVar[list[BindingType]] = bindings(one for one in ACTIONS if not one.takes_key)

    states: reactive[tuple[KnobState, ...]] = reactive((), layout=True)
    cursor: reactive[int] = reactive(0)
    entry: reactive[str] = reactive("")
    """What has been typed of a value; empty while nothing is being typed."""
    symbols: reactive[Symbols] = reactive(UNICODE)
    complaint: reactive[str] = reactive("")
    """Why what was typed could not be taken."""

    class Turned(Message):
        """A knob is to be set; None sets it back to the scenario's value."""

        def __init__(self, knob: Knob, value: Value | None, before: Value) -> None:
            super().__init__()
            self.knob = knob
            self.value = value
            self.before = before
            """Where it stands until then."""

    def render(self) -> Content:
        """A title, then one row for every knob, then a few words about the one under the cursor."""
        title = "knobs"
        if self.has_focus:
            title = f"{self.symbols.pointer} knobs"
        rows = [Content.styled(title, "bold")]
        names = max((len(state.knob.name) for state in self.states), default=0)
        rows += [self._row(index, state, names) for index, state in enumerate(self.states)]
        # A row that wrapped would push the last knob out of sight.
        width = self.content_size.width
        rows = [row.truncate(width, ellipsis=True) for row in rows]
        return Content("\n").join([*rows, *self._about(width)[:ABOUT_ROWS]])

    def _about(self, width: int) -> list[Content]:
        """What the knob under the cursor is; or about what is being typed."""
        if not self.has_focus or not self.states:
            return []
        if self.complaint:
            return Content.styled(self.complaint, "bold").wrap(width)
        if self.entry:
            sets = spell("↵", self.symbols)
            return Content.styled(f"{sets} sets it   esc leaves it", "$muted").wrap(width)
        state = self.states[self.cursor]
        said = "; ".join(part for part in (_described(state.knob), state.acts) if part)
        return Content.styled(said, "$muted").wrap(width)

    def _row(self, index: int, state: KnobState, names: int) -> Content:
        here = self.has_focus and index == self.cursor
        pointer = (f"{self.symbols.pointer} ", "bold $accent") if here else ("  ", "")
        typing = self.entry if here else ""
        value = f"{typing}_" if typing else written(state.value)
        live = ("  live" if state.knob.live else "", "$muted")
        track = max(6, min(16, self.size.width - names - 21))
        slider = _slider(state, track, self.symbols)
        return Content.assemble(
            pointer,
            (state.knob.name.ljust(names), "bold" if here else ""),
            "  ",
            (f"{value} ".ljust(9), "bold $accent" if state.turned or typing else ""),
            (slider, "$muted"),
            live,
        )

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Title, knobs, and the words about one of them."""
        return 1 + len(self.states) + (ABOUT_ROWS if self.states else 0)

    def on_key(self, event: events.Key) -> None:
        """A digit begins a value; while one is being typed, the keys belong to it."""
        typed = event.character or ""
        self.complaint = ""
        if not self.entry and not self._begins(typed):
            return
        event.stop()
        event.prevent_default()
        if not self._takes_numbers():
            self.complaint = f"{self.states[self.cursor].knob.name} is turned, not typed."
            return
        if event.key == "enter":
            self._enter()
        elif event.key == "backspace":
            self.entry = self.entry[:-1]
        elif event.key == "escape":
            self.entry = ""
        elif typed and typed in NUMBER and len(self.entry) < LONGEST:
            self.entry += typed

    def on_blur(self) -> None:
        """What was being typed is left."""
        self.entry = self.complaint = ""

    def _begins(self, typed: str) -> bool:
        """Whether this begins a value: a minus does where there are values below 0."""
        if not self.states or not typed:
            return False
        low = self.states[self.cursor].knob.min
        return typed in FIRST or (typed == "-" and low is not None and low < 0)

    def _takes_numbers(self) -> bool:
        return bool(self.states) and self.states[self.cursor].knob.kind in ("float", "int", "log")

    def _enter(self) -> None:
        """Set what was typed, or say why not and leave it to be mended."""
        state = self.states[self.cursor]
        try:
            value = parsed(state.knob, self.entry)
        except TutorError as error:
            problem = error.problem
            self.complaint = f"{problem.reason} {problem.next_step}"
            return
        self.entry = ""
        self.post_message(self.Turned(state.knob, value, state.value))

    def action_next(self) -> None:
        """One knob down."""
        self.cursor = min(self.cursor + 1, len(self.states) - 1)

    def action_previous(self) -> None:
        """One knob up."""
        self.cursor = max(self.cursor - 1, 0)

    def action_more(self) -> None:
        """Turn up."""
        self._turn(1)

    def action_less(self) -> None:
        """Turn down."""
        self._turn(-1)

    def action_reset(self) -> None:
        """Back to the scenario's value."""
        if self.states:
            state = self.states[self.cursor]
            self.post_message(self.Turned(state.knob, None, state.value))

    def _turn(self, clicks: int) -> None:
        if self.states:
            state = self.states[self.cursor]
            value = turned(state.knob, state.value, clicks)
            self.post_message(self.Turned(state.knob, value, state.value))


def _described(knob: Knob) -> str:
    """What it is, and from where to where it goes."""
    span = f"{knob.min:g} to {knob.max:g}" if knob.min is not None and knob.max is not None else ""
    return f"{knob.help} ({span})" if knob.help and span else knob.help or span


def turned(knob: Knob, value: Value, clicks: int) -> Value:
    """The knob's next value in that direction; its ends stop it."""
    match knob.kind:
        case "toggle":
            return clicks > 0
        case "choice":
            index = knob.choices.index(str(value)) + clicks
            return knob.choices[max(0, min(index, len(knob.choices) - 1))]
    assert knob.min is not None
    assert knob.max is not None
    number = float(value)
    if knob.kind == "log":
        click = round(math.log10(max(number, knob.min)) * PER_DECADE) + clicks
        moved = float(f"{10 ** (click / PER_DECADE):.2g}")
    elif knob.kind == "int":
        moved = number + clicks * max(1, round((knob.max - knob.min) / POSITIONS))
    else:
        stride = _round_step((knob.max - knob.min) / POSITIONS)
        moved = float(f"{number + clicks * stride:.12g}")
    held = max(knob.min, min(moved, knob.max))
    return int(held) if knob.kind == "int" else held


def _round_step(step: float) -> float:
    """The nearest 1, 2 or 5 times a power of ten that is not above."""
    decade = 10.0 ** math.floor(math.log10(step))
    return max(factor * decade for factor in (1, 2, 5) if factor * decade <= step * 1.0001)


def _slider(state: KnobState, track: int, symbols: Symbols) -> str:
    """Where the knob stands between its ends."""
    knob = state.knob
    if knob.kind == "toggle":
        return ""
    if knob.kind == "choice":
        return f" {symbols.dot} ".join(knob.choices)
    assert knob.min is not None
    assert knob.max is not None
    low, high, at = knob.min, knob.max, float(state.value)
    if knob.kind == "log":
        low, high, at = math.log(low), math.log(high), math.log(max(at, low))
    share = (at - low) / (high - low) if high > low else 0.0
    place = round(max(0.0, min(share, 1.0)) * (track - 1))
    low_end, rail, here, high_end = "◂━●▸" if symbols.arrows_only else "<-o>"
    return low_end + rail * place + here + rail * (track - 1 - place) + high_end
