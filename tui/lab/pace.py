"""How fast runs are shown: the speeds that the keys go through."""

from __future__ import annotations

PACES = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
"""Updates a second; beyond the last one comes full speed."""


def slower(pace: float | None, speed: float = 0.0) -> float:
    """The next speed below. From full speed, the first that a run this fast would feel.

    `speed`: steps a second that the run makes by itself; 0 where that is not known.
    """
    limit = pace if pace is not None else speed or float("inf")
    return next((known for known in reversed(PACES) if known < limit), PACES[0])


def faster(pace: float | None) -> float | None:
    """The next speed above; None is full speed."""
    if pace is None:
        return None
    return next((known for known in PACES if known > pace), None)


def said(pace: float | None) -> str:
    """The speed as the lab writes it."""
    return "full speed" if pace is None else f"at {pace:.0f}/s"
