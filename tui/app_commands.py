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
    Command("settings", ("comma",), "settings", "Colours, signs and device.", footer=False),
    Command(
        "quit",
        ("ctrl+q",),
        "quit",
        "Leave. Everything you have done is kept.",
        footer=False,
        priority=True,
    ),
)
