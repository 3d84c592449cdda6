"""Checks of `first_bad`."""

import math
import random

from lessons.checking import Learner, check, expect


def healthy(count: int) -> list[float]:
    """Losses of a run that goes well."""
    return [2.3 * 0.9**step + random.uniform(0, 0.1) for step in range(count)]


@check(
    "A run that goes well is left alone.",
    why="A watchman who cries every night is switched off.",
)
def well(learner: Learner) -> None:
    expect.equal(learner.call("first_bad", healthy(20), 10.0), None)
    expect.equal(learner.call("first_bad", [], 10.0), None)
    expect.equal(
        learner.call("first_bad", [10.0], 10.0),
        None,
        message="A loss of exactly the limit is not above it.",
    )


@check(
    "The first loss above the limit is found, infinity included.",
    why="The steps before it still show where it began.",
)
def above(learner: Learner) -> None:
    place = random.randint(1, 9)
    for bad in (50.0, math.inf):
        losses = [*healthy(place), bad, *healthy(3), 99.0]
        got = learner.call("first_bad", losses, 10.0)
        expect.equal(
            got, place, message=f"A loss of {bad:g} against a limit of 10, at step {place}."
        )


@check(
    "A loss that is no number is found.",
    why="One update with it, and every weight is nan too. It has to be seen before that.",
)
def no_number(learner: Learner) -> None:
    place = random.randint(1, 9)
    losses = [*healthy(place), *([math.nan] * 4)]
    expect.equal(
        learner.call("first_bad", losses, 10.0),
        place,
        known=(
            expect.Known(
                None,
                "It has walked past nan. Every comparison with nan is false, `nan > limit` as well "
                "as `nan == nan`. Ask another question.",
                tag="nan-compares",
            ),
        ),
    )


@check(
    "Nan, then a large loss: the first of the two counts.",
    why="What comes later is a consequence, and looking for causes starts at the first sign.",
)
def both(learner: Learner) -> None:
    place = random.randint(1, 9)
    for bad in ((math.nan, 99.0), (99.0, math.nan)):
        got = learner.call("first_bad", [*healthy(place), *bad], 10.0)
        expect.equal(got, place, message=f"{bad[0]:g} came first, {bad[1]:g} after it.")
