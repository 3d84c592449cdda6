"""Prints what becomes of every hostile file, as a Markdown table.

python tests/lessons/checking/hostile_table.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from hostile import Hostile, trying
from hostile_more import ATTEMPTS, GROUPS
from trial import Court, refusals, temporary_in

from engine.client import Engine


def main() -> int:
    """Judge them all; returns 1 where one is not as expected."""
    rows, wrong = [], 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = Engine(folder / "runs")
        engine.call("engine.device:available")  # what belongs to the server is not made in there
        with temporary_in(folder):
            court = Court(folder, engine.call)
            for group, cases in GROUPS.items():
                for case in cases:
                    trial = court.tried(case)
                    fine = trial.as_expected(case)
                    judged = trial.judgement
                    outcome = judged.outcome + (f" ({judged.over})" if judged.over else "")
                    rows.append((group, case.name, outcome, "yes" if fine else "NO"))
            said = refusals(court.tried(Hostile("all", trying(ATTEMPTS))).judgement.output)
            for attempt in ATTEMPTS:
                fine = attempt.says in said.get(attempt.name, "it worked")
                rows.append(("reaches out", attempt.name, "refused", "yes" if fine else "NO"))
        engine.close()
    print("| | file | outcome | as it should be |\n|---|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")
        wrong += row[-1] == "NO"
    print(f"\n{len(rows)} cases, {wrong} of them not as they should be.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
