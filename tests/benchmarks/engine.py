"""Step time of the engine over the bare PyTorch loop: `python tests/benchmarks/engine.py`.

All contenders live in one process, with one torch thread, and advance in turn in short slices.
A slice's CPU time is divided by the mean of the bare loop's slices before and after it; the table
gives the median and the quartiles of those ratios. Smaller is better. "Full telemetry" is loss, lr
and gradient norm of every step and the norm of every parameter tensor's gradient, written to the
run file, from where any other process can read it.

Other frameworks (`requirements.txt`) take part where they are installed: once with the loss of
every step, once with loss, lr and gradient norm. Each is first checked to compute the same losses
as the bare loop. They train on ready batches, in threads that wait for their turn.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from engine import Experiment, optim, probes
from engine.events import StepEnded
from engine.loop import training
from engine.runfile import RunWriter
from engine.setup import prepare
from engine.steering import Steering
from tests.benchmarks import peers, verify
from tests.benchmarks.peers import Framework
from tests.benchmarks.peers.parked import Parked, PeerError, Record
from tests.benchmarks.racing import Contender, Laps, Race, Stepped, fair_conditions, quartiles
from tests.benchmarks.racing import race as run_race
from tests.benchmarks.workloads import Workload, workload

BUDGETS = {
    "engine": {"a": 0.75, "b": 0.60, "c": 0.95, "d": 0.92},
    "engine, torch.optim": {"a": 1.10, "b": 1.05, "c": 1.02, "d": 1.02},
}
SLICE = {"a": 60, "b": 30, "c": 4, "d": 4}


def bare(task: Workload, *, fused: bool | None = None, monitor: bool = False) -> Iterator[None]:
    """The loop without anything; batches are ready tensors."""
    model = peers.seeded_model(task)
    optimizer = task.torch_optimizer(model.parameters(), fused=fused)
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


def tutorial(task: Workload) -> Iterator[None]:
    """The loop of ordinary tutorials: DataLoader, default optimiser."""
    model = peers.seeded_model(task)
    optimizer = task.torch_optimizer(model.parameters())
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
) -> Iterator[None]:
    """The engine with full telemetry and its own batching, as the worker runs it."""
    rule = optim.SGD(0.05, momentum=0.9) if task.sgd else optim.AdamW(1e-3)
    optimizer = {
        "default": rule,
        "torch": task.torch_optimizer,
        "torch fused": lambda parameters: task.torch_optimizer(parameters, fused=True),
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
    path = folder / f"{task.name}-{lane}-{len(watched)}.bin"
    with RunWriter(path, setup.started.groups, len(setup.parameters)) as writer:
        for event in training(setup, Steering()):
            if isinstance(event, StepEnded):
                writer.write(event, time.perf_counter())
                yield


def contenders(task: Workload, folder: Path) -> dict[str, Contender]:
    """Everybody who is no peer; on two moons, also with the decision boundary being watched.

    That one is an upper bound: looks are paced by the clock, which goes on while others train, so
    that it looks once in every slice. `costs.py` has what a look costs.
    """
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
    return {name: Stepped(steps) for name, steps in runners.items()}


def race(name: str, rounds: int, frameworks: Iterable[Framework] = ()) -> Race:
    """Race everybody on one workload, with those frameworks."""
    task = workload(name)
    with tempfile.TemporaryDirectory() as folder:
        runners = contenders(task, Path(folder))
        rejected = _join(task, frameworks, runners)
        outcome = run_race(Stepped(bare(task)), runners, steps=SLICE[name], rounds=rounds)
    outcome.failures.update(rejected)
    return outcome


def _join(
    task: Workload, frameworks: Iterable[Framework], runners: dict[str, Contender]
) -> dict[str, str]:
    """Add the frameworks that train rightly to the runners; who does not, and why."""
    frameworks = list(frameworks)
    if not frameworks:
        return {}
    course = verify.bare_course(task)
    rejected = {}
    for framework in frameworks:
        for everything, suffix in ((False, "loss"), (True, "loss, lr, norm")):
            label = f"{framework.name}: {suffix}"
            peer = framework.prepare(task, everything=everything)
            try:
                problem = verify.check(framework, peer, course)
            except PeerError as failure:
                problem = f"{failure}"[:300]
            if problem:
                rejected[label] = problem
                peer.close()
            else:
                runners[label] = peer
    runners["bare, in a waiting thread"] = Parked(lambda record: _bare_recorded(task, record))
    return rejected


def _bare_recorded(task: Workload, record: Record) -> None:
    """The bare loop, driven as the peers are: what the driving itself costs."""
    for _ in bare(task):
        record(0.0)


def memory(steps: int) -> None:
    """Train workload a for that many steps; print the process's memory on the way."""
    with tempfile.TemporaryDirectory() as folder:
        contender = Stepped(engine(workload("a"), Path(folder), lane="default"))
        done = 0
        for target in (steps // 100, steps // 10, steps):
            contender.advance(target - done)
            done = target
            print(f"{done:>9} steps  {resident_megabytes():7.1f} MB resident")
        contender.close()


def resident_megabytes() -> float:
    """Memory of this process that is in RAM (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def versions(frameworks: Iterable[Framework]) -> dict[str, str]:
    """What was measured with what."""
    used = {"python": platform.python_version(), "torch": version("torch")}
    for framework in frameworks:
        used |= framework.versions
    return used


def _show(name: str, contender: str, laps: Laps, *, as_json: bool) -> None:
    """One row: ratio, its quartiles, µs a step more than the bare loop, and the budget."""
    q25, middle, q75 = laps.spread
    extra = quartiles(laps.extra)[1]
    budget = BUDGETS.get(contender, {}).get(name)
    if as_json:
        row = {"workload": name, "contender": contender, "ratio": round(middle, 3)}
        row |= {"q25": round(q25, 3), "q75": round(q75, 3), "budget": budget}
        print(json.dumps(row | {"extra_us": round(extra, 1)}), flush=True)
    else:
        limit = f"budget {budget:.2f}" if budget else ""
        spread = f"[{q25:5.2f} {q75:5.2f}]"
        print(f"{name}  {contender:32} {middle:5.2f}  {spread} {extra:+9.0f} µs  {limit}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one object a row")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--workloads", default="abcd")
    parser.add_argument("--no-peers", action="store_true", help="without other frameworks")
    parser.add_argument("--memory", type=int, metavar="STEPS", help="memory over a long run")
    return parser.parse_args()


def main() -> None:
    """Race on the chosen workloads and print a table, or JSON lines."""
    arguments = _arguments()
    fair_conditions()
    if arguments.memory:
        memory(arguments.memory)
        return
    asked = () if arguments.no_peers else peers.FRAMEWORKS
    present = [framework for framework in asked if framework.installed]
    absent = [framework.name for framework in asked if not framework.installed]
    used = versions(present)
    if arguments.json:
        print(json.dumps({"versions": used, "not_installed": absent}), flush=True)
    else:
        print(", ".join(f"{package} {number}" for package, number in used.items()))
        if absent:
            print(f"not installed, so skipped: {', '.join(absent)}")
    with tempfile.TemporaryDirectory() as folder:
        peers.write_only_to(Path(folder))
        for name in arguments.workloads:
            outcome = race(name, arguments.rounds, present)
            for contender, laps in outcome.laps.items():
                _show(name, contender, laps, as_json=arguments.json)
            for contender, reason in outcome.failures.items():
                row = {"workload": name, "contender": contender, "failed": reason}
                print(json.dumps(row) if arguments.json else f"{name}  {contender:32} {reason}")


if __name__ == "__main__":
    main()
