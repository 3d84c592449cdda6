"""Checks of `Value`: its numbers, its gradients, and the order in which it hands them back."""

import math
import random

import torch

from lessons.checking import Learner, LearnerError, check, expect

Program = list[tuple[str | int, ...]]
TWICE: Program = [("add", 0, 1), ("mul", 2, 0)]
"""(x + y) · x"""
DIAMOND: Program = [("mul", 0, 1), ("mul", 2, 2), ("add", 3, 2), ("mul", 4, 2)]
"""s = x · y, used by three others: (s² + s) · s"""
TURNED: Program = [("mul", 0, 1), ("mul", 2, 2), ("add", 2, 3), ("mul", 2, 4)]
"""The same with every pair turned round, for those who go to the right parent first."""


def numbers(count: int) -> list[float]:
    """Far enough from 0 and from each other that no wrong answer is right by chance."""
    drawn = random.sample([0.6, 0.7, 0.85, 1.1, 1.2, 1.35, 1.5, 1.6], count)
    return [random.choice((-1, 1)) * (one + random.uniform(-0.04, 0.04)) for one in drawn]


def run(leaves: list[float], program: Program) -> tuple[list[float], list[list[tuple[int, float]]]]:
    """The value of every node, and its slope by each node that it was computed from."""
    values = list(leaves)
    made: list[list[tuple[int, float]]] = [[] for _ in leaves]
    for operation, *places in program:
        given = [values[int(place)] for place in places]
        if operation == "add":
            values.append(given[0] + given[1])
            slopes = [1.0, 1.0]
        elif operation == "mul":
            values.append(given[0] * given[1])
            slopes = [given[1], given[0]]
        else:
            values.append(math.tanh(given[0]))
            slopes = [1 - values[-1] ** 2]
        made.append([(int(place), slope) for place, slope in zip(places, slopes, strict=True)])
    return values, made


def last_path_only(leaves: list[float], program: Program) -> list[float]:
    """The gradients if each use overwrites what the others brought."""
    values, made = run(leaves, program)
    found = [0.0] * len(values)
    found[-1] = 1.0
    for node in range(len(values) - 1, -1, -1):
        for parent, slope in made[node]:
            found[parent] = slope * found[node]
    return found[: len(leaves)]


def handed_on_again(leaves: list[float], program: Program) -> list[float]:
    """The gradients if a node passes on all that it has whenever something arrives."""
    values, made = run(leaves, program)
    found = [0.0] * len(values)
    found[-1] = 1.0

    def hand(node: int) -> None:
        for parent, slope in made[node]:
            found[parent] += slope * found[node]
            hand(parent)

    hand(len(values) - 1)
    return found[: len(leaves)]


def handed_on_once(leaves: list[float], program: Program) -> list[float]:
    """The gradients if a node passes on once, when the first of its gradients arrives."""
    values, made = run(leaves, program)
    found = [0.0] * len(values)
    found[-1] = 1.0
    done: set[int] = set()

    def hand(node: int) -> None:
        if node in done:
            return
        done.add(node)
        for parent, slope in made[node]:
            found[parent] += slope * found[node]
            hand(parent)

    hand(len(values) - 1)
    return found[: len(leaves)]


def from_the_leaves(leaves: list[float], program: Program) -> list[float]:
    """The gradients if the leaves are asked first and the result last."""
    values, made = run(leaves, program)
    found = [0.0] * len(values)
    found[-1] = 1.0
    for node in range(len(values)):
        for parent, slope in made[node]:
            found[parent] += slope * found[node]
    return found[: len(leaves)]


def listed_as_found(leaves: list[float], program: Program) -> list[float]:
    """The gradients if values hand on in the order in which a search from the result finds them."""
    values, made = run(leaves, program)
    order = [len(values) - 1]
    for node in order:
        order += [p for p in dict.fromkeys(parent for parent, _ in made[node]) if p not in order]
    return _handed_back(order, made)[: len(leaves)]


def listed_again(leaves: list[float], program: Program) -> list[float]:
    """The gradients if a value stands in the order once for each way that leads to it."""
    values, made = run(leaves, program)
    order: list[int] = []

    def visit(node: int) -> None:
        for parent, _ in made[node]:
            visit(parent)
        order.append(node)

    visit(len(values) - 1)
    return _handed_back(order[::-1], made)[: len(leaves)]


def _handed_back(order: list[int], made: list[list[tuple[int, float]]]) -> list[float]:
    """The gradients of all nodes, each handing on what it has when its turn comes."""
    found = [0.0] * len(made)
    found[-1] = 1.0
    for node in order:
        for parent, slope in made[node]:
            found[parent] += slope * found[node]
    return found


def by_torch(leaves: list[float], program: Program) -> list[float]:
    """What PyTorch finds."""
    given = [torch.tensor(one, dtype=torch.float64, requires_grad=True) for one in leaves]
    values = list(given)
    for operation, *places in program:
        taken = [values[int(place)] for place in places]
        if operation == "tanh":
            values.append(torch.tanh(taken[0]))
        else:
            values.append(taken[0] + taken[1] if operation == "add" else taken[0] * taken[1])
    found = torch.autograd.grad(values[-1], given, allow_unused=True, materialize_grads=True)
    return [one.item() for one in found]


