"""What a learner can do in a review."""

from __future__ import annotations

from dataclasses import replace

from lessons.review.rating import HOW
from tui.commands import Command
from tui.screens.scrolling import MOVES

ACTIONS = (
    Command(
        "answer",
        tuple("123456789"),
        "answer",
        f"Choose an answer, or say how sure you are. {HOW}",
        label="1-9",
        takes_key=True,
    ),
    Command("write", ("enter",), "write", "Type an answer; Esc leaves the field.", palette=False),
    Command("next_item", ("enter",), "go on", "To the next question.", palette=False),
    Command("look_again", ("enter",), "open lesson", "Open the marked lesson.", palette=False),
    Command("put_off", ("x",), "not today", "Do not answer this today; it comes again tomorrow."),
    Command("undo", ("u",), "undo", "Take back the last answer, or that it was put off."),
    Command("to_lesson", ("l",), "lesson", "Open the lesson that this question is from."),
    Command("another", ("m",), "some more", "Another few minutes, where more is due."),
    Command("back", ("escape",), "back", "Leave a field, then the review. All is kept."),
    *(replace(move, footer=False) for move in MOVES),
)
