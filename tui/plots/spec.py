"""What a line chart shows, as frozen data. Making one loads neither numpy nor plotext."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from engine.schedules.base import Mark
from tui.plots.limits import Limits
from tui.plots.palette import DEFAULT_LOOK, LineStyle, Look

if TYPE_CHECKING:
    from engine.columns import Window


class Trace(Protocol):
    """Numbers over steps. `engine.history` has two kinds: Column and Points."""

    @property
    def latest(self) -> float:
        """Newest value; NaN where there is none."""
        ...

    def __len__(self) -> int:
        """Number of values."""
        ...

    def at(self, position: float, /) -> float:
        """Value at a step; NaN where there is none."""
        ...

    def window(self, first: float, last: float, columns: int, /) -> Window:
        """Sum up the steps from `first` up to `last` in equal columns."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line of a chart."""

    name: str
    """In the legend; an empty name keeps the line out of it."""
    data: Trace
    colour: str
    """Any colour Rich can read, usually `#rrggbb` from the theme."""
    line: LineStyle = "solid"
    marker: str = ""
    """One cell wide; drawn at the newest point and now and then along the line."""
    faint: bool = False
    """Faded, and under all other lines: a raw curve behind its average, a planned curve."""
    read: bool = True
    """Whether the title row tells its value at the cursor, or the newest one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A horizontal line at a value, such as the threshold of clipping."""

    value: float
    name: str
    colour: str
    line: LineStyle = "sparse"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSpec:
    """Everything a chart is drawn from. Limits of the x axis are steps, both included."""

    title: str
    """What is drawn; `(log)` is added for a log axis."""
    how: tuple[str, ...] = ()
    """What was done to the numbers, beside the title: in full, then in fewer words."""
    tell_dots: bool = False
    """Whether the title row says how many steps one dot sums up, where that is more than one."""
    series: tuple[Series, ...]
    """Later ones are drawn over earlier ones."""
    first: float
    last: float
    width: int
    """Cells."""
    height: int
    """Rows, with the title and, where asked for, the labels of the x axis."""
    log_y: bool = False
    y_limits: Limits | None = None
    """None: round limits around what is visible."""
    x_labels: bool = True
    """Whether the steps are written under the plot; in a stack, only the lowest needs them."""
    x_unit: str = "step"
    gutter: int = 8
    """Cells left of the plot, axis included; equal in a stack, so that steps line up."""
    marks: tuple[Mark, ...] = ()
    """Letters on the base line; `!` also marks non-finite values."""
    clipped: tuple[int, int] | None = None
    """Index of the series before and after clipping: a `C` marks where they differ."""
    rules: tuple[Rule, ...] = ()
    cursor: float | None = None
    """Step that a vertical line marks and the title row reads."""
    focused: bool = False
    """Whether keys go to this chart; its title says so."""
    note: str = ""
    """Right-aligned in the title row instead of readings, such as what was predicted."""
    empty: str = "The curve appears when the run starts."
    """Said in the middle while there is nothing to draw."""
    look: Look = DEFAULT_LOOK
