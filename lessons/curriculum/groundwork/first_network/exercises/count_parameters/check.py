"""Checks of `count_parameters`."""

import random

from lessons.checking import Learner, check, expect


@check(
    "The network of this lesson has 82 parameters.",
    why="It is the one that you have just trained: 2 inputs, 16 hidden units, 2 outputs.",
)
def of_this_lesson(learner: Learner) -> None:
    _expect_count(learner, 2, 16, 2)


@check(
    "It holds for networks of other sizes.",
    why="A number fits one network, a formula fits them all.",
)
def of_others(learner: Learner) -> None:
    for _ in range(4):
        inputs, hidden, outputs = random.sample(range(3, 60), 3)
        _expect_count(learner, inputs, hidden, outputs)


def _expect_count(learner: Learner, inputs: int, hidden: int, outputs: int) -> None:
    weights = inputs * hidden + hidden * outputs
    got = learner.call("count_parameters", inputs, hidden, outputs)
    expect.true(
        got is not None, "It gives nothing back. `return` the number; `print` only shows it."
    )
    expect.equal(
        got,
        weights + hidden + outputs,
        known=(
            expect.Known(
                weights,
                "All weights are there. Each unit and each score has one more number, which is "
                "added whatever comes in.",
                tag="forgets-biases",
            ),
            expect.Known(
                weights + hidden,
                "The hidden units are complete. The scores have a number of their own, too.",
                tag="forgets-biases",
            ),
            expect.Known(
                weights + 2,
                "That adds one number for each layer. Every unit and every score has its own.",
                tag="forgets-biases",
            ),
            expect.Known(
                (hidden + outputs) * (inputs + 1),
                "The hidden units are complete. An output hears no inputs: it has a weight for "
                "each hidden unit, and a number of its own.",
            ),
            expect.Known(
                82,
                f"That is 82 here, too: {inputs} inputs, {hidden} hidden units and {outputs} "
                "outputs make another number. Work it out from the three sizes.",
            ),
            expect.Known(
                3 * hidden + 17 * outputs,
                "The 3 and the 17 belong to the network of this lesson, with its 2 inputs and 16 "
                "hidden units. Here a unit and an output have other numbers.",
            ),
            expect.Known(
                inputs + hidden + outputs,
                "Those are the places where numbers are computed. The parameters sit on the "
                "connections between them.",
                tag="units-are-parameters",
            ),
            expect.Known(
                inputs * hidden * outputs,
                "No number joins an input, a unit and a score at once. Count the two layers one "
                "after the other, and add.",
            ),
        ),
        message=f"That is not right for {inputs} inputs, {hidden} hidden units and {outputs} "
        "outputs. Count one unit first, then one output.",
    )
