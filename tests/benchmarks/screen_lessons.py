"""The app over two lessons made for measuring: F5 opens a long lab, F6 a long text."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.client import Engine
from engine.launcher import prepare_for_textual
from lessons.catalog import Catalog
from lessons.paths import data_folder, runs_folder
from lessons.progress.store import ProgressStore
from lessons.schema import Lesson, Prose, Unit
from tests.benchmarks.screen_lab import FIRST_WORDS, LAB
from tui.app import TutorApp
from tui.messages import LabRequested, LessonChosen
from tui.settings import SettingsStore

LONG_TEXT = 30_000
"""Characters."""
PARAGRAPH = """## Section {number}

Plain descent looks at the *slope* under its feet and nothing else. **Heavy ball** keeps a share
`beta` of its last step and adds the new slope to it:

```python
velocity = beta * velocity + gradient
weights = weights - lr * velocity
```

- along the valley the ball gains speed, up to `1 / (1 - beta)` times;
- across the valley it wobbles less.

| rule | looks at the slope | remembers |
|---|---|---|
| plain | here | nothing |
| heavy ball | here | its velocity |

"""


def lesson(name: str, title: str, text: str) -> Lesson:
    """A lesson that consists of a text and the lab."""
    return Lesson(
        id=f"bench/{name}",
        title=title,
        aim="Measure.",
        minutes=1,
        requires=(),
        covers=(),
        sources=(),
        lab=LAB,
        blocks=(Prose(id="text", markdown=text),),
        folder=Path(__file__).parent,
    )


def long_text() -> str:
    """Headings, prose, code, lists and tables: 30 kB."""
    sections = LONG_TEXT // len(PARAGRAPH) + 1
    parts = [PARAGRAPH.format(number=number) for number in range(1, sections + 1)]
    return f"{FIRST_WORDS}.\n\n{''.join(parts)}"


class BenchApp(TutorApp):
    """The app with two keys more."""

    CSS_PATH = Path(sys.modules[TutorApp.__module__].__file__ or "").with_name("app.tcss")
    BINDINGS = [*TutorApp.BINDINGS, ("f5", "open_lab"), ("f6", "open_text")]

    def action_open_lab(self) -> None:
        """The lab."""
        self.post_message(LabRequested(self.catalog.lesson("bench/lab")))

    def action_open_text(self) -> None:
        """The text."""
        self.post_message(LessonChosen("bench/text"))


def run() -> None:
    """Run the app until it is left."""
    prepare_for_textual()
    lessons = (lesson("lab", "A long run", "Train."), lesson("text", "A long text", long_text()))
    unit = Unit(id="bench", title="Benchmark", aim="Measure.", lessons=lessons)
    folder = data_folder()
    engine = Engine(runs_folder())
    app = BenchApp(
        Catalog(units=(unit,)),
        ProgressStore.best_effort(folder),
        SettingsStore.open(folder),
        engine,
        describe_runs=lambda runs: runs[0],
    )
    try:
        app.run()
    finally:
        engine.close()
