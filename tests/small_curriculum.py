"""A small sound curriculum, written to a folder, and the pieces it is made of."""

from __future__ import annotations

from pathlib import Path

UNIT = """\
title = "Optimisers"
aim = "Know what each optimiser adds."
order = 7
lessons = ["momentum"]
"""

FRONT = """\
+++
title = "Momentum"
aim = "Say when remembering past gradients helps."
minutes = 12
requires = []
covers = ["07.2", "07.3"]
sources = ["Polyak 1964"]
+++
"""

LAB = """\
```lab
recipe = "lab:valley"
views = ["surface"]
[knobs]
lr       = { kind = "log", min = 1e-5, max = 1e-1, default = 1e-3, live = true }
momentum = { kind = "float", min = 0.0, max = 0.99, default = 0.0, live = true }
batch    = { kind = "int", min = 1, max = 512, default = 32 }
nesterov = { kind = "toggle", default = false }
start    = { kind = "choice", choices = ["left", "right"], default = "left" }
[scenarios]
plain      = { }
heavy_ball = { momentum = 0.9 }
nesterov   = { label = "Nesterov", momentum = 0.9, nesterov = true }
```
"""

PREDICT = """\
```predict
id = "first_in_the_valley"
ask = "Which is first below a loss of 0.1?"
options = { plain = "plain descent", heavy_ball = "heavy ball", none = "none of them" }
answer = "lab:first_below"
```
"""

RUN = """\
```run
scenarios = ["plain", "heavy_ball", "nesterov"]
```
"""

QUIZZES = """\
```quiz
id = "terminal_velocity"
ask = "With momentum 0.9 and a constant gradient of 1, the velocity settles at …"
[numeric]
answer = 10.0
tolerance = 0.01
unit = "steps"
why = "1 / (1 - 0.9)."
wrong = [
    { value = 9.0, why = "One step short.", tag = "geometric-series" },
]
```

```quiz
id = "what_it_keeps"
ask = "What does heavy ball keep?"
choices = [
    { text = "a share of its last step", why = "Yes: the velocity.", right = true },
    { text = "the last loss", why = "It never looks at the loss.", tag = "loss-memory" },
    { text = "nothing", why = "Then it would be plain descent." },
]
```

```quiz
id = "sign"
ask = "Does it turn at once?"
choices = [
    { text = "no", why = "The velocity has to change its sign first.", right = true },
    { text = "yes", why = "Only plain descent does." },
]
```
"""

REFLECT = """\
```reflect
id = "own_words"
ask = "When would you leave momentum out?"
model_answer = "Where the gradient is so noisy that …"
```
"""

LESSON = f"""\
{FRONT}
## A ball that remembers

Plain descent looks at the slope under its feet.

```python
velocity = beta * velocity + gradient
```

{LAB}
{PREDICT}
{RUN}
## What you saw

[The zigzag](#lab?view=surface&step=1..200) at the start.

{QUIZZES}
{REFLECT}
That was momentum.
"""

LAB_PY = '''\
"""A valley."""

import torch


def valley(lr: float, momentum: float, batch: int, nesterov: bool, start: str):
    """Descend."""
    return torch


def first_below(runs, level: float = 0.1) -> str:
    """Which is first."""
    return runs.first(lambda run: run.loss < level, otherwise="none")
'''


def write_lesson(
    root: Path, lesson: str = LESSON, *, unit: str = "optimizers", name: str = "momentum"
) -> Path:
    """Write a lesson and a unit that lists it; returns the lesson's folder."""
    folder = root / unit / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lesson.md").write_text(lesson, encoding="utf-8")
    (folder / "lab.py").write_text(LAB_PY, encoding="utf-8")
    listed = sorted(path.name for path in (root / unit).iterdir() if path.is_dir())
    names = ", ".join(f'"{name}"' for name in listed)
    (root / unit / "unit.toml").write_text(UNIT.replace('"momentum"', names), encoding="utf-8")
    return folder
