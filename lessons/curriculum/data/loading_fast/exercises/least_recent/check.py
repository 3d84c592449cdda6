"""Checks of `LRU`."""

import random

from lessons.checking import Learner, check, expect


def reads(size: int, order: list[int], *, use: bool = True, newest: bool = False) -> list[int]:
    """What a cache has to read. `use`: being found moves to the end; `newest`: the end goes."""
    kept: list[int] = []
    read = []
    for index in order:
        if index in kept:
            if use:
                kept.remove(index)
                kept.append(index)
            continue
        if len(kept) == size:
            kept.pop(-1 if newest else 0)
        read.append(index)
        kept.append(index)
    return read


def compared(learner: Learner, size: int, order: list[int]) -> None:
    """Compare what is read; say which rule leads elsewhere."""
    right = reads(size, order)
    thoughts = (
        (
            reads(size, order, use=False),
            "What was stored first goes, however often it was asked for since. "
            "What has to happen when a sample is found?",
            "dictionary-knows-use",
        ),
        (
            reads(size, order, newest=True),
            "The sample used last is dropped. It is the one used longest ago that has to go.",
            "drops-the-newest",
        ),
        (
            list(dict.fromkeys(order)),
            "Nothing is ever dropped. At most `size` samples may be kept.",
            "cache-never-forgets",
        ),
        (order, "Samples are read that are kept already.", ""),
    )
    known = [
        expect.Known(value, message, tag=tag) for value, message, tag in thoughts if value != right
    ]
    expect.equal(
        learner.stage("asked", size, order)["reads"],
        right,
        known=known,
        message="Other samples had to be read than if the one used longest ago were dropped, and "
        "only that one.",
    )


@check("Samples come back as they are, and the length is that of the source.", why="It stands in.")
def stands_in(learner: Learner) -> None:
    order = [random.randrange(100) for _ in range(30)]
    got = learner.stage("asked", 5, order)
    expect.equal(got["got"], [10 * index for index in order])
    expect.equal(got["length"], 100)


@check("What is kept is not read again.", why="Reading is what the cache is to save.")
def not_again(learner: Learner) -> None:
    numbers = random.sample(range(100), 4)
    order = numbers + random.choices(numbers, k=8)
    expect.equal(
        learner.stage("asked", 4, order)["reads"],
        numbers,
        known=(
            expect.Known(
                order, "Each request reads anew, though all four samples fit into the cache."
            ),
        ),
        message="Four samples fit into a cache of 4, and should be read once each.",
    )


@check(
    "Of two, the one used longest ago goes.",
    why="A sample that is asked for again and again should stay.",
)
def of_two(learner: Learner) -> None:
    a, b, c = random.sample(range(100), 3)
    compared(learner, 2, [a, b, a, c, a, b])


@check("So it is for any size and any order.", why="Loaders ask in many orders.")
def any_order(learner: Learner) -> None:
    for _ in range(3):
        size = random.randint(3, 6)
        compared(learner, size, [random.randrange(size + 4) for _ in range(60)])
