"""What is the matter with a run, and which keys help: the row below the plots, while there is
something to say."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from engine.failure import RUN_AGAIN
from tui.lab.live_run import LiveRun
from tui.symbols import Symbols

LONGEST = 88
"""Cells of a reason: with what helps, three rows of the smallest screen."""
Key = Callable[[str], str]
"""How the key of a command is written, by the command's id."""


def trouble(
    run: LiveRun | None, *, silent: float, stopping: bool, key: Key, symbols: Symbols
) -> Content | None:
    """The row; None where nothing is the matter."""
    if run is None or run.cut_off:
        return None
    if run.ended is not None:
        return _over(run, key, symbols)
    if stopping:
        return _row(
            symbols.started,
            "Ending the run.",
            "It is in the middle of a step; what it did is kept.",
            f"{key('stop')} does not wait for it",
        )
    if silent:
        return _row(
            symbols.started,
            f"No sign of the trainer for {silent:.0f} s.",
            "It is in a long step, or it is stuck.",
            f"{key('stop')} ends it, what it did is kept",
            f"{key('log_pane')} log",
        )
    return _ahead(run, symbols)


def _over(run: LiveRun, key: Key, symbols: Symbols) -> Content | None:
    """A run that was lost, or broke off with an error. One that diverged says so on its plots."""
    assert run.ended is not None
    problem = run.ended.problem
    if problem is None or run.ended.status not in ("failed", "stopped"):
        return None
    steps = run.history.step
    reason, helps = shortened(problem.reason), problem.next_step
    if helps == RUN_AGAIN:
        helps = ""  # the row says that in numbers and with a key
    kept = f"Its {steps} steps are kept." if steps else "It had made no step."
    if "kept" in reason + helps:
        kept = ""
    offers = [f"{key('run')} runs it again", f"{key('log_pane')} log"]
    if run.snapshots:
        offers.append(f"{key('timeline')} goes back to a snapshot")
    return _row(
        symbols.wrong, f"{problem.title}.", " ".join(filter(None, (reason, kept, helps))), *offers
    )


def shortened(reason: str) -> str:
    """So much of a reason as leaves room for what helps; the log has all of it."""
    return reason if len(reason) <= LONGEST else f"{reason[: LONGEST - 1].rstrip()}…"


def _ahead(run: LiveRun, symbols: Symbols) -> Content | None:
    """A change that was asked for and does not act yet."""
    planned = run.replanned
    if planned is None or planned.after <= run.history.step:
        return None
    return _row(
        symbols.dot,
        f"batch size {planned.batch_size} from step {planned.after + 1} on,",
        f"with the next epoch: {planned.steps} steps in all, {planned.steps_per_epoch} an epoch.",
    )


def _row(sign: str, what: str, why: str, *offers: str) -> Content:
    rest = "".join(f"   {offer}" for offer in offers)
    return Content.assemble(
        (f"{sign} ", "bold $accent"), (what, "bold"), f" {why}", (rest, "$muted")
    )
