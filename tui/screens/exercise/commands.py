"""What a learner can do in an exercise. Keys that also work while typing are no letters."""

from __future__ import annotations

from tui.commands import Command
from tui.screens.scrolling import MOVES

ACTIONS = (
    Command("check", ("ctrl+s", "f5"), "check", "Save, and have the code checked."),
    Command("write", ("enter",), "write", "Into the code; Esc leaves it.", palette=False),
    Command(
        "hint", ("f2", "h"), "hint", "A question to think about, then a hint, after an attempt."
    ),
    Command("to_error", ("f4", "ctrl+g"), "the line", "To the line that the error comes from."),
    Command(
        "pane_next",
        ("f3", "tab"),
        "next pane",
        "Task, code, results: the keys go to the next one.",
        palette=False,
    ),
    Command(
        "pane_previous",
        ("shift+tab",),
        "pane before",
        "The keys go to the pane before.",
        footer=False,
        palette=False,
    ),
    Command("next_waiting", ("n", "ctrl+n"), "go on", "Back to the lesson, to what waits there."),
    Command("solutions", ("s",), "solutions", "Other right solutions, and the idea of each."),
    Command("open_editor", ("f9", "e"), "own editor", "Open the file in your own editor."),
    Command(
        "starter", ("d",), "starter", "Compare with what the exercise began with.", footer=False
    ),
    Command(
        "check_on_save",
        ("f8", "a"),
        "check on save",
        "Check whenever another program saves the file, or no more.",
        footer=False,
    ),
    Command(
        "begin_again",
        ("R",),
        "begin again",
        "Begin with the starter again: asks first, and keeps a copy.",
        footer=False,
    ),
    Command("undo_begin_again", ("U",), "as it was", "Take the latest copy back.", footer=False),
    Command(
        "back",
        ("escape",),
        "back",
        "End the check, leave the code, then the exercise. All is kept.",
        palette=False,
    ),
    *MOVES,
)
