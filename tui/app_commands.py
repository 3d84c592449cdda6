"""What a learner can do anywhere."""

from __future__ import annotations

from tui.commands import Command

ACTIONS = (
    Command(
        "command_palette",
        ("/", "ctrl+p"),
        "search",
        "Find a lesson or a command.",
        palette=False,
    ),
    Command("help", ("?", "f1"), "help", "All keys of this screen, and what the signs mean."),
    Command(
        "runs",
        ("ctrl+r",),
        "all runs",
        "Every run ever made: find, compare, write out.",
        footer=False,
    ),
    Command("settings", ("comma",), "settings", "Colours, signs and device.", footer=False),
    Command(
        "tensors",
        ("ctrl+t",),
        "tensor workbench",
        "Small tensors as coloured grids: type an operation, see what it does.",
        footer=False,
    ),
    Command(
        "open_share",
        ("ctrl+o",),
        "open a share string",
        "Open a line that names an experiment of a lab or of the playground.",
        footer=False,
    ),
    Command(
        "quit",
        ("ctrl+q",),
        "quit",
        "Leave. Everything you have done is kept.",
        footer=False,
        priority=True,
    ),
)
