"""The tensor workbench on the stage: a view, a stretched axis, an error."""

from __future__ import annotations

from stage import Act, Opener, Scene, Stage
from workbench_samples import BENCH, after

from tui.messages import WorkbenchRequested
from tui.screens.workbench import WorkbenchScreen


def bench(*statements: str) -> Opener:
    """The workbench after these steps."""

    async def open_it(at: Stage) -> None:
        await at.home()
        at.app.sittings[f"{at.lesson.id}#{BENCH.id}"] = after(*statements)
        at.app.post_message(WorkbenchRequested(BENCH, at.lesson))
        await at.on(WorkbenchScreen)
        await at.still()

    return open_it


ACTS = (
    Act(
        "workbench",
        (
            Scene("workbench", bench(), brief=True),
            Scene("workbench-view", bench("x.T", "x.shape"), brief=True),
            Scene("workbench-broadcast", bench("x.T", "x + b")),
            Scene("workbench-error", bench("x.T", "x + b", "x.T.view(6)"), brief=True),
        ),
    ),
)
