"""What a learner can do with a case."""

from __future__ import annotations

from tui.commands import Command
from tui.screens.scrolling import MOVES

MOVED = tuple(one for one in MOVES if one.id not in ("up", "down", "first", "last"))

ACTIONS = (
    Command("down", ("down", "j"), "choose", "One row down.", label="↑↓", palette=False),
    Command("up", ("up", "k"), "up", "One row up.", footer=False, palette=False),
    Command("take", ("enter",), "take", "Name this suspect, or make this test.", palette=False),
    Command("lab", ("l",), "lab", "Open the broken run in the lab, with all instruments."),
    Command("code", ("c",), "code", "Read the code that is broken."),
    Command("mend", ("e",), "mend", "Open the code to mend it.", palette=False),
    Command(
        "anew",
        ("R",),
        "begin again",
        "Begin this case again: asks first. What you did before is kept.",
        footer=False,
    ),
    *MOVED,
    Command("back", ("escape", "q"), "back", "Back to where you were. All is kept.", palette=False),
)
