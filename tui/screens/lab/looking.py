"""How the learner looks at the runs: cursor, zoom, axes, smoothing, panes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tui.lab.charts import NAMES, SMOOTHINGS, limits
from tui.lab.panes import VIEW
from tui.plots.seen import RunSeen
from tui.screens.code import CodeScreen
from tui.screens.lab.panes import Panes
from tui.widgets.line_chart import LineChart

COLUMNS = 100
"""Cursor positions over the visible steps."""


class Looking(Panes):
    """The part of the lab screen that changes what is seen, and no run."""

    def __init__(self) -> None:
        super().__init__()
        self.view_index = 0
        self.view_chosen = False
        """Whether the learner has asked for a view; until then, one that shows something."""

    def follow_views(self, seen: Sequence[RunSeen]) -> None:
        """Turn to the first view that these runs have something for."""
        views = self.lesson.lab.views
        filled = [index for index, view in enumerate(views) if any(run.has(view) for run in seen)]
        if filled and not self.view_chosen and self.view_index not in filled:
            self.view_index = filled[0]

    def action_overlay(self) -> None:
        """All runs, or one."""
        self.bench.overlay = not self.bench.overlay
        self.redraw()

    def action_view(self, further: int = 1) -> None:
        """The next view, or the one before; a view that is hidden comes to the front first."""
        views = self.lesson.lab.views
        if not views:
            return
        self.view_chosen = True
        following = self.view_index + further
        if VIEW not in self.displayed():
            self.show_pane(VIEW)
        elif self.arrangement.front == VIEW and self.narrow and following not in range(len(views)):
            self.view_index = following % len(views)
            self.step_back()  # where there is room for one pane only, the plots come in between
        else:
            self.view_index = following % len(views)
        self.redraw()

    def action_code(self) -> None:
        """The code of the lab."""
        self.app.push_screen(CodeScreen(self.lesson))

    def action_cursor(self, columns: int) -> None:
        """Move the cursor; the first move puts it at the newest step."""
        first, last = limits(self.scene_now(), self.state)
        newest = max((run.history.step for run in self.bench.shown()), default=0)
        if newest:
            stride = max(1, round((last - first) / COLUMNS))
            at = newest if self.state.cursor is None else self.state.cursor + columns * stride
            self.state = replace(self.state, cursor=round(max(first, min(at, last, newest))))
            self.redraw()

    def action_zoom(self, closer: int) -> None:
        """Halve or double the visible steps around the cursor."""
        first, last = limits(self.scene_now(), self.state)
        longest = limits(self.scene_now(), replace(self.state, first=None, last=None))[1]
        middle = (first + last) / 2 if self.state.cursor is None else self.state.cursor
        half = max(4.0, (last - first) / (4 if closer > 0 else 1))
        left = max(1.0, min(middle - half, longest - 2 * half))
        right = min(longest, left + 2 * half)
        whole = left <= 1 and right >= longest
        self.state = replace(
            self.state, first=None if whole else left, last=None if whole else right
        )
        self.forget_limits()

    def action_follow(self) -> None:
        """The whole run."""
        self.state = replace(self.state, first=None, last=None, cursor=None)
        self.forget_limits()

    def action_log(self) -> None:
        """Logarithmic or linear loss."""
        self.state = replace(self.state, log_loss=not self.state.log_loss)
        self.forget_limits()

    def action_smooth(self) -> None:
        """The next smoothing."""
        place = SMOOTHINGS.index(self.state.smoothing) + 1
        self.state = replace(self.state, smoothing=SMOOTHINGS[place % len(SMOOTHINGS)])
        self.redraw()

    def forget_limits(self) -> None:
        """Fit the axes anew."""
        for name in NAMES:
            self.query_one(f"#{name}", LineChart).forget_limits()
        self.redraw()
