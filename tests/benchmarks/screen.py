"""How quick the app is: `python tests/benchmarks/screen.py`.

Drives the real app in a pseudo-terminal of 160x45 cells, presses keys and waits for what they
paint. Times are wall-clock times, so that everything else the machine does at the moment is in
them; CPU figures are not affected. First frames are warm: the program has been read from disk
before. A cold one cannot be measured without emptying the system's page cache.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import re
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.client import Engine
from engine.commands import Pause, Resume
from engine.events import RunStarted
from engine.runfile import HEAD
from engine.runs import STEPS
from tests.benchmarks.screen_lab import FIRST_WORDS, request
from tests.benchmarks.terminal import Terminal

ROOT = Path(__file__).parents[2]
APP = Path(__file__).with_name("screen_app.py")
TUTOR = (sys.executable, "-m", "tui")
REPEATS = 5
KEYS = 220
LENGTHS = (1_000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure."""

    measure: str
    value: float
    unit: str
    budget: float | None = None
    """None: nothing was promised."""


def median_of(measure: Callable[[], float], repeats: int = REPEATS) -> float:
    """Median over repeats; the first one warms up and does not count."""
    measure()
    return statistics.median(measure() for _ in range(repeats))


def environment(home: Path, *, speed: str = "full") -> dict[str, str]:
    """Data in a folder of its own, runs at full speed."""
    home.mkdir(exist_ok=True)
    (home / "settings.json").write_text(json.dumps({"speed": speed, "device": "cpu"}))
    return {"TUTOR_HOME": str(home), "PYTHONPATH": str(ROOT)}


def wall(*arguments: str, cache: str) -> Callable[[], float]:
    """Measures a call of the `tutor` command. `cache`: where parsed lessons are kept."""

    def run() -> float:
        with tempfile.TemporaryDirectory() as home:
            began = time.perf_counter()
            subprocess.run(
                [*TUTOR, *arguments],
                env={
                    **os.environ,
                    "TUTOR_HOME": home,
                    "TUTOR_CACHE": cache,
                    "PYTHONPATH": str(ROOT),
                },
                check=False,
                capture_output=True,
            )
            return time.perf_counter() - began

    return run


def first_frame(cache: str) -> Callable[[], float]:
    """From starting the process to the first paint of the home screen."""

    def run() -> float:
        with (
            tempfile.TemporaryDirectory() as home,
            Terminal(TUTOR, environment(Path(home)) | {"TUTOR_CACHE": cache}) as terminal,
        ):
            painted, _ = terminal.until("Start here")
            return painted - terminal.began

    return run


def starting() -> Iterator[Row]:
    """Command line and first frame; the very first start has to parse all lessons."""
    with tempfile.TemporaryDirectory() as cache:
        yield Row("tutor --help", median_of(wall("--help", cache=cache)), "s", 0.25)
        yield Row("tutor list", median_of(wall("list", cache=cache)), "s", 0.25)
        yield Row("first frame, warm", median_of(first_frame(cache)), "s", 0.4)
        yield Row("first frame, the very first", median_of(first_frame("")), "s")


@contextmanager
def app(home: Path) -> Iterator[Terminal]:
    """The app over the benchmark's own lessons, settled."""
    with Terminal((sys.executable, str(APP)), environment(home)) as terminal:
        terminal.until("A long text")
        terminal.until_quiet(1.0)
        yield terminal


@contextmanager
def lab(home: Path) -> Iterator[Terminal]:
    """The lab of a long run, planned and not started."""
    with app(home) as terminal:
        terminal.press("\x1b[15~")
        terminal.until("ready|parameters")
        terminal.until_quiet(1.0)
        yield terminal


def open_lesson(home: Path) -> Iterator[Row]:
    """A text of 30 kB, opened again and again."""
    with app(home) as terminal:

        def once() -> float:
            pressed = terminal.press("\x1b[17~")
            painted, _ = terminal.until(FIRST_WORDS)
            terminal.until_quiet(0.3)
            terminal.press("\x1b")
            terminal.until_quiet(0.3)
            return painted - pressed

        yield Row("30 kB lesson, first time", once(), "s")
        yield Row("30 kB lesson", median_of(once), "s", 0.15)


def key_times(terminal: Terminal, count: int = KEYS) -> list[float]:
    """Milliseconds from a key to its paint: the pointer moves between two knobs."""
    terminal.press("k")
    terminal.until("▸ (lr|momentum)")
    taken = []
    for number in range(count):
        key, name = ("j", "momentum") if number % 2 == 0 else ("k", "lr")
        terminal.watch(0.02 + 0.03 * (number % 7) / 7)  # at any phase of the app's own rhythm
        pressed = terminal.press(key)
        painted, _ = terminal.until(f"▸ {name}")
        taken.append(1000 * (painted - pressed))
    terminal.press("\x1b")
    terminal.watch(0.3)
    return taken


