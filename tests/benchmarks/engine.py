"""Step time of the engine over the bare PyTorch loop: `python tests/benchmarks/engine.py`.

All contenders live in one process, with one torch thread, and advance in turn in short slices.
A slice's CPU time is divided by the mean of the bare loop's slices before and after it; the table
gives the median and the quartiles of those ratios. Smaller is better. "Full telemetry" is loss, lr
and gradient norm of every step and the norm of every parameter tensor's gradient, written to the
run file, from where any other process can read it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from engine import Experiment, optim, probes
from engine.events import StepEnded
from engine.heap import keep_freed_memory
from engine.loop import training
from engine.runfile import RunWriter
from engine.setup import prepare
from engine.steering import Steering
from tests.benchmarks.workloads import Workload, workload

Contender = Iterator[None]
"""Each `next` is one training step."""
BUDGETS = {
    "engine": {"a": 0.75, "b": 0.60, "c": 0.95, "d": 0.92},
    "engine, torch.optim": {"a": 1.10, "b": 1.05, "c": 1.02, "d": 1.02},
}
SLICE = {"a": 60, "b": 30, "c": 4, "d": 4}


def torch_optimizer(
    task: Workload, fused: bool | None = None
) -> Callable[..., torch.optim.Optimizer]:
    """The workload's optimiser as PyTorch's own object."""
    if task.sgd:
        return lambda ps: torch.optim.SGD(ps, lr=0.05, momentum=0.9, fused=fused)
    return lambda ps: torch.optim.AdamW(ps, lr=1e-3, fused=fused)


def bare(task: Workload, *, fused: bool | None = None, monitor: bool = False) -> Contender:
    """The loop without anything; batches are ready tensors."""
    torch.manual_seed(0)
    model = task.model()
    optimizer = torch_optimizer(task, fused)(model.parameters())
    train = task.data.train
    batches = list(
        zip(train.inputs.split(task.batch_size), train.targets.split(task.batch_size), strict=True)
    )
    seen = []
    for inputs, targets in cycle(batches):
        loss = task.loss(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        if monitor:
            norm = nn.utils.clip_grad_norm_(model.parameters(), 1e9)
            seen[:] = [loss.item(), norm.item()]
        optimizer.step()
        yield


def tutorial(task: Workload) -> Contender:
    """The loop of ordinary tutorials: DataLoader, default optimiser."""
    torch.manual_seed(0)
    model = task.model()
    optimizer = torch_optimizer(task)(model.parameters())
    train = TensorDataset(task.data.train.inputs, task.data.train.targets)
    loader = DataLoader(train, batch_size=task.batch_size, shuffle=True)
    while True:
        for inputs, targets in loader:
            loss = task.loss(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            yield


def engine(
    task: Workload, folder: Path, *, lane: str, watched: tuple[probes.Probe, ...] = ()
) -> Contender:
    """The engine with full telemetry and its own batching, as the worker runs it."""
    rule = optim.SGD(0.05, momentum=0.9) if task.sgd else optim.AdamW(1e-3)
    optimizer = {
        "default": rule,
        "torch": torch_optimizer(task),
        "torch fused": torch_optimizer(task, fused=True),
    }[lane]
    experiment = Experiment(
        model=task.model,
        data=task.data,
        loss=task.loss,
        optimizer=optimizer,
        batch_size=task.batch_size,
        steps=10**9,
        evaluate_every=10**9,
        probes=watched,
    )
    setup = prepare(experiment, seed=0, device=torch.device("cpu"))
    steering = Steering()
    path = folder / f"{task.name}-{lane}-{len(watched)}.bin"
    with RunWriter(path, setup.started.groups, len(setup.parameters)) as writer:
        for event in training(setup, steering):
            if isinstance(event, StepEnded):
                writer.write(event, time.perf_counter())
                yield


def contenders(task: Workload, folder: Path) -> dict[str, Contender]:
    """Everybody who runs, by name; on two moons, also with the decision boundary being watched."""
    runners = {
        "engine": engine(task, folder, lane="default"),
        "engine, torch.optim": engine(task, folder, lane="torch"),
        "engine, torch.optim fused": engine(task, folder, lane="torch fused"),
        "bare, fused": bare(task, fused=True),
        "bare + clip_grad_norm_ + item": bare(task, monitor=True),
        "tutorial (DataLoader)": tutorial(task),
        "bare against itself": bare(task),
    }
    if task.name == "a":
        watched = (probes.DecisionBoundary(),)
        runners["engine, probed"] = engine(task, folder, lane="default", watched=watched)
    return runners


def advance(contender: Contender, steps: int) -> float:
    """CPU seconds for that many steps."""
    began = time.process_time()
    for _ in range(steps):
        next(contender)
    return time.process_time() - began


def race(name: str, rounds: int) -> dict[str, list[float]]:
    """Ratios to the bare loop of every contender, one a round."""
    task = workload(name)
    steps = SLICE[name]
    reference = bare(task)
    with tempfile.TemporaryDirectory() as folder:
        runners = contenders(task, Path(folder))
        for contender in (reference, *runners.values()):
            advance(contender, steps)
        ratios: dict[str, list[float]] = {contender: [] for contender in runners}
        before = advance(reference, steps)
        for _ in range(rounds):
            for label, contender in runners.items():
                taken = advance(contender, steps)
                after = advance(reference, steps)
                ratios[label].append(2 * taken / (before + after))
                before = after
        for contender in runners.values():
            contender.close()  # type: ignore[attr-defined]
    return ratios


def memory(steps: int) -> None:
    """Train workload a for that many steps; print the process's memory on the way."""
    with tempfile.TemporaryDirectory() as folder:
        contender = engine(workload("a"), Path(folder), lane="default")
        done = 0
        for target in (steps // 100, steps // 10, steps):
            advance(contender, target - done)
            done = target
            print(f"{done:>9} steps  {resident_megabytes():7.1f} MB resident")
        contender.close()  # type: ignore[attr-defined]


def resident_megabytes() -> float:
    """Memory of this process that is in RAM (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Race on the chosen workloads and print a table, or JSON lines."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one object a row")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--workloads", default="abcd")
    parser.add_argument("--memory", type=int, metavar="STEPS", help="memory over a long run")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    keep_freed_memory()
    if arguments.memory:
        memory(arguments.memory)
        return
    for name in arguments.workloads:
        for contender, ratios in race(name, arguments.rounds).items():
            q25, middle, q75 = statistics.quantiles(ratios, n=4)
            budget = BUDGETS.get(contender, {}).get(name)
            if arguments.json:
                row = {"workload": name, "contender": contender, "ratio": round(middle, 3)}
                print(
                    json.dumps(
                        {**row, "q25": round(q25, 3), "q75": round(q75, 3), "budget": budget}
                    )
                )
            else:
                limit = f"budget {budget:.2f}" if budget else ""
                print(f"{name}  {contender:32} {middle:5.2f}  [{q25:.2f} {q75:.2f}]  {limit}")


if __name__ == "__main__":
    main()
