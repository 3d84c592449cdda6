"""The map of the curriculum: a lane for every unit, a sign for every lesson, one of them chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.atlas import Cell, Lane
from tui.symbols import UNICODE, Symbols

HEADS = (27, 36)
"""Cells of a unit's name at most: in a narrow window, and in any other."""
NARROW = 100
COUNT = 6
"""Cells of how many of its lessons are done."""
PITCHES = (8, 6, 5, 4)
"""Cells from one sign to the next where there is no room for titles, the widest that fits."""
LEAST = 4
Part = tuple[str, str]
"""Text, and the component that it is drawn as; empty for none."""


class LessonMap(ScrollView, can_focus=True, inherit_bindings=False):
    """Has no keys of its own: its screen calls `along`, `across` and `choose`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lesson-map--quiet",
        "lesson-map--link",
        "lesson-map--mark",
        "lesson-map--current",
    }
    DEFAULT_CSS = """
    LessonMap {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        &>.lesson-map--quiet { color: $muted; }
        &>.lesson-map--link { color: $muted; }
        &>.lesson-map--mark { color: $accent; text-style: bold; }
        &>.lesson-map--current { background: $selected; text-style: bold; }
    }
    """

    lanes: reactive[tuple[Lane, ...]] = reactive((), layout=True)
    before: reactive[frozenset[str]] = reactive(frozenset())
    """Lessons that the chosen one rests on."""
    after: reactive[frozenset[str]] = reactive(frozenset())
    """Lessons that rest on it."""
    symbols: reactive[Symbols] = reactive(UNICODE)
    at: reactive[tuple[int, int]] = reactive((0, 0))
    """Lane and place in it of the chosen lesson."""

    class Highlighted(Message):
        """Another lesson is chosen."""

        def __init__(self, lesson: str) -> None:
            super().__init__()
            self.lesson = lesson

    class Chosen(Highlighted):
        """It is to be opened."""

    def __init__(self, symbols: Symbols = UNICODE, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.set_reactive(LessonMap.symbols, symbols)
        self.wanted = 0
        """Place in a lane to come back to after shorter ones."""

    @property
    def current(self) -> str | None:
        """Id of the chosen lesson; None where there is none."""
        lane, place = self.at
        return self.lanes[lane].cells[place].lesson if lane < len(self.lanes) else None

    def watch_lanes(self) -> None:
        """Keep the choice where it is."""
        lane = min(self.at[0], max(len(self.lanes) - 1, 0))
        last = len(self.lanes[lane].cells) - 1 if self.lanes else 0
        self.at = (lane, min(self.at[1], last))
        self.fit()

    def watch_at(self) -> None:
        """Show the lesson, and say which it is."""
        self.refresh()
        if self.current is not None:
            line = self.at[0] * self.spacing
            self.scroll_to_region(Region(0, line, 1, 1), animate=False, force=True)
            self.post_message(self.Highlighted(self.current))

    def watch_before(self) -> None:
        """Other lessons are marked."""
        self.refresh()

    def go_to(self, lesson: str) -> None:
        """Choose a lesson."""
        for number, lane in enumerate(self.lanes):
            for place, cell in enumerate(lane.cells):
                if cell.lesson == lesson:
                    self.wanted, self.at = place, (number, place)

    def along(self, by: int) -> None:
        """Choose a lesson further along the lane."""
        if self.lanes:
            lane, place = self.at
            self.wanted = min(max(place + by, 0), len(self.lanes[lane].cells) - 1)
            self.at = (lane, self.wanted)

    def across(self, by: int) -> None:
        """Choose a lesson of another lane."""
        if self.lanes:
            lane = min(max(self.at[0] + by, 0), len(self.lanes) - 1)
            self.at = (lane, min(self.wanted, len(self.lanes[lane].cells) - 1))

    def choose(self) -> None:
        """Ask for the chosen lesson to be opened."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def on_resize(self) -> None:
        """What fits is another matter now."""
        self.fit()

    def fit(self) -> None:
        """As high as its lanes."""
        height = max(len(self.lanes) * self.spacing - self.spacing + 1, 1)
        self.virtual_size = Size(self.size.width, height)
        self.refresh()

    @property
    def spacing(self) -> int:
        """Lines from one lane to the next: they stand apart where there is room."""
        return 2 if len(self.lanes) * 2 - 1 <= self.size.height else 1

    @property
    def head(self) -> int:
        """Cells of the units' names."""
        longest = max((cell_len(lane.title) for lane in self.lanes), default=0) + 4
        return min(longest, HEADS[self.size.width >= NARROW])

    @property
    def room(self) -> int:
        """Cells for lessons."""
        return max(self.scrollable_content_region.width - self.head - COUNT, 0)

    def widths(self) -> tuple[int, ...]:
        """Cells of each column with titles; empty where titles do not fit."""
        columns = max((len(lane.cells) for lane in self.lanes), default=0)
        widest = tuple(
            max(cell_len(lane.cells[n].title) for lane in self.lanes if n < len(lane.cells)) + 7
            for n in range(columns)
        )
        return widest if sum(widest) <= self.room else ()

    def columns(self) -> tuple[int, ...]:
        """Cells of each column; the last signs give way where not even they fit."""
        count = max((len(lane.cells) for lane in self.lanes), default=0)
        if titled := self.widths():
            return titled
        pitch = next((one for one in PITCHES if one * count <= self.room), LEAST)
        return (pitch,) * count

    def on_click(self, event: events.Click) -> None:
        """A click chooses; a click on the chosen lesson opens it."""
        line, spare = divmod(event.y + self.scroll_offset.y, self.spacing)
        if spare or line >= len(self.lanes):
            return
        left = self.head + COUNT
        for place, width in enumerate(self.columns()[: len(self.lanes[line].cells)]):
            if left <= event.x < left + width:
                if self.at == (line, place):
                    self.choose()
                self.wanted, self.at = place, (line, place)
            left += width

    def render_line(self, y: int) -> Strip:
        """One line."""
        width = self.scrollable_content_region.width
        number, spare = divmod(y + self.scroll_offset.y, self.spacing)
        if spare or number >= len(self.lanes):
            return Strip.blank(width, self.rich_style)
        strip = Strip([self.segment(part) for part in self.lane(number)])
        return strip.adjust_cell_length(width, self.rich_style)

    def segment(self, part: Part) -> Segment:
        """A part in its look."""
        text, names = part
        style: Style = self.rich_style
        for name in names.split():
            style += self.get_component_rich_style(f"lesson-map--{name}", partial=True)
        return Segment(text, style)

    def lane(self, number: int) -> Iterator[Part]:
        """Name of a unit and its lessons."""
        lane = self.lanes[number]
        pointer = self.symbols.pointer if number == self.at[0] else " "
        room = self.head - 3
        title = lane.title
        if cell_len(title) > room:
            title = set_cell_size(title, room - 1) + "…"
        yield f"{pointer} ", "mark"
        yield set_cell_size(title, self.head - 2), ""
        yield lane.right.rjust(COUNT - 2) + "  ", "quiet"
        columns, titled = self.columns(), bool(self.widths())
        room = self.room
        for place, cell in enumerate(lane.cells):
            room -= columns[place]
            if room < 0 and not titled:
                yield "…", "quiet"
                return
            following = lane.cells[place + 1 : place + 2]
            joined = bool(following and following[0].linked)
            yield from self.cell(cell, columns[place], joined, (number, place) == self.at, titled)

    def cell(
        self, cell: Cell, width: int, joined: bool, chosen: bool, titled: bool
    ) -> Iterator[Part]:
        """A lesson: what it is to the chosen one, how it stands, and the way to the next."""
        signs = self.symbols
        mark = " "
        if chosen:
            mark = signs.pointer
        elif cell.lesson in self.before:
            mark = signs.before
        elif cell.lesson in self.after:
            mark = signs.after
        text = cell.sign + (signs.due if cell.due else "")
        if titled:
            text += f" {cell.title}"
        link = signs.rule if joined else " "
        yield mark, "mark current" if chosen else "mark"
        yield text, "current" if chosen else ""
        rest = width - 1 - cell_len(text)
        gap = 1 if rest > 1 else 0
        if titled:
            yield " " * gap + link * max(rest - 2 * gap, 0) + " " * gap, "link"
        else:
            yield link * rest, "link"
