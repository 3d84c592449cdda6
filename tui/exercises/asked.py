"""The task of an exercise as Markdown: what to do, and how it is done with this kind."""

from __future__ import annotations

from lessons.exercises.exercise import Exercise

HOW = {
    "complete": "",
    "mend": "The code runs, or nearly, and is wrong. Find out where, and mend it.",
    "fade": "The code is complete but for the parts marked `# your part`.",
    "goal": "How you reach it is up to you: only what the code achieves is judged.",
    "output": "Write down what the program prints, line by line.",
    "order": "Some lines may belong nowhere; how deep a line stands counts too.",
}


def task_of(exercise: Exercise) -> str:
    """What the learner reads."""
    how = HOW[exercise.kind]
    return f"{exercise.ask.rstrip()}\n\n*{how}*" if how else exercise.ask
