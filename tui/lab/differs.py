"""What the runs on one plot differ in."""

from __future__ import annotations

from collections.abc import Sequence

from engine.request import RunRequest, Value


def differs(requests: Sequence[RunRequest]) -> str:
    """`momentum 0 / 0.9 / 0.9   nesterov off / off / on`; empty where nothing differs.

    Runs that repeat a setting are named once, in the order in which they were made.
    """
    settings = list(dict.fromkeys(request.parameters for request in requests))
    names = dict.fromkeys(name for setting in settings for name, _ in setting)
    parts = []
    for name in names:
        values = [written(dict(setting).get(name)) for setting in settings]
        if len(set(values)) > 1:
            parts.append(f"{name} {' / '.join(values)}")
    seeds = list(dict.fromkeys(str(request.seed) for request in requests))
    if len(seeds) > 1:
        parts.append(f"seed {' / '.join(seeds)}" if len(seeds) <= 5 else f"{len(seeds)} seeds")
    return "   ".join(parts)


def written(value: Value | None) -> str:
    """A setting as the lab writes it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else str(value)
