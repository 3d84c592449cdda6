"""What a learner can do on the workbench. A line is being typed there: no key is a letter."""

from __future__ import annotations

from tui.commands import Command

ACTIONS = (
    Command(
        "run_line",
        ("enter",),
        "run",
        "Run the line; an empty one makes the next suggested step.",
        palette=False,
    ),
    Command("next_step", ("f5", "ctrl+n"), "next step", "Make the next suggested step."),
    Command(
        "complete", ("tab",), "complete", "Complete a name; again: the next one.", palette=False
    ),
    Command("line_before", ("up",), "line before", "The line typed before.", palette=False),
    Command(
        "line_after", ("down",), "line after", "The line typed after.", footer=False, palette=False
    ),
    Command("take_back", ("ctrl+z", "f8"), "take back", "Take back the last step."),
    Command(
        "lay_out_anew",
        ("ctrl+l", "f9"),
        "anew",
        "Lay everything out as at the beginning; take back brings it back.",
    ),
    Command(
        "read_up",
        ("pageup",),
        "read",
        "Earlier steps.",
        label="pgup",
        palette=False,
    ),
    Command("read_down", ("pagedown",), "on", "Later steps.", footer=False, palette=False),
    Command(
        "back",
        ("escape",),
        "back",
        "End a step that takes long, then leave. What was done stays until you quit.",
        palette=False,
    ),
)
