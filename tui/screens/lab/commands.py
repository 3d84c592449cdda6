"""Everything a learner can do in a lab."""

from __future__ import annotations

from tui.commands import Command

RUNNING = (
    Command("run", ("r",), "run", "Make the runs the lesson asks for, or the chosen scenario."),
    Command("pause", ("space",), "pause", "Pause the run, or let it go on.", label="space"),
    Command("step", ("full_stop",), "step", "Make one update, then wait."),
    Command("epoch", ("e",), "epoch", "Go on to the end of this epoch, then wait."),
    Command("stop", ("x",), "stop", "End this run and those to follow; what it did is kept."),
    Command("all", ("a",), "all", "Run every scenario, one after another, on the same axes."),
    Command("seed", ("n",), "new seed", "Run the chosen scenario again with the next seed."),
    Command("speed", ("f",), "full speed", "Between full speed and a speed one can watch."),
)
CHOOSING = (
    Command(
        "choose",
        tuple("123456789"),
        "scenario",
        "Choose a scenario by its number.",
        label="1-9",
        footer=False,
        takes_key=True,
    ),
    Command(
        "scenario(1)",
        ("right_square_bracket",),
        "next scenario",
        "Choose the next scenario.",
        footer=False,
    ),
    Command(
        "scenario(-1)",
        ("left_square_bracket",),
        "scenario before",
        "Choose the scenario before.",
        footer=False,
    ),
    Command("pane(1)", ("tab",), "next pane", "Go to the next pane.", label="tab", footer=False),
    Command("pane(-1)", ("shift+tab",), "pane before", "Go to the pane before.", footer=False),
    Command("overlay", ("o",), "overlay", "All runs on the axes, or the newest of one scenario."),
    Command("knobs", ("k",), "knobs", "Turn the knobs; esc goes back to the plots."),
)
LOOKING = (
    Command("view", ("v",), "view", "The next view."),
    Command("view(-1)", ("V",), "view before", "The view before.", footer=False),
    Command("code", ("c",), "code", "The code that is running."),
    Command("cursor(-1)", ("left", "h"), "cursor", "One column back.", label="←→"),
    Command("cursor(1)", ("right", "l"), "cursor right", "One column on.", footer=False),
    Command("cursor(-10)", ("shift+left", "H"), "far left", "Ten columns back.", footer=False),
    Command("cursor(10)", ("shift+right", "L"), "far right", "Ten columns on.", footer=False),
    Command("zoom(1)", ("plus", "equals_sign"), "zoom", "Closer.", label="+-"),
    Command("zoom(-1)", ("minus",), "zoom out", "Further away.", footer=False),
    Command("follow", ("0",), "whole run", "No cursor, no zoom: follow the run.", footer=False),
    Command("log", ("y",), "log", "The loss on a logarithmic axis, or a linear one."),
    Command("smooth", ("s",), "smooth", "Smooth the loss, more, or not at all."),
    Command(
        "large",
        ("z",),
        "large",
        "All the room for the pane with the focus, or for all.",
        footer=False,
    ),
)
LEAVING = (
    Command("back", ("escape",), "back", "Back; a run under way is stopped, after a question."),
)
ACTIONS = (*RUNNING, *CHOOSING, *LOOKING, *LEAVING)
