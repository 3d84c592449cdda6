"""The review: a few questions, one at a time."""

from tui.screens.review.screen import ReviewScreen

__all__ = ["ReviewScreen"]
