"""What a run shares with the one that it goes on from, drawn where that one is not drawn itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.lab.live_run import LiveRun
from tui.lab.scene import Scene
from tui.plots.spec import Series, Trace

if TYPE_CHECKING:
    from engine.columns import Window
    from engine.history import RunHistory


@dataclass(frozen=True, slots=True)
class Until:
    """Numbers over steps, up to one of them."""

    data: Trace
    last: int

    @property
    def latest(self) -> float:
        """The value at the last step."""
        return self.data.at(self.last)

    def __len__(self) -> int:
        return len(self.data)

    def at(self, position: float, /) -> float:
        """Value at a step; NaN after the last."""
        return self.data.at(position) if position <= self.last else float("nan")

    def window(self, first: float, last: float, columns: int, /) -> Window:
        """Sum up in equal columns; those after the last step are empty."""
        from dataclasses import replace

        import numpy as np

        whole = self.data.window(first, last, columns)
        borders = np.linspace(first, last, columns + 1)
        inside = borders[:-1] <= self.last
        kept = {
            name: np.where(inside, getattr(whole, name), np.nan)
            for name in ("lo", "hi", "first", "last")
        }
        # Columns without values end where the last one with some does: no line leads into them.
        end = whole.edges[int(inside.sum())]
        edges = np.minimum(whole.edges, end)
        return replace(whole, **kept, nonfinite=whole.nonfinite & inside, edges=edges)


def past(scene: Scene, run: LiveRun, column: Callable[[RunHistory], Trace]) -> tuple[Series, ...]:
    """The curve of its past, faint; none where the runs it went on from are drawn themselves."""
    found: list[Series] = []
    child, last = run, run.first_step
    while child.parent is not None and child.parent not in scene.runs:
        found.append(
            Series(
                name="",
                data=Until(column(child.parent.history), last),
                colour=run.identity.colour,
                line=run.identity.line,
                faint=True,
                read=False,
            )
        )
        child = child.parent
        last = min(last, child.first_step)
    return tuple(found)
