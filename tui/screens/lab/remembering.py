"""The lab looks as the learner left it."""

from __future__ import annotations

from dataclasses import replace

from tui.lab.panes import ON_CALL
from tui.layouts import Layout
from tui.screens.lab.looking import Looking


class Remembering(Looking):
    """The part of the lab screen that keeps view, axes and panes of each lesson."""

    def recall_layout(self) -> None:
        """Put everything where it was left."""
        left, views = self.tutor.layouts.of(self.lesson.id), self.lesson.lab.views
        if left.view in views:
            self.view_index, self.view_chosen = views.index(left.view), True
        kept = {
            name: value
            for name in ("smoothing", "log_loss", "log_lr", "log_gradients")
            if (value := getattr(left, name)) is not None
        }
        chosen = left.smoothing is not None
        self.state = replace(self.state, smoothing_chosen=chosen, **kept)
        if left.only in self.offered:
            self.arrangement = replace(self.arrangement, only=left.only)

    def remember_layout(self) -> None:
        """Keep where everything is; a pane that was only called up for a moment is not."""
        views, only, state = self.lesson.lab.views, self.arrangement.only, self.state
        layout = Layout(
            view=views[self.view_index % len(views)] if views and self.view_chosen else None,
            only=None if only in ON_CALL else only,
            smoothing=state.smoothing if state.smoothing_chosen else None,
            log_loss=state.log_loss,
            log_lr=state.log_lr,
            log_gradients=state.log_gradients,
        )
        self.tutor.layouts.remember(self.lesson.id, layout)
