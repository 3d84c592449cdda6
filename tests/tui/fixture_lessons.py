"""Lessons for the tests of the screens: small, complete, and independent of the curriculum."""

from __future__ import annotations

from pathlib import Path

from lessons.questions.forms import Choice, Choices, Number, WrongNumber
from lessons.schema import (
    Block,
    Knob,
    Lab,
    Lesson,
    Option,
    Predict,
    Prose,
    Quiz,
    Reflect,
    Run,
    Scenario,
    Unit,
)

LAB_SOURCE = '''"""The banana valley."""

from engine import optim


def valley(lr: float, momentum: float) -> Experiment:
    """Descend Rosenbrock's banana valley from (0, 0)."""
    return Experiment(
        landscape=rosenbrock(start=(0.0, 0.0)),
        optimizer=optim.SGD(lr=lr, momentum=momentum),  # one rule, two knobs
        steps=2000,
    )
'''

LAB = Lab(
    views=("surface",),
    recipe="lab:valley",
    knobs=(
        Knob(name="lr", kind="log", default=1e-3, min=1e-5, max=1e-1),
        Knob(name="momentum", kind="float", default=0.0, min=0.0, max=0.99),
    ),
    scenarios=(
        Scenario(name="plain", label="plain descent"),
        Scenario(name="heavy_ball", label="heavy ball", settings=(("momentum", 0.9),)),
        Scenario(name="nesterov", label="Nesterov", settings=(("momentum", 0.9),)),
    ),
)

BALL = """## A ball that remembers

Plain descent looks at the slope under its feet and nothing else. *Heavy ball* keeps a share
`beta` of its last step and adds the new slope to it:

```
v[t+1] = beta v[t] + grad f(x[t])        x[t+1] = x[t] - lr v[t+1]
```

Where the slope keeps its sign, steps add up. Where it changes sign at every step, they cancel.
Two consequences:

- along the valley the ball **gains speed**, up to `1 / (1 - beta)` times;
- across the valley it wobbles less.
"""

SAW = """## What you saw

[The long zigzag](#lab?view=surface&step=1..200) at the start is where plain descent loses its
time. In code, one line is all it takes:

```python
velocity = beta * velocity + gradient  # the memory
weights = weights - lr * velocity
```

| rule | looks at the slope | remembers |
|---|---|---|
| plain descent | here | nothing |
| heavy ball | here | its velocity |
| Nesterov | ahead | its velocity |

> The ball does not know where the minimum is. It only knows where it was going.
"""

BLOCKS: tuple[Block, ...] = (
    Prose(id="ball", markdown=BALL),
    Predict(
        id="first_below",
        ask="All three start at the same point with the same rate. "
        "Which is first below a loss of `0.1`?",
        options=(
            Option(key="plain", text="plain descent"),
            Option(key="heavy_ball", text="heavy ball"),
            Option(key="nesterov", text="Nesterov"),
            Option(key="same", text="no visible difference"),
            Option(key="none", text="none of them within 2000 steps"),
        ),
        answer="lab:first_below",
        scenarios=("plain", "heavy_ball", "nesterov"),
    ),
    Run(id="race", scenarios=("plain", "heavy_ball", "nesterov")),
    Prose(id="saw", markdown=SAW),
    Quiz(
        id="cancel",
        ask="Where do the steps of a heavy ball cancel?",
        form=Choices(
            shuffle=False,
            choices=(
                Choice(
                    text="along the valley", why="There the slope keeps its sign: steps add up."
                ),
                Choice(
                    text="across the valley",
                    why="The slope changes sign at every step, so old and new pull apart.",
                    right=True,
                ),
                Choice(text="nowhere", why="Then a ball would wobble more than plain descent."),
            ),
        ),
    ),
    Quiz(
        id="terminal_velocity",
        ask="With momentum 0.9 and a constant gradient of 1, the velocity settles at …",
        form=Number(
            answer=10.0,
            tolerance=0.01,
            why="1 + 0.9 + 0.81 + … = 1 / (1 - 0.9).",
            wrong=(WrongNumber(value=9.0, why="That is the sum up to now, one step short."),),
        ),
    ),
    Reflect(
        id="own_words",
        ask="Say in one or two sentences when momentum makes things worse.",
        model_answer="When the rate is already near its limit: the ball overshoots and swings.",
    ),
)


def lesson(unit: str, name: str, title: str, minutes: int, folder: Path, **more: object) -> Lesson:
    """A lesson with the blocks above; `more` replaces fields."""
    fields: dict[str, object] = {
        "id": f"{unit}/{name}",
        "title": title,
        "aim": "Say when remembering past gradients helps, and when it makes things worse.",
        "minutes": minutes,
        "requires": (),
        "covers": ("07.2", "07.3"),
        "sources": ("Polyak 1964", "Sutskever et al. 2013"),
        "lab": LAB,
        "blocks": BLOCKS,
        "folder": folder,
    }
    return Lesson(**(fields | more))  # type: ignore[arg-type]


def units(folder: Path) -> tuple[Unit, ...]:
    """Three units; the second has a lesson that needs another one."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lab.py").write_text(LAB_SOURCE)
    return (
        Unit(
            id="basics",
            title="Foundations",
            aim="What a gradient is.",
            lessons=(
                lesson("basics", "slope", "Slopes and steps", 8, folder, sources=()),
                lesson("basics", "chain", "The chain rule", 10, folder),
            ),
        ),
        Unit(
            id="optimizers",
            title="Optimizers",
            aim="How weights move.",
            lessons=(
                lesson("optimizers", "descent", "Gradient descent", 10, folder),
                lesson("optimizers", "momentum", "Momentum", 12, folder),
                lesson(
                    "optimizers",
                    "adaptive",
                    "Adaptive rates",
                    15,
                    folder,
                    requires=("optimizers/momentum",),
                    aim="Choose between one rate for all weights and one rate for each.",
                ),
            ),
        ),
        Unit(
            id="schedules",
            title="Schedules",
            aim="When to slow down.",
            lessons=(lesson("schedules", "warmup", "Warm-up", 9, folder),),
        ),
    )
