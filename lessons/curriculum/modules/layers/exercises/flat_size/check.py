"""Checks of `flat_size`."""

import random

from lessons.checking import Learner, check, expect


@check(
    "The network of this lesson: 8 × 8, sixteen channels, a window of 3, no pooling.",
    why="With its padding of 1 the linear layer is made for 1024 numbers; without, for 576.",
)
def of_this_lesson(learner: Learner) -> None:
    for padding in (0, 1):
        _expect(learner, (8, 16, 3, padding, 1))


@check(
    "Windows, paddings and channels of other sizes.",
    why="A window of 5 takes four places away, and a padding of 1 gives two of them back.",
)
def others(learner: Learner) -> None:
    for kernel, padding in [(3, 0), (5, 1), (5, 2), (7, 2)]:
        side = 2 * random.randint(6, 12)
        _expect(learner, (side, random.randint(2, 9), kernel, padding, 2))


@check(
    "Maps that the pooling does not divide evenly.",
    why="Only whole windows give a number.",
)
def uneven(learner: Learner) -> None:
    for _ in range(3):
        places = 3 * random.randint(3, 6) + random.choice([1, 2])
        _expect(learner, (places + 4, random.randint(2, 9), 5, 0, 3))


def _expect(learner: Learner, sizes: tuple[int, int, int, int, int]) -> None:
    side, channels, kernel, padding, pool = sizes
    places = side + 2 * padding - kernel + 1
    expect.equal(
        learner.call("flat_size", *sizes),
        channels * (places // pool) ** 2,
        known=(
            expect.Known(
                (places // pool) ** 2,
                "That is one map. There is one for each channel, and all are laid flat.",
                tag="flat-forgets-channels",
            ),
            expect.Known(
                channels * (-(-places // pool)) ** 2,
                "A window of the pooling that is only half filled gives no number.",
                tag="pooling-rounds-up",
            ),
            expect.Known(
                channels * (side // pool) ** 2,
                "The convolution has not changed the size here. A window fits at fewer places "
                "than there are numbers, unless the padding makes up for it.",
                tag="convolution-keeps-the-size",
            ),
            expect.Known(
                channels * ((places - padding) // pool) ** 2,
                "The padding stands at both ends of a row.",
                tag="padding-on-one-side",
            ),
            expect.Known(
                channels * ((side - kernel + 1) // pool) ** 2,
                "The padding is left out. It makes every row longer before the window slides.",
            ),
            expect.Known(
                channels * (places / pool) ** 2,
                "There is no part of a place: a pooling gives a number for each whole window.",
            ),
            expect.Known(
                int(channels * (places / pool) ** 2),
                "The result is rounded. But the half places are dropped earlier, in each row and "
                "each column: a pooling gives a number for each whole window.",
            ),
            expect.Known(
                channels * ((places - 1) // pool) ** 2,
                "One place too few: a window of 3 fits into a row of 3 once.",
            ),
            expect.Known(
                channels * places**2,
                "That is what the convolution gives. The pooling keeps one number of each window.",
            ),
            expect.Known(
                channels * (places**2 // pool),
                "The pooling makes rows and columns shorter: of a window of 2 × 2 it keeps one "
                "number, a quarter of them.",
            ),
            expect.Known(
                channels * (places // pool),
                "That is one row of each map. There are as many rows as columns.",
            ),
        ),
        message=f"That is not right for a side of {side}, {channels} channels, a window of "
        f"{kernel}, padding {padding} and a pooling of {pool}.",
    )
