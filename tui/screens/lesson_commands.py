"""What a learner can do in a lesson."""

from __future__ import annotations

from tui.commands import Command
from tui.screens.scrolling import MOVES

CARD_ACTIONS = frozenset({"answer", "skip", "write", "model_answer", "go_on"})
"""Commands that mean something only on some cards."""

ACTIONS = (
    Command(
        "answer",
        tuple("123456789"),
        "answer",
        "Choose an answer of the marked card, or say how sure you are.",
        label="1-9",
        takes_key=True,
    ),
    Command("write", ("enter",), "write", "Type an answer; Esc leaves the field.", palette=False),
    Command("model_answer", ("m",), "model answer", "Show a model answer beside yours."),
    Command("go_on", ("enter",), "next lesson", "Open the next lesson.", palette=False),
    Command("skip", ("x",), "skip", "Read on without answering; that is noted."),
    Command("run", ("r",), "run", "Make the runs of this part of the lesson."),
    Command("next_waiting", ("n",), "next", "To the next card that waits for you."),
    Command("lab", ("l",), "lab", "Open the lab and try settings of your own."),
    Command("code", ("c",), "code", "Read the code that trains."),
    Command(
        "back", ("escape",), "back", "Leave a field, then the lesson. All is kept.", palette=False
    ),
    Command(
        "anew",
        ("R",),
        "begin anew",
        "Begin this lesson anew: asks first, and can be taken back.",
        footer=False,
    ),
    Command(
        "undo_anew", ("U",), "as it was", "Take back that the lesson was begun anew.", footer=False
    ),
    *MOVES,
    Command(
        "card_next",
        ("tab",),
        "next card",
        "To the card or link below.",
        footer=False,
        palette=False,
    ),
    Command(
        "card_previous",
        ("shift+tab",),
        "previous card",
        "To the card or link above.",
        footer=False,
        palette=False,
    ),
)
