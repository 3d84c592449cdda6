"""“Which of these curves had momentum?”: runs of which only one knob differs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from random import Random

from lessons.questions.forms import Choice, Choices
from lessons.review.clock import Clock
from lessons.review.item import Curve, Item, Picture
from lessons.review.own_runs.rate import RATES
from lessons.review.own_runs.seen import SeenRun, apart
from lessons.review.own_runs.words import ended, others, setting
from lessons.schema import Quiz

LETTERS = "ABC"


def which_items(runs: Sequence[SeenRun]) -> list[tuple[str, tuple[SeenRun, ...], str]]:
    """What can be asked: an id, the runs that it compares, and the knob that differs.

    The rate is left out: `rate` asks about it.
    """
    if not runs:
        return []
    found = []
    for knob in runs[0].lesson.lab.knobs:
        if knob.name in RATES:
            continue
        groups: dict[frozenset[tuple[str, object]], list[SeenRun]] = {}
        for run in runs:
            if run.value(knob.name) is not None:
                groups.setdefault(frozenset(run.without(knob.name)), []).append(run)
        for group in groups.values():
            chosen = tuple(sorted(group, key=lambda run: run.name)[: len(LETTERS)])
            if len(chosen) > 1:
                names = "-".join(run.name for run in chosen)
                found.append((f"run/which/{knob.name}/{names}", chosen, knob.name))
    return found


def which_item(
    name: str, runs: Sequence[SeenRun], knob: str, clock: Clock, lead: str
) -> Item | None:
    """Which of some runs had a setting; None where their curves cannot be told apart."""
    if not all(apart(one, other) for one, other in combinations(runs, 2)):
        return None
    random = Random(f"{name} {runs[0].lesson.id} {clock.today()}")
    shown = list(runs)
    random.shuffle(shown)
    sought = random.choice(shown)
    setting_sought = setting(knob, sought.value(knob))
    told = others(runs[0].lesson.lab, runs[0].parameters, knob)
    known = f" All were made with {told}." if told else ""
    choices = tuple(
        Choice(
            text=f"Curve {letter}",
            why=f"{letter} had {setting(knob, run.value(knob))} and {ended(run)}.",
            right=run is sought,
        )
        for letter, run in zip(LETTERS, shown, strict=False)
    )
    return Item(
        id=name,
        lesson=runs[0].lesson.id,
        kind="run",
        source=runs[0].lesson.id,
        question=Quiz(
            id=name,
            ask=f"These curves are yours.{known} Which one had {setting_sought}?",
            form=Choices(choices=choices, shuffle=False),
        ),
        met=max(run.made for run in runs),
        lead=lead,
        picture=Picture(
            title="loss",
            curves=tuple(
                Curve(name=letter, points=run.curve)
                for letter, run in zip(LETTERS, shown, strict=False)
            ),
            log_y=any(run.log_y for run in shown),
        ),
    )
