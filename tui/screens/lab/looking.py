"""What the learner looks at: runs beside each other, views, code."""

from __future__ import annotations

from collections.abc import Sequence

from tui.lab.following import view_with_something
from tui.lab.panes import VIEW
from tui.plots.seen import RunSeen
from tui.screens.code import CodeScreen
from tui.screens.lab.reading import Reading


class Looking(Reading):
    """The part of the lab screen that changes what is seen, and no run."""

    def __init__(self) -> None:
        super().__init__()
        self.view_index = 0
        self.view_chosen = False
        """Whether the learner has asked for a view; until then, one that shows something."""

    def follow_views(self, seen: Sequence[RunSeen]) -> None:
        """Turn to the first view that these runs have something for."""
        if not self.view_chosen:
            views = self.lesson.lab.views
            self.view_index = view_with_something(views, self.view_index, seen)

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
