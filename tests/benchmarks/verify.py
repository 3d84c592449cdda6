"""Proves that a peer computes what the bare loop computes, before its time is believed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, islice

from tests.benchmarks.peers import Framework, endless, grad_norm, seeded_model
from tests.benchmarks.peers.parked import Parked
from tests.benchmarks.workloads import Workload

STEPS = 50


@dataclass(frozen=True, slots=True)
class Course:
    """The first steps of the bare loop."""

    losses: list[float]
    means: list[float]
    """Mean loss over all samples so far, after each step."""
    norms: list[float]


def bare_course(task: Workload) -> Course:
    """Loss, mean loss and gradient norm of the first `STEPS` steps."""
    model = seeded_model(task)
    optimizer = task.torch_optimizer(model.parameters())
    losses, norms, counts = [], [], []
    for inputs, targets in islice(endless(task), STEPS):
        loss = task.loss(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())
        norms.append(grad_norm(list(model.parameters())))
        counts.append(len(inputs))
        optimizer.step()
    weighted = accumulate(loss * count for loss, count in zip(losses, counts, strict=True))
    means = [total / count for total, count in zip(weighted, accumulate(counts), strict=True)]
    return Course(losses, means, norms)


def check(framework: Framework, peer: Parked, course: Course) -> str:
    """Advance the peer by `STEPS` steps; what differs from the bare loop, or nothing."""
    peer.advance(STEPS)
    expected = course.means if framework.smooths else course.losses
    off = _furthest([row[0] for row in peer.records], expected)
    if off > framework.tolerance:
        return f"its losses differ from the bare loop's by {off:.1e}"
    if len(peer.records[0]) > 1:
        off = _furthest([row[2] for row in peer.records], course.norms)
        if off > 10 * framework.tolerance:
            return f"its gradient norms differ from the bare loop's by {off:.1e}"
    return ""


def _furthest(found: list[float], expected: list[float]) -> float:
    """Largest difference, relative where the numbers are above 1."""
    return max(abs(f - e) / max(1.0, abs(e)) for f, e in zip(found, expected, strict=True))