def cursor_times(terminal: Terminal, count: int = 60) -> list[float]:
    """The same for the cursor, which draws all plots anew."""
    terminal.press("h")
    terminal.until(r"step \d+   loss")
    for _ in range(6):
        terminal.press("+")
        terminal.watch(0.1)
    _, before = terminal.until(r"step \d+   loss")
    taken = []
    for number in range(count):
        terminal.watch(0.05)
        pressed = terminal.press("h" if number % 2 == 0 else "l")
        step = before.split()[1]
        painted, before = terminal.until(rf"step (?!{step} )\d+   loss")
        taken.append(1000 * (painted - pressed))
    terminal.press("0")
    terminal.watch(0.3)
    return taken


def quantiles(name: str, taken: list[float], p50: float | None, p99: float | None) -> list[Row]:
    """Median and 99th percentile."""
    ordered = sorted(taken)
    return [
        Row(f"{name}, p50", statistics.median(ordered), "ms", p50),
        Row(f"{name}, p99", ordered[int(0.99 * (len(ordered) - 1))], "ms", p99),
    ]


def cpu_seconds(pid: int) -> float:
    """CPU time of a process, its children not counted."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(terminal: Terminal) -> Iterator[Row]:
    """Resident memory, pages shared with other processes included. Linux only.

    Every million steps adds some 50 MB: the whole curve stays at hand.
    """
    statm = Path(f"/proc/{terminal.process.pid}/statm")
    if statm.exists():
        pages = int(statm.read_text().split()[1])
        yield Row("UI process, resident", pages * os.sysconf("SC_PAGE_SIZE") / 1e6, "MB", 80)


def load(terminal: Terminal, seconds: float = 8.0) -> Iterator[Row]:
    """What drawing costs while a model trains and nobody touches a key. Linux only."""
    if not Path("/proc/self/stat").exists():
        return
    pid = terminal.process.pid
    cpu, written, began = cpu_seconds(pid), terminal.total, time.perf_counter()
    terminal.watch(seconds)
    passed = time.perf_counter() - began
    yield Row("UI process, share of a core", 100 * (cpu_seconds(pid) - cpu) / passed, "%", 15)
    yield Row("written to the terminal", (terminal.total - written) / passed / 1000, "kB/s", 60)


def steps_made(folder: Path) -> int:
    """Steps that a run has recorded."""
    with (folder / STEPS).open("rb") as file:
        file.seek(HEAD)
        return int(struct.unpack("<q", file.read(8))[0])


def newest_run(home: Path) -> Path:
    """Folder of the run that began last."""
    return max((home / "runs").iterdir())


def slowdown(
    terminal: Terminal, home: Path, rounds: int = 6, seconds: float = 2.0
) -> Iterator[Row]:
    """Speed of the app's run against the same run followed without a screen, in turn."""
    in_app = newest_run(home)
    engine = Engine(home / "headless")
    engine.warm()
    session = engine.start(request())
    while not session.poll().events:
        session.wait(0.05)
    without = home / "headless" / session.info.run

    def speed(folder: Path, follow: Callable[[float], None]) -> float:
        follow(0.3)
        before, began = steps_made(folder), time.perf_counter()
        follow(seconds)
        return (steps_made(folder) - before) / (time.perf_counter() - began)

    def headless(time_: float) -> None:
        deadline = time.perf_counter() + time_
        while (left := deadline - time.perf_counter()) > 0:
            session.wait(min(0.1, left))
            session.poll()

    ratios, speeds = [], []
    for _ in range(rounds):
        session.send(Pause())
        terminal.press(" ")
        terminal.until("training")
        shown = speed(in_app, terminal.watch)
        terminal.press(" ")
        terminal.until("paused")
        session.send(Resume())
        bare = speed(without, headless)
        ratios.append(bare / shown)
        speeds.append(bare)
    session.close()
    terminal.press(" ")
    yield Row("steps a second without a screen", statistics.median(speeds), "1/s")
    yield Row("slow-down by the app", 100 * (statistics.median(ratios) - 1), "%", 5)


def first_record(home: Path) -> float:
    """From asking for a run to its first record, the engine warm."""
    engine = Engine(home / "first")
    engine.call("engine.plan:plan", request())
    began = time.perf_counter()
    session = engine.start(request())
    while (rows := session.poll().rows) is None or not len(rows):
        session.wait(0.002)
    taken = time.perf_counter() - began
    session.close()
    return taken


