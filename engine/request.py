"""What is sent to a worker: which run to make. Small, inspectable, and enough to repeat it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.travel import Fork

Value = bool | int | float | str
Parameters = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """One run, before it starts."""

    recipe: str
    """`package.module:function`; called with the parameters, it returns an Experiment."""
    parameters: Parameters = ()
    """Keyword arguments of the recipe, in the order they are shown."""
    changes: Parameters = ()
    """Settings of the experiment that are not what the recipe says: see `engine.changes`."""
    seed: int = 0
    device: str = "auto"
    """`auto`, `cpu`, `cuda`, `cuda:1`, `mps`."""
    steps: int | None = None
    """Stop after this many updates instead of what the experiment says."""
    name: str = ""
    """What the run is called beside others: the scenario."""
    origin: str = ""
    """Where it comes from: the lesson."""
    start_paused: bool = False
    """Wait before the first step."""
    steps_per_second: float | None = None
    """Make at most this many updates a second; None: full speed."""
    fork: Fork | None = None
    """Go on from a snapshot of another run; None: from the beginning."""
    snapshot_every: int | None = None
    """Steps between two snapshots; None: fifty in a run, or as many as there is time for."""
