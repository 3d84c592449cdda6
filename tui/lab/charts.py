"""The three stacked plots of the lab, as specs: what is drawn, in which order, on which axis."""

from __future__ import annotations

from dataclasses import replace

from tui.lab.gradient_chart import clip_rules, gradient_series
from tui.lab.loss_chart import how, loss_series
from tui.lab.marks import marks_of, shown_on
from tui.lab.rate_chart import rate_series
from tui.lab.scene import NAMES, ChartState, Scene
from tui.lab.zoom import stretch
from tui.plots.spec import ChartSpec

__all__ = ["NAMES", "ChartState", "Scene", "charts"]

ONE_OF_EACH = ("of the middle seed of each band", "of the middle seeds")
"""What is said of plots without a band where others have one."""
PLANNED = "The planned curve appears once the engine is warm."


def charts(scene: Scene, state: ChartState) -> tuple[ChartSpec, ChartSpec, ChartSpec]:
    """Loss, learning rate and gradient norm on one x axis."""
    shown, marks = stretch(scene, state), marks_of(scene)
    gradients, clipped = gradient_series(scene, state)
    loss, rate, gradient = (
        ChartSpec(
            title=title,
            series=series,
            first=shown.first,
            last=shown.last,
            width=0,
            height=0,
            log_y=log,
            marks=shown_on(name, marks),
            cursor=state.cursor,
            look=scene.look,
        )
        for name, title, series, log in (
            ("loss", "loss", loss_series(scene, state), state.log_loss),
            ("lr", "learning rate", rate_series(scene, state), state.log_lr),
            ("gradients", "gradient norm", gradients, state.log_gradients),
        )
    )
    return (
        replace(loss, how=how(scene, state), x_labels=False),
        replace(rate, empty=PLANNED, x_labels=False),
        replace(
            gradient,
            how=ONE_OF_EACH if scene.bands else (),
            clipped=clipped,
            rules=clip_rules(scene),
        ),
    )
