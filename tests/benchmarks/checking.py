"""How long a verdict takes: the first one of a session, and those after it.

python tests/benchmarks/checking.py [--json]
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# This folder has modules named like packages of the house.
sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.client import Engine
from lessons.checking.judging import judge
from lessons.exercises.exercise import Exercise
from lessons.workers import workers

SAMPLE = Path(__file__).parents[1] / "lessons" / "checking" / "samples" / "sgd_step"
REPEATS = 30
BUDGET = 0.3


def timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def main() -> None:
    """Measure, then print a table, or one JSON object a row."""
    exercise = Exercise(id="sgd_step", title="", kind="complete", ask="", folder=SAMPLE)
    right = (SAMPLE / "solutions" / "reference.py").read_text()
    wrong = (SAMPLE / "wrong" / "uphill.py").read_text()
    rows: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(Path(folder), workers())
        rows.append(("first, torch not loaded", timed(lambda: judge(exercise, right, engine.call))))
        for name, source in (("right", right), ("wrong", wrong), ("no attempt", "")):
            times = sorted(
                timed(lambda source=source: judge(exercise, source, engine.call))
                for _ in range(REPEATS)
            )
            rows.append((f"{name}, p50 of {REPEATS}", statistics.median(times)))
            rows.append((f"{name}, p95 of {REPEATS}", times[round(0.95 * (REPEATS - 1))]))
        engine.close()
    if "--json" in sys.argv:
        for name, seconds in rows:
            print(json.dumps({"measure": name, "value": round(seconds, 4), "unit": "s"}))
        return
    print(f"{'verdict on a file that is':32} {'seconds':>8}   budget {BUDGET} after the first")
    for name, seconds in rows:
        print(f"{name:32} {seconds:8.3f}")


if __name__ == "__main__":
    main()