def known(leaves: list[float], program: Program) -> tuple[expect.Known, ...]:
    """What other thoughts lead to."""
    return (
        expect.Known(
            last_path_only(leaves, program),
            "A value that is used twice keeps only one of its gradients. All ways on which it "
            "reaches the result count: they *add*, with `+=`.",
            tag="paths-replace",
        ),
        expect.Known(
            handed_on_again(leaves, program),
            "A value passes on its gradient each time something arrives, and so passes on the "
            "first part again with the second. It has to wait until all of it is there.",
            tag="hands-back-too-early",
        ),
        expect.Known(
            handed_on_once(leaves, program),
            "A value passes on its gradient when the first part of it arrives; what comes later "
            "never gets through. It has to wait until all of it is there.",
            tag="hands-back-too-early",
        ),
        expect.Known(
            from_the_leaves(leaves, program),
            "This goes from the leaves to the result, so that values hand on before they were "
            "given anything. The way back begins at the result: turn the order round.",
            tag="hands-back-too-early",
        ),
        expect.Known(
            listed_as_found(leaves, program),
            "A value hands on when it is found, and one of its uses may come later in the list. "
            "List it only after all of its parents, and go through the list backwards.",
            tag="hands-back-too-early",
        ),
        expect.Known(
            listed_again(leaves, program),
            "A value that is used twice stands in the order twice, and hands back all that it has "
            "each time. Remember which values were seen, so that each of them is listed once.",
        ),
        expect.Known(
            [0.0] * len(leaves),
            "Nothing comes back. The way begins at the result, whose gradient by itself is 1.",
            tag="nothing-to-hand-back",
        ),
    )


def _summed(gradients: list[float]) -> expect.Known:
    """What comes of adding where slopes multiply."""
    return expect.Known(
        gradients,
        "The slopes on the way are added up. On *one* way they multiply; what adds is different "
        "ways.",
        tag="chain-adds",
    )


@check("Sum, product and tanh have the right values.", why="The way back needs a way there.")
def forward(learner: Learner) -> None:
    a, b = numbers(2)
    got = learner.stage("forward_only", a, b)
    expect.close(got, [a + b, a * b, math.tanh(a)])


@check(
    "A product hands each factor the other one.",
    why="If y grows by a little, x · y grows by x times that.",
)
def product(learner: Learner) -> None:
    x, y = numbers(2)
    got = learner.stage("computed", [x, y], [("mul", 0, 1)])["gradients"]
    own = expect.Known(
        [x, y],
        "Each factor gets *itself* as its slope. The slope of x · y by x is y.",
        tag="own-factor",
    )
    part = expect.Known(
        [1.0, 1.0],
        "Each factor gets 1, as a part of a sum does. But if x grows by a little, x · y grows by y "
        "times that.",
    )
    own_value = expect.Known(
        [x * y * y, x * y * x],
        "The way back begins with the *value* of the result. Its gradient is 1: by itself it "
        "changes as fast as itself.",
    )
    seen = (own, part, own_value, _summed([1 + y, 1 + x]), *known([x, y], [("mul", 0, 1)]))
    expect.close(got, [y, x], known=seen)


@check(
    "tanh has the slope 1 − tanh².",
    why="It is 1 in the middle, and nearly 0 where tanh is flat.",
)
def bend(learner: Learner) -> None:
    (x,) = numbers(1)
    program: Program = [("tanh", 0)]
    try:
        got = learner.stage("computed", [x], program)["gradients"]
    except LearnerError as error:
        if "not iterable" in str(error):
            expect.fail(
                "`parents` and `slopes` are rows, also where there is only one parent. A row of "
                "one is written with a comma: `(self,)`."
            )
        raise
    t = math.tanh(x)
    inside = expect.Known(
        [1 - x * x],
        "That is 1 − x². The slope of tanh is 1 − t², with the t that *comes out*.",
        tag="slope-by-the-input",
    )
    root = expect.Known([1 - t], "That is 1 − t. The t that comes out has to be squared: 1 − t².")
    straight = expect.Known([1.0], "1 is what a sum hands on. tanh bends: its slope is 1 − t².")
    expect.close(got, [1 - t**2], known=(inside, root, straight, *known([x], program)))


@check(
    "Slopes on one way multiply.",
    why="The chain rule: how the result changes, times how the middle changes.",
)
def chain(learner: Learner) -> None:
    x, y, z = numbers(3)
    program: Program = [("mul", 0, 1), ("tanh", 3), ("mul", 4, 2)]
    t = math.tanh(x * y)
    right = [z * (1 - t * t) * y, z * (1 - t * t) * x, t]
    got = learner.stage("computed", [x, y, z], program)["gradients"]
    summed = _summed([1 + z + (1 - t * t) + y, 1 + z + (1 - t * t) + x, 1 + t])
    expect.close(got, right, known=(summed, *known([x, y, z], program)))


@check(
    "A value that is used twice gets the sum of both ways.",
    why="In (x + y) · x, x acts through the sum and as a factor.",
)
def twice(learner: Learner) -> None:
    x, y = numbers(2)
    got = learner.stage("computed", [x, y], TWICE)["gradients"]
    expect.close(got, [2 * x + y, x], known=known([x, y], TWICE))


@check(
    "It waits until all of a gradient is there.",
    why="What is handed back too early is handed back twice, or not at all.",
)
def order(learner: Learner) -> None:
    x, y = numbers(2)
    for program in (DIAMOND, TURNED):
        got = learner.stage("computed", [x, y], program)["gradients"]
        expect.close(got, by_torch([x, y], program), known=known([x, y], program))


@check(
    "It agrees with PyTorch on a computation that nobody has seen before.",
    why="This is what `backward()` does, only for one number at a time.",
)
def like_torch(learner: Learner) -> None:
    leaves = numbers(4)
    program: Program = []
    for place in range(4, 14):
        operation = random.choice(("add", "mul", "tanh"))
        taken = random.sample(range(max(0, place - 5), place), 1 if operation == "tanh" else 2)
        program.append((operation, *taken))
    got = learner.stage("computed", leaves, program)["gradients"]
    expect.close(got, by_torch(leaves, program), known=known(leaves, program))
