"""What the learner looks at: runs beside each other, views, code."""

from __future__ import annotations

from collections.abc import Sequence

from tui.lab.following import view_with_something, views_to_show
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
        self.views_shown: list[int] = []
        """Indices of the views that there is something in, or will be."""

    def follow_views(self, seen: Sequence[RunSeen], *, over: bool) -> None:
        """Turn to a view that these runs have something for, and find out which these are."""
        views = self.lesson.lab.views
        self.views_shown = views_to_show(views, seen, over=over)
        if not self.view_chosen or self.view_index not in self.views_shown:
            self.view_index = view_with_something(views, self.view_index, seen)

    def action_view(self, further: int = 1) -> None:
        """The next view, or the one before; a view that is hidden comes to the front first."""
        views = self.lesson.lab.views
        if not views:
            return
        self.view_chosen = True
        if VIEW not in self.displayed():
            self.show_pane(VIEW)
        else:
            shown = self.views_shown or list(range(len(views)))
            here = shown.index(self.view_index) if self.view_index in shown else -1
            following = here + further
            self.view_index = shown[following % len(shown)]
            if (
                self.arrangement.front == VIEW
                and self.narrow
                and following not in range(len(shown))
            ):
                self.step_back()  # where one pane has room, the plots come in between
        self.redraw()

    def action_code(self) -> None:
        """The code of the lab."""
        self.app.push_screen(CodeScreen(self.lesson))
