"""“This curve is yours: which learning rate?”"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from lessons.questions.forms import Choice, Choices
from lessons.review.clock import Clock
from lessons.review.item import Curve, Item, Picture
from lessons.review.own_runs.seen import SeenRun, apart
from lessons.review.own_runs.words import ended, others, setting, shown
from lessons.schema import Knob, Quiz

RATES = ("lr", "learning_rate", "rate", "eta")
"""What learning rates are called in labs."""
OFFERED = 4
FACTORS = (0.1, 10.0, 0.01, 100.0, 0.3, 3.0)
"""Between a rate and other plausible ones."""
SAME = 1e-9


def rate_id(run: SeenRun) -> str:
    """Id of the item of a run's settings."""
    return f"run/rate/{run.name}"


def rate_item(run: SeenRun, runs: Sequence[SeenRun], clock: Clock, lead: str) -> Item | None:
    """Which rate a run was made with; None where its lab has no rate, or nothing to confuse it."""
    knob = rate_knob(run)
    if knob is None or not run.curve:
        return None
    rate = float(run.value(knob.name) or 0.0)
    alike = [one for one in runs if one.without(knob.name) == run.without(knob.name)]
    random = Random(f"{rate_id(run)} {run.lesson.id} {clock.today()}")
    wrong = _made(knob, rate, run, alike)[: OFFERED - 1]
    if not wrong:
        return None  # who has seen one rate only could but guess
    wrong += _never_made(knob, rate, alike, random)[: OFFERED - 1 - len(wrong)]
    told = others(run.lesson.lab, run.parameters, knob.name)
    right = Choice(
        text=shown(rate), why=f"At {setting(knob.name, rate)} it {ended(run)}.", right=True
    )
    choices = [right, *wrong]
    choices.sort(key=lambda choice: float(choice.text))
    known = f" It was made with {told}." if told else ""
    return Item(
        id=rate_id(run),
        lesson=run.lesson.id,
        kind="run",
        source=run.lesson.id,
        question=Quiz(
            id=rate_id(run),
            ask=f"This curve is yours.{known} Which learning rate was it?",
            form=Choices(choices=tuple(choices), shuffle=False),
        ),
        met=run.made,
        lead=lead,
        picture=Picture(title="loss", curves=(Curve(name="", points=run.curve),), log_y=run.log_y),
    )


def rate_knob(run: SeenRun) -> Knob | None:
    """The knob that is the learning rate, where it stands at a number above 0."""
    for knob in run.lesson.lab.knobs:
        value = run.value(knob.name)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if (
            knob.name in RATES
            and knob.kind in ("log", "float")
            and number
            and float(value or 0) > 0
        ):
            return knob
    return None


def _made(knob: Knob, rate: float, run: SeenRun, alike: Sequence[SeenRun]) -> list[Choice]:
    """Rates of the learner's other runs, where their curves look different."""
    found: dict[float, Choice] = {}
    for one in alike:
        other = float(one.value(knob.name) or 0.0)
        if other > 0 and not _same(other, rate) and apart(one, run):
            why = f"Your run with {setting(knob.name, other)} {ended(one)}."
            found.setdefault(other, Choice(text=shown(other), why=why))
    return list(found.values())


def _never_made(knob: Knob, rate: float, alike: Sequence[SeenRun], random: Random) -> list[Choice]:
    """Rates of no run, further away than an eye could miss."""
    taken = [float(one.value(knob.name) or 0.0) for one in alike]
    low, high = knob.min or 0.0, knob.max if knob.max is not None else float("inf")
    values = [float(f"{rate * factor:.1g}") for factor in FACTORS[:4]]
    values = [
        value
        for value in dict.fromkeys(values)
        if low <= value <= high and not any(_same(value, other) for other in (rate, *taken))
    ]
    random.shuffle(values)
    far = f"You made no such run. This one was made at {shown(rate)}"
    return [Choice(text=shown(value), why=f"{far}, {_times(rate, value)}.") for value in values]


def _times(rate: float, other: float) -> str:
    factor = rate / other if rate > other else other / rate
    return f"{factor:.3g} times {'as much' if rate > other else 'less'}"


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= SAME + 1e-6 * abs(other)
