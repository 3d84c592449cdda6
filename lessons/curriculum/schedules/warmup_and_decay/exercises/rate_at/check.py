"""Checks of `lr_at`."""

import math
import random
from typing import Any

from lessons.checking import Learner, check, expect


def rate(step: int, steps: int, warmup: int, base: float) -> float:
    """As the lesson writes it."""
    if step < warmup:
        return base * (step + 1) / warmup
    return base * 0.5 * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup)))


def plan() -> tuple[int, int, float]:
    """Steps, warm-up, base rate of a run."""
    warmup = random.randint(5, 40)
    return warmup * random.randint(5, 12), warmup, random.choice((0.003, 0.1, 2.0))


@check(
    "The warm-up rises evenly: the first update uses base / w.",
    why="A first update with a rate of 0 is a step that moves nothing.",
)
def rises(learner: Learner) -> None:
    steps, warmup, base = plan()
    got = [_asked(learner, step, steps, warmup, base) for step in range(warmup)]
    expect.close(
        got,
        [rate(step, steps, warmup, base) for step in range(warmup)],
        known=(
            expect.Known(
                [base * step / warmup for step in range(warmup)],
                "It starts at 0, so the first update moves nothing, and the full rate comes one "
                "step late. Steps count from 0: use step + 1.",
                tag="warmup-from-zero",
            ),
            expect.Known(
                [(step + 1) / warmup for step in range(warmup)],
                "This is the factor s. The rate is base times it.",
                tag="ignores-the-rate",
            ),
            expect.Known(
                [base] * warmup, "There is no warm-up yet: these steps use the full rate."
            ),
        ),
    )


@check(
    "The last step of the warm-up and the first of the cosine use the full rate.",
    why="The two have to meet: a jump in the rate is a jump in the loss.",
)
def meets(learner: Learner) -> None:
    steps, warmup, base = plan()
    for step in (warmup - 1, warmup):
        expect.close(
            _asked(learner, step, steps, warmup, base),
            base,
            known=(
                expect.Known(
                    base * 0.5 * (1 + math.cos(math.pi * step / steps)),
                    "The cosine has been running since step 0, so the rate drops where it takes "
                    "over. Let it begin when the warm-up ends.",
                    tag="horizon-with-warmup",
                ),
            ),
            message=f"Step {step} of a warm-up of {warmup}: the rate should be the base rate.",
        )


@check(
    "From there it falls as half a cosine, over the steps that are left.",
    why="Slow at both ends: long strides as long as they help, and quiet at the end.",
)
def falls(learner: Learner) -> None:
    steps, warmup, base = plan()
    after = range(warmup, steps)
    shares = [(step - warmup) / (steps - warmup) for step in after]
    got = [_asked(learner, step, steps, warmup, base) for step in after]
    expect.close(
        got,
        [rate(step, steps, warmup, base) for step in after],
        known=(
            expect.Known(
                [base * (1 - share) for share in shares],
                "That is a straight line. A cosine is flat at both ends.",
                tag="cosine-is-linear",
            ),
            expect.Known(
                [base * math.cos(math.pi * share / 2) for share in shares],
                "That is a quarter of a wave: flat at the start only, steepest at the very end.",
                tag="cosine-fast-last",
            ),
            expect.Known(
                [base * math.cos(math.pi * share) for share in shares],
                "That goes from 1 down to −1, and a negative rate climbs. Lift it and halve it: "
                "½ (1 + cos …).",
                tag="cosine-below-zero",
            ),
            expect.Known(
                [base * 0.5 * (1 + math.cos(math.pi * (s - warmup) / steps)) for s in after],
                "It has begun at the right step, but stretches over all steps of the run, and so "
                "it never comes down. It has steps − warmup of them.",
                tag="horizon-with-warmup",
            ),
            expect.Known(
                [base * 0.5 * (1 + math.cos(math.pi * s / steps)) for s in after],
                "The cosine has been running since step 0. It begins when the warm-up ends.",
                tag="horizon-with-warmup",
            ),
            expect.Known(
                [base * 0.5 * (1 + math.cos(share)) for share in shares],
                "π is missing: the argument only goes from 0 to 1, and the rate hardly falls.",
            ),
        ),
    )


@check(
    "Without a warm-up it is a plain cosine.",
    why="`warmup = 0` is a setting like any other, and nothing can be divided by it.",
)
def no_warmup(learner: Learner) -> None:
    steps, _, base = plan()
    got = [_asked(learner, step, steps, 0, base) for step in range(steps)]
    expect.close(got, [rate(step, steps, 0, base) for step in range(steps)])


@check(
    "It answers for any step, in any order.",
    why="A run that is resumed in the middle has to find its rate without walking there.",
)
def any_order(learner: Learner) -> None:
    steps, warmup, base = plan()
    asked = random.sample(range(steps), 10)
    got = [_asked(learner, step, steps, warmup, base) for step in asked]
    expect.close(
        got,
        [rate(step, steps, warmup, base) for step in asked],
        message="Asked in another order, it answers otherwise. Compute it from `step` alone.",
    )


def _asked(learner: Learner, step: int, steps: int, warmup: int, base: float) -> Any:
    got = learner.call("lr_at", step, steps, warmup, base)
    return got.item() if getattr(got, "numel", lambda: 0)() == 1 else got
