"""Checks of `distilled`."""

import random

import torch
from torch import Tensor
from torch.nn import functional as F

from lessons.checking import Learner, check, expect


def divergence(student: Tensor, teacher: Tensor) -> Tensor:
    """Mean over the samples of Σ p (ln p − ln q), from scores that are softened already."""
    return F.kl_div(student.log_softmax(1), teacher.softmax(1), reduction="batchmean")


def task(largest: float = 3.0) -> tuple[Tensor, Tensor, float]:
    """Scores of student and teacher, and a temperature."""
    shape = random.randint(5, 9), random.randint(3, 5)
    return (
        largest * torch.randn(shape),
        largest * torch.randn(shape),
        random.uniform(2, 4),
    )


@check(
    "It is T² times the divergence of the softened answers.",
    why="Both are softened by the same T, and T² gives the gradient its size back.",
)
def ordinary(learner: Learner) -> None:
    student, teacher, t = task()
    apart = divergence(student / t, teacher / t)
    expect.close(
        learner.call("distilled", student, teacher, t),
        t**2 * apart,
        known=(
            expect.Known(apart, "The factor T² is missing.", tag="temperature-acts-once"),
            expect.Known(
                t * apart,
                "The slope falls with T twice: by the chain rule, and as both answers get flatter.",
                tag="temperature-acts-once",
            ),
            expect.Known(
                t**2 * apart / student.shape[1],
                "That divides by all N · K elements. The sum over the classes is to stay a sum: "
                'divide by N, as `reduction="batchmean"` does.',
                tag="divergence-mean-over-elements",
            ),
            expect.Known(
                t**2 * divergence(teacher / t, student / t),
                "The two are exchanged: p, which weighs everything, belongs to the teacher.",
                tag="divergence-has-no-direction",
            ),
            expect.Known(
                t**2 * divergence(student, teacher / t),
                "Only the teacher is softened. Then the student could agree with it only by being "
                "unsure itself.",
                tag="only-the-teacher-is-softened",
            ),
            expect.Known(
                t**2 * divergence(student / t, teacher),
                "Only the student is softened. Both are divided by T.",
            ),
            expect.Known(
                t**2 * divergence(student * t, teacher * t),
                "The scores are multiplied by T, which sharpens both answers. Softened they are "
                "by dividing.",
            ),
            expect.Known(
                t**2 * divergence(student, teacher),
                "Neither is softened: divide the scores by T before the softmax.",
            ),
            expect.Known(
                t**2
                * F.kl_div(
                    (student / t).log_softmax(0), (teacher / t).softmax(0), reduction="batchmean"
                ),
                "The softmax goes over the samples here. The classes are dimension 1.",
                tag="softmax-over-samples",
            ),
            expect.Known(
                t**2 * F.cross_entropy(student / t, (teacher / t).softmax(1)),
                "That is the cross-entropy. The part p ln p is missing: with the same scores on "
                "both sides the divergence is 0.",
                tag="cross-entropy-is-a-distance",
            ),
            expect.Known(
                t**2
                * F.kl_div(
                    (student / t).softmax(1), (teacher / t).softmax(1), reduction="batchmean"
                ),
                "q itself stands where its logarithm should: the first argument of `F.kl_div` is "
                "ln q.",
            ),
            expect.Known(
                t**2 * apart * len(student), "Take the mean over the samples.", tag="sum-for-mean"
            ),
        ),
    )


@check(
    "A student that agrees pays nothing, however large the scores are.",
    why="The divergence of equal answers is 0, and log_softmax never takes the logarithm of 0.",
)
def agrees(learner: Learner) -> None:
    student, teacher, t = task(4000.0)
    same = torch.as_tensor(learner.call("distilled", teacher, teacher.clone(), t))
    other = torch.as_tensor(learner.call("distilled", student, teacher, t))
    right = t**2 * divergence(student / t, teacher / t)
    expect.true(
        same.shape == () and abs(same.item()) < 1e-3 and torch.allclose(other, right, rtol=1e-4),
        "It is right for ordinary scores, and wrong for those of thousands: there a probability "
        "has been rounded to 0 before its logarithm was taken.",
        tag="exp-never-overflows",
    )


@check(
    "The student is pulled by T (q − p) / N, and the teacher not at all.",
    why="The teacher is the measure; it does not give way.",
)
def gradients(learner: Learner) -> None:
    student, teacher, t = task()
    found = learner.stage("slopes", student, teacher, t)
    expect.true(
        found["student"] is not None,
        "No gradient comes back. Was the student taken out of the graph, by `.item()` or "
        "`.detach()`?",
    )
    right = t * ((student / t).softmax(1) - (teacher / t).softmax(1)) / len(student)
    expect.close(found["student"], right)
    expect.true(
        found["teacher"] is None or not found["teacher"].any(),
        "The loss pulls at the teacher's scores, too. Take its numbers without their graph.",
    )
