"""The timeline: two rows under the plots, on which a learner goes back in a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.commands import Command, bindings
from tui.key_words import key_of
from tui.lab.timeline import (
    ASCII_SIGNS,
    UNICODE_SIGNS,
    Timeline,
    column_of,
    place_words,
    track,
)

GAP = "   "
MOST_DIGITS = 9
PLAIN = str.maketrans("→–…", ">-.")
"""What stands for signs that ASCII has not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineState:
    """What the two rows show."""

    line: Timeline
    step: int
    """Where the head is."""
    span: tuple[float, float]
    """Steps at both ends: those of the plots, so that they line up."""
    gutter: int
    """Cells before the line: those before the plots."""
    columns: int
    """Cells of the line."""
    changes: str
    """What a fork would change; empty: nothing."""
    keep_optimizer: bool
    plain: bool
    """Whether only ASCII may be drawn."""


class TimelineBar(Widget, can_focus=True):
    """Shows where the learner is in a run and asks to go elsewhere; its screen decides."""

    DEFAULT_CSS = """
    TimelineBar { height: 2; padding: 0 1; }
    """
    PLACE: ClassVar[str] = "timeline"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("scrub(-1)", ("left", "h"), "snapshot", "One snapshot back.", label="←→"),
        Command("scrub(1)", ("right", "l"), "next snapshot", "One snapshot on.", footer=False),
        Command("scrub(-5)", ("shift+left", "H"), "five back", "Five snapshots.", footer=False),
        Command("scrub(5)", ("shift+right", "L"), "five on", "Five snapshots on.", footer=False),
        Command("scrub(-100000)", ("home",), "beginning", "To the first one.", footer=False),
        Command("scrub(100000)", ("end",), "end", "To the latest one.", footer=False),
        Command("go", ("enter",), "go on", "Go on from here, with nothing changed."),
        Command("forget", ("o",), "optimiser", "Keep the optimiser's memory, or drop it."),
        Command("other(-1)", ("up",), "run", "The timeline of the run before.", label="↑↓"),
        Command("other(1)", ("down",), "next run", "The timeline of the next run.", footer=False),
        Command("digit", tuple("0123456789"), "step", "Type a step.", label="0-9", takes_key=True),
        Command("erase", ("backspace",), "erase", "Take back a digit.", footer=False),
        Command("cancel", ("escape",), "cancel", "Type no step after all.", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(ACTIONS)

    state: reactive[TimelineState | None] = reactive(None)
    typed: reactive[str] = reactive("")

    class Scrubbed(Message):
        """So many snapshots on; fewer than 0: back."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Sought(Message):
        """To the snapshot at a step, or the one before it."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class OtherRun(Message):
        """To the next run on the plots, or the one before."""

        def __init__(self, further: int) -> None:
            super().__init__()
            self.further = further

    class GoneOn(Message):
        """Go on from here."""

    class OptimizerToggled(Message):
        """Keep the optimiser's memory, or drop it."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Digits are taken back only where some were typed."""
        return action not in ("erase", "cancel") or bool(self.typed)

    def action_scrub(self, by: int) -> None:
        """Along the snapshots."""
        self.typed = ""
        self.post_message(self.Scrubbed(by))

    def action_other(self, further: int) -> None:
        """Another run."""
        self.typed = ""
        self.post_message(self.OtherRun(further))

    def action_forget(self) -> None:
        """The optimiser's memory."""
        self.post_message(self.OptimizerToggled())

    def action_digit(self, key: str) -> None:
        """One digit of a step."""
        self.typed = (self.typed + key)[:MOST_DIGITS]

    def action_erase(self) -> None:
        """The last digit."""
        self.typed = self.typed[:-1]

    def action_cancel(self) -> None:
        """No step."""
        self.typed = ""

    def action_go(self) -> None:
        """To the step that was typed; else on from here."""
        if self.typed:
            self.post_message(self.Sought(int(self.typed)))
            self.typed = ""
        else:
            self.post_message(self.GoneOn())

    def render(self) -> Content:
        """Words and keys, then the line."""
        if self.state is None:
            return Content("")
        text = Content("\n").join((self.words(self.state), self.drawn(self.state)))
        if not self.state.plain:
            return text
        return Content(text.plain.translate(PLAIN), spans=list(text.spans))

    def words(self, state: TimelineState) -> Content:
        """Which run, where, and what can be done, as far as there is room."""
        width = self.content_size.width
        line = state.line
        pointer = "" if not self.has_focus else "> " if state.plain else "▸ "
        keys = self.keys_of(state)
        who = Content.assemble(
            (f"{pointer}back in time", "bold"), GAP, (f"{line.marker} ", line.colour), line.name
        )
        places = [
            f"go to step {self.typed}_" if self.typed else text
            for text in place_words(line, state.step)
        ]
        for left in (who, Content.assemble((f"{pointer}back in time", "bold"))):
            for place in places:
                words = Content.assemble(left, GAP, (place, "$accent"))
                if words.cell_length + len(GAP) + keys[0].cell_length <= width:
                    return _ends(words, keys[0], width)
        short = Content.assemble((pointer, "bold"), (places[-1], "$accent"))
        for entry in keys:
            if short.cell_length + len(GAP) + entry.cell_length <= width:
                return _ends(short, entry, width)
        return short

    def keys_of(self, state: TimelineState) -> list[Content]:
        """What the keys do here, in fewer and fewer words."""
        enter, there, forks, drops = (
            key_of(self, name) for name in ("go", "timeline", "fork", "forget")
        )
        fork = f" fork: {state.changes}" if state.changes else " fork"
        memory = "" if state.keep_optimizer else "optimiser starts afresh"
        kept = "keeps optimiser" if state.keep_optimizer else memory
        if not self.has_focus:
            if not state.changes and state.keep_optimizer:
                back = Content("  ") + _keys([(there, " to the timeline")])
                first, short = (
                    Content.styled(f"{what}, then ", "$muted") + _keys([(forks, " forks")])
                    for what in ("turn what shall be different", "turn a knob")
                )
                return [first + back, first, short]
            away = [
                ((forks, fork), (there, " to the timeline")),
                ((forks, fork),),
                ((forks, " fork"),),
            ]
            return [_keys(row) for row in away]
        rows = [
            ((enter, " go on from here"), (forks, fork), (drops, f" {kept}")),
            ((enter, " go on"), (forks, fork), (drops, f" {memory or 'optimiser'}")),
            ((enter, " go on"), (forks, fork)),
            ((enter, " go on"), (forks, " fork")),
        ]
        return [_keys(row) for row in rows]

    def drawn(self, state: TimelineState) -> Content:
        """The line with its head."""
        signs = ASCII_SIGNS if state.plain else UNICODE_SIGNS
        row = track(state.line, state.span, state.columns, signs)
        at = column_of(state.step, state.span, state.columns)
        return Content.assemble(
            " " * state.gutter,
            (row[:at], "$muted"),
            (signs.head, "bold $accent"),
            (row[at + 1 :], "$muted"),
        )


def _keys(row: Iterable[tuple[str, str]]) -> Content:
    """Keys and what they do, beside each other."""
    return Content("  ").join(
        Content.assemble((key, "bold $accent"), (text, "$muted")) for key, text in row
    )


def _ends(left: Content, right: Content, width: int) -> Content:
    return left + " " * max(1, width - left.cell_length - right.cell_length) + right