def in_the_lab(home: Path) -> Iterator[Row]:
    """Everything that is measured while a model trains."""
    yield Row("r to first record", median_of(lambda: first_record(home)), "s", 0.1)
    with lab(home) as terminal:
        yield from quantiles("key to paint, idle", key_times(terminal), None, 10)
        pressed = terminal.press("r")
        # The planned rate may be drawn anew before the run's first step is there.
        painted, _ = terminal.until(r"(?s)step [1-9]\d*/\d+.*[⠁-⣿]")
        yield Row("r to first plotted point", painted - pressed, "s", 0.2)
        terminal.watch(3.0)
        yield from memory(terminal)
        yield from quantiles("key to paint, training", key_times(terminal), 15, 60)
        yield from quantiles("cursor to paint, training", cursor_times(terminal), None, None)
        yield from load(terminal)
        terminal.rate = 100_000
        yield from quantiles("key to paint, training, 100 kB/s", key_times(terminal), None, 150)
        terminal.rate = None
        terminal.watch(1.0)
        terminal.press(" ")
        terminal.until("paused")
        yield from slowdown(terminal, home)


def started(steps: int) -> RunStarted:
    """A run of that length, so that its axis stays."""
    return RunStarted(
        run="run",
        device="cpu",
        parameters=82,
        steps=steps,
        steps_per_epoch=0,
        layers=("a", "b", "c", "d"),
        groups=1,
        optimizer="SGD",
    )


def ticks(points: int, repeats: int = 30) -> float:
    """CPU milliseconds of one tick of all three plots, with 50 new steps each time."""
    import numpy as np

    from engine.runfile import dtype
    from engine.runs import RunInfo
    from tui.lab.charts import ChartState, Scene, charts
    from tui.lab.live_run import LiveRun
    from tui.plots.chart import draw
    from tui.plots.limits import StickyLimits
    from tui.plots.palette import DEFAULT_LOOK, identity

    rng = np.random.default_rng(0)

    def rows(first: int, count: int) -> np.ndarray:
        made = np.zeros(count, dtype(1, 4))
        made["step"] = np.arange(first, first + count)
        made["loss"] = np.exp(-made["step"] / points) * rng.uniform(0.5, 1.5, count)
        made["lr"], made["applied_norm"] = 0.1, 1.0
        made["grad_norm"] = made["loss"] * 3
        return made

    info = RunInfo(run="run", request=request(), created="")
    run = LiveRun(info, "run", identity(0, DEFAULT_LOOK), standard=True)
    run.take(rows(1, points), (started(points + 50 * repeats),))
    run.history.smoothed(0.9)
    scene = Scene(runs=[run], plans={}, order=["run"], guess=None, look=DEFAULT_LOOK)
    sticky = [StickyLimits() for _ in range(3)]
    taken = []
    for number in range(repeats):
        new = rows(points + 1 + 50 * number, 50)
        began = time.process_time()
        run.take(new, ())
        specs = charts(scene, ChartState(log_loss=True, smoothing=0.9))
        for spec, kept in zip(specs, sticky, strict=True):
            draw(replace(spec, width=98, height=13), kept)
        taken.append(1000 * (time.process_time() - began))
    return statistics.median(taken[3:])


def plots() -> Iterator[Row]:
    """The cost of drawing does not depend on the length of a run."""
    rounds = [[ticks(points) for points in LENGTHS] for _ in range(3)]
    found = [statistics.median(column) for column in zip(*rounds, strict=True)]
    for points, taken in zip(LENGTHS, found, strict=True):
        yield Row(f"tick of three plots, {points:,} points".replace(",", " "), taken, "ms CPU", 15)
    yield Row("tick, longest against shortest", found[-1] / found[0], "ratio", 1.3)


def rows(parts: str) -> Iterator[Row]:
    """All figures of the chosen parts, as they come."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        measures: dict[str, Callable[[], Iterator[Row]]] = {
            "start": starting,
            "plots": plots,
            "lesson": lambda: open_lesson(home / "lesson"),
            "lab": lambda: in_the_lab(home / "lab"),
        }
        for name, measure in measures.items():
            if name in re.split(r"[ ,]+", parts) or parts == "all":
                yield from measure()


def main() -> None:
    """Print a table, or JSON lines."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one object a row")
    parser.add_argument("--parts", default="all", help="some of: start plots lesson lab")
    arguments = parser.parse_args()
    # An installed package is compiled; a checkout may not be, and must not be timed compiling.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for package in ("engine", "lessons", "tui"):
        compileall.compile_dir(ROOT / package, quiet=2)
    for row in rows(arguments.parts):
        if arguments.json:
            print(json.dumps({**asdict(row), "value": round(row.value, 4)}), flush=True)
        else:
            budget = "" if row.budget is None else f"≤ {row.budget:g}"
            missed = row.budget is not None and row.value > row.budget
            sign = "over" if missed else ""
            print(f"{row.measure:40} {row.value:10.3f} {row.unit:8} {budget:8} {sign}", flush=True)


if __name__ == "__main__":
    main()
