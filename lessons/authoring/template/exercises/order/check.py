"""Checks of `descend`."""

from lessons.checking import Learner, check, expect


@check("A step is taken for every round.", why="Descent is a loop, not one step.")
def rounds(learner: Learner) -> None:
    """Halving, five times."""
    expect.close(learner.call("descend", 8.0, 5), 8.0 * 0.5**5)
