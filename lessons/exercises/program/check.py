"""A program passes by running to its end."""

from lessons.checking import Learner, check


@check("The program runs to its end.", why="What it prints is compared afterwards.")
def runs(learner: Learner) -> None:
    """Loading the file has run it."""
