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
    Command("pace(-1)", ("less_than_sign",), "speed", "Show runs more slowly.", label="<>"),
    Command("pace(1)", ("greater_than_sign",), "faster", "Show runs faster.", footer=False),
    Command("steps(10)", ("colon",), "ten steps", "Make ten updates, then wait.", footer=False),
    Command(
        "log_pane",
        ("g",),
        "trainer's log",
        "What the trainer printed, and how it ended.",
        footer=False,
    ),
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
    Command(
        "overlay", ("o",), "overlay", "All runs, the newest of one scenario, or seeds as a band."
    ),
    Command("knobs", ("k",), "knobs", "Turn the knobs; esc goes back to the plots."),
)
LOOKING = (
    Command("view", ("v",), "view", "The next view."),
    Command("view(-1)", ("V",), "view before", "The view before.", footer=False),
    Command("code", ("c",), "code", "The code that is running."),
    Command("words", ("w",), "in words", "Say in words where the runs are.", footer=False),
    Command(
        "large",
        ("z",),
        "large",
        "All the room for the pane with the focus, or for all.",
        footer=False,
    ),
)
COMPARING = (
    Command("table", ("t",), "runs", "The table of runs: sort, hide, pin, name, delete."),
    Command("repeat", ("R",), "seeds", "Repeat the chosen scenario with several seeds."),
    Command("twins", ("T",), "twins", "Two runs in lock-step: this scenario and the next one."),
    Command("undo", ("u",), "undo", "Take back what was done to knobs, scenarios and runs."),
    Command("redo", ("U",), "redo", "Do again what was taken back last.", footer=False),
)
READING = (
    Command("cursor(-1)", ("left", "h"), "cursor", "One column back.", label="←→"),
    Command("cursor(1)", ("right", "l"), "cursor right", "One column on.", footer=False),
    Command("cursor(-10)", ("shift+left", "H"), "far left", "Ten columns back.", footer=False),
    Command("cursor(10)", ("shift+right", "L"), "far right", "Ten columns on.", footer=False),
    Command(
        "mark(1)",
        ("right_curly_bracket",),
        "next mark",
        "The cursor to the next mark; snapshots and clipped steps are passed over.",
        footer=False,
    ),
    Command(
        "mark(-1)",
        ("left_curly_bracket",),
        "mark before",
        "The cursor one mark back.",
        footer=False,
    ),
    Command(
        "snap",
        ("Y",),
        "free cursor",
        "The cursor goes to every step, or keeps to those that were recorded.",
        footer=False,
    ),
    Command(
        "reader(1)",
        ("up",),
        "run above",
        "Read another run first, and draw it over the others.",
        footer=False,
    ),
    Command("reader(-1)", ("down",), "run below", "Read the run below first.", footer=False),
    Command("zoom(1)", ("plus", "equals_sign"), "zoom", "Closer around the cursor.", label="+-"),
    Command("zoom(-1)", ("minus",), "zoom out", "Further away.", footer=False),
    Command("pan(-1)", ("ctrl+left",), "pan back", "A quarter of the plot back.", footer=False),
    Command("pan(1)", ("ctrl+right",), "pan on", "A quarter of the plot on.", footer=False),
    Command("follow", ("0",), "whole run", "No cursor, no zoom: follow the run.", footer=False),
    Command(
        "log", ("y",), "log", "Logarithmic or linear: the plot with the focus, or else the loss."
    ),
    Command("smooth", ("s",), "smooth", "Smooth the loss more; after the most, not at all."),
    Command("smooth(-1)", ("S",), "smooth less", "Smooth the loss less.", footer=False),
)
TRAVELLING = (
    Command("timeline", ("b",), "rewind", "Go back to a snapshot of a run, and on from it."),
    Command("fork", ("f",), "fork", "Back in time: go on from here with the knobs as they are."),
    Command("slow_motion", ("m",), "slow motion", "Take one update apart, part by part."),
)
LEADING = (
    Command(
        "workbench", ("W",), "schedule", "Shape the learning rate of the next run.", footer=False
    ),
    Command("playground", ("p",), "playground", "Take this run to the playground.", footer=False),
)
LEAVING = (
    Command("back", ("escape",), "back", "Back; a run under way is stopped, after a question."),
)
ACTIONS = (*RUNNING, *CHOOSING, *LOOKING, *COMPARING, *READING, *TRAVELLING, *LEADING, *LEAVING)
