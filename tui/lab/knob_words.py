"""When a turn of a knob acts, in a few words."""

from __future__ import annotations

from lessons.schema import Knob
from tui.lab.live_run import LiveRun

WITH_THE_NEXT_EPOCH = ("batch_size",)
"""What cannot change in the middle of an epoch."""


def acts(knob: Knob, run: LiveRun | None, *, turned: bool) -> str:
    """`acts at once`, `acts from step 41 on`, `acts in the next run` …

    `run`: the one under way. `turned`: whether the knob stands elsewhere than the scenario puts it.
    """
    if run is None:
        later = "with the next epoch" if knob.name in WITH_THE_NEXT_EPOCH else "at once"
        return f"during a run it acts {later}" if knob.live else ""
    if not knob.live:
        return "waits for the next run: r" if turned else "acts in the next run"
    if knob.name in WITH_THE_NEXT_EPOCH:
        planned = run.replanned
        if planned is not None and planned.after > run.history.step:
            return f"acts from step {planned.after + 1} on"
        return "acts with the next epoch"
    return f"acts from step {run.history.step + 1} on" if run.paused else "acts at once"
