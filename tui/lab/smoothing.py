"""How much the loss is smoothed: the steps of the key, and what the plot calls it."""

from __future__ import annotations

from dataclasses import replace

from tui.lab.live_run import LiveRun
from tui.lab.scene import ChartState, Scene

SMOOTHINGS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99)
"""Shares of the past in the smoothed loss; 0 is the raw one."""
SMOOTHING = 0.9
"""Where losses scatter, until the learner chooses."""


def smoothed(run: LiveRun, state: ChartState) -> bool:
    """Whether the loss of a run is drawn smoothed: by itself only where it scatters."""
    return state.smoothing > 0 and (run.noisy or state.smoothing_chosen)


def turned(scene: Scene, state: ChartState, further: int) -> ChartState:
    """Smoother by one step of the key, or less; after the last one follows the first."""
    now = state.smoothing
    if not state.smoothing_chosen and not any(run.noisy for run in scene.runs):
        now = 0.0
    place = (SMOOTHINGS.index(now) + further) % len(SMOOTHINGS)
    return replace(state, smoothing=SMOOTHINGS[place], smoothing_chosen=True)
