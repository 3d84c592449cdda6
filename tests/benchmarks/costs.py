"""What the engine's options cost: `python tests/benchmarks/costs.py`.

probes: time of one look and of the note that is taken at every step, and the share of the training
time that looks make by the engine's own rule: at most ten a second, at most a tenth of the time.
options: step time with the option over step time without it, by turns in one process, median and
quartiles. travel: how long taking a snapshot halts training, and how long it takes until a run that
goes on from one has made its first step; from memory (rewind) and from its file (resume).
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import torch
from torch import nn
from torch.nn import functional as F

from engine import Experiment, data, optim, surfaces
from engine.augment.catalog import augmentations
from engine.batches import Window
from engine.clipping import ByNorm
from engine.data import Augmentation, Loader
from engine.errors import ConfigurationError
from engine.events import StepEnded
from engine.looking import INTERVAL, SHARE, Looking
from engine.loop import training
from engine.nn.attention import TinyGPT
from engine.nn.vision.detection.loss import detection_loss
from engine.nn.vision.detection.network import Detector
from engine.probes import Probe
from engine.probes.catalog import probes
from engine.runfile import RunWriter
from engine.schedules import OneCycle
from engine.setup import Setup, prepare
from engine.steering import Steering
from engine.travel.keeping import InFolder, InMemory, Keeper
from engine.travel.snapshot import Snapshot
from engine.tricks import EMA, KeepBest
from tests.benchmarks.engine import SLICE
from tests.benchmarks.racing import Race, Stepped, fair_conditions, quartiles, race
from tests.benchmarks.workloads import workload

CPU = torch.device("cpu")
Option = Callable[[Experiment], Experiment]

OPTIONS: dict[str, Option] = {
    "accumulate 4 quarter batches": lambda e: replace(
        e, batch_size=(e.batch_size or 4) // 4, accumulate=4
    ),
    "precision bf16": lambda e: replace(e, precision="bf16"),
    "precision fp16, scaled loss": lambda e: replace(e, precision="fp16"),
    "EMA of the weights": lambda e: replace(e, average=EMA()),
    "clip by norm": lambda e: replace(e, clip=ByNorm(1.0)),
    "one-cycle": lambda e: replace(e, schedule=OneCycle()),
    "one-cycle, momentum as well": lambda e: replace(
        e, schedule=OneCycle(momentum_range=(0.85, 0.95))
    ),
    "best weights, validated every 50": lambda e: replace(
        e, keep_best=KeepBest(), evaluate_every=50
    ),
    "through a DataLoader": lambda e: replace(e, loader=Loader()),
}
ON_IMAGES: dict[str, dict[str, int]] = {
    "shift": {},
    "rotate": {},
    "cutout": {},
    "mixup": {"classes": 10},
}


def experiment_of(name: str) -> Experiment:
    """Workload a, b, c or d with the default lane, without an end."""
    task = workload(name)
    return Experiment(
        model=task.model,
        data=task.data,
        loss=task.loss,
        optimizer=optim.SGD(0.05, momentum=0.9) if task.sgd else optim.AdamW(1e-3),
        batch_size=task.batch_size,
        steps=10**9,
        evaluate_every=10**9,
    )


def curve() -> Experiment:
    """A function of one variable, for the probes that draw one."""
    return Experiment(
        model=lambda: nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 1)),
        data=data.sine(),
        loss=F.mse_loss,
        optimizer=optim.SGD(0.01),
        batch_size=32,
        steps=10**9,
        evaluate_every=10**9,
    )


def plane() -> Experiment:
    """Two weights, for the probe that draws the loss over them."""
    patients = data.diabetes(features=("bmi", "bp"))
    return replace(curve(), model=lambda: nn.Linear(2, 1, bias=False), data=patients)


def language_model() -> Experiment:
    """Workload d's text and a model of the engine's own, for the probe of attention."""
    characters = experiment_of("d")
    assert characters.data is not None
    alphabet = int(characters.data.train.inputs.max()) + 1
    return replace(characters, model=lambda: TinyGPT(alphabet, context=32))


def detector() -> Experiment:
    """Digits in scenes, for the probe of boxes."""
    return replace(curve(), model=Detector, data=data.scenes(), loss=detection_loss)


def descent() -> Experiment:
    """A descent on a landscape, for the probes that follow one."""
    return Experiment(landscape=surfaces.rosenbrock(), optimizer=optim.SGD(1e-4), steps=10**9)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one probe costs on one task."""

    look_ms: float
    step_us: float
    """Of the note taken at every step; 0 for a probe that takes none."""

    @property
    def share(self) -> float:
        """Part of the training time that looks take."""
        seconds = self.look_ms / 1e3
        return seconds / (seconds + max(INTERVAL, seconds * (1 - SHARE) / SHARE))


def probe_cost(experiment: Experiment, name: str, looks: int) -> Cost | str:
    """What a catalogued probe costs in this experiment, or why it has nothing to see there."""
    try:
        return _cost(experiment, probes.make(name), looks)
    except ConfigurationError as unfit:
        return unfit.reason or str(unfit)


def _cost(experiment: Experiment, probe: Probe, looks: int) -> Cost:
    """Train, and look from outside: the training itself has no probe.

    Raises ConfigurationError where the probe has nothing to see.
    """
    setup = prepare(experiment, seed=0, device=CPU)
    looking = Looking(replace(setup, experiment=replace(experiment, probes=(probe,))))
    idle = Looking(setup)
    steps = (event for event in training(setup, Steering()) if isinstance(event, StepEnded))
    for _ in looking.first(0):
        pass
    window = Window(0, 0, (None,))
    looked, noted = [], []
    for number in range(1, 10 * looks + 1):
        next(steps)
        noted.append(_seconds(lambda: looking.due(window)) - _seconds(lambda: idle.due(window)))
        if number % 10 == 0:
            looked.append(_seconds(lambda: list(looking.now(number))))  # noqa: B023 - at once
    steps.close()
    return Cost(statistics.median(looked) * 1e3, max(statistics.median(noted) * 1e6, 0.0))


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def option_costs(name: str, rounds: int) -> Race:
    """Step time of workload `name` with each option over that without any."""
    plain = experiment_of(name)
    options = dict(OPTIONS)
    if name == "c":
        for change, settings in ON_IMAGES.items():
            options[f"augmented: {change}"] = _augmented(augmentations.make(change, **settings))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        keepers = {"in memory": InMemory(100), "as files": InFolder(folder / "kept", 100)}
        runs = {label: _run(option(plain), folder / label) for label, option in options.items()}
        runs |= {
            f"snapshot every 100, {where}": _run(plain, folder / where, keeper)
            for where, keeper in keepers.items()
        }
        runs["nothing, against itself"] = _run(plain, folder / "itself")
        contenders = {label: Stepped(steps) for label, steps in runs.items()}
        reference = Stepped(_run(plain, folder / "plain"))
        return race(reference, contenders, steps=SLICE[name], rounds=rounds)


def _augmented(change: Augmentation) -> Option:
    return lambda experiment: replace(experiment, augment=(change,))


def _run(experiment: Experiment, path: Path, keeper: Keeper | None = None) -> Iterator[None]:
    """Train as the worker does, every step written to a run file."""
    setup = prepare(experiment, seed=0, device=CPU)
    with RunWriter(path, setup.started.groups, len(setup.parameters)) as writer:
        for event in training(setup, Steering(), keeper=keeper):
            if isinstance(event, StepEnded):
                writer.write(event, time.perf_counter())
                yield


class Timed:
    """A keeper that keeps the latest snapshot and notes how long training waited for each."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.latest: Snapshot | None = None
        self._asked = time.perf_counter()

    def due(self, step: int) -> bool:
        """Always; the copying begins now."""
        self._asked = time.perf_counter()
        return True

    def keep(self, snapshot: Snapshot) -> None:
        """The copying is done."""
        self.seconds.append(time.perf_counter() - self._asked)
        self.latest = snapshot


@dataclass(frozen=True, slots=True)
class Travel:
    """Times in ms, medians."""

    kilobytes: float
    take: float
    """Copying the state: as long as training waits for a snapshot in memory."""
    save: float
    """Writing it to a file."""
    rewind: float
    """From a snapshot in memory to the first step after it, the model built anew."""
    resume: float
    """The same from its file."""


def travel_costs(experiment: Experiment, repeats: int) -> Travel:
    """Snapshots of that experiment."""
    keeper = Timed()
    setup = prepare(experiment, seed=0, device=CPU)
    _first_steps(setup, repeats + 1, keeper=keeper)
    snapshot = keeper.latest
    assert snapshot is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "snapshot.pt"
        saving = [_seconds(lambda: snapshot.save(path)) for _ in range(repeats)]
        rewinding = [_seconds(lambda: _go_on(experiment, snapshot)) for _ in range(repeats)]
        resuming = [
            _seconds(lambda: _go_on(experiment, Snapshot.load(path))) for _ in range(repeats)
        ]
    times = (statistics.median(t) * 1e3 for t in (keeper.seconds[1:], saving, rewinding, resuming))
    return Travel(snapshot.nbytes() / 1e3, *times)


def _go_on(experiment: Experiment, snapshot: Snapshot) -> None:
    _first_steps(prepare(experiment, seed=0, device=CPU), 1, start=snapshot)


def _first_steps(
    setup: Setup, steps: int, *, start: Snapshot | None = None, keeper: Keeper | None = None
) -> None:
    done = 0
    events = training(setup, Steering(), start=start, keeper=keeper)
    while done < steps:
        done += isinstance(next(events), StepEnded)
    events.close()


def show_probes(names: str, looks: int, *, as_json: bool) -> None:
    """The table of probes, and which of them could not be measured on any task."""
    tasks = {name: experiment_of(name) for name in names}
    tasks |= {"gpt": language_model(), "detector": detector(), "curve": curve()}
    tasks |= {"plane": plane(), "landscape": descent()}
    measured, reasons = set(), {}
    for task, experiment in tasks.items():
        for name in probes.names:
            cost = probe_cost(experiment, name, looks)
            if isinstance(cost, str):
                reasons[name] = cost
                continue
            measured.add(name)
            row = {"workload": task, "probe": name, "look_ms": round(cost.look_ms, 3)}
            row |= {"step_us": round(cost.step_us, 2), "share": round(cost.share, 4)}
            text = f"{cost.look_ms:8.2f} ms a look  {cost.step_us:6.2f} µs a step"
            _print(row, f"{task:9}  {name:20} {text}  {cost.share:6.1%}", as_json=as_json)
    for name, reason in reasons.items():
        if name not in measured:
            _print(
                {"probe": name, "unfit": reason}, f"none       {name:20} {reason}", as_json=as_json
            )


def show_options(names: str, rounds: int, *, as_json: bool) -> None:
    """The table of options."""
    for name in names:
        for option, laps in option_costs(name, rounds).laps.items():
            q25, middle, q75 = laps.spread
            extra = quartiles(laps.extra)[1]
            row = {"workload": name, "option": option, "ratio": round(middle, 3)}
            row |= {"q25": round(q25, 3), "q75": round(q75, 3), "extra_us": round(extra, 1)}
            text = f"{middle:5.2f}  [{q25:.2f} {q75:.2f}] {extra:+8.0f} µs a step"
            _print(row, f"{name}  {option:34} {text}", as_json=as_json)


def show_travel(names: str, repeats: int, *, as_json: bool) -> None:
    """The table of snapshots."""
    for name in names:
        cost = travel_costs(experiment_of(name), repeats)
        row = {"workload": name, "kilobytes": round(cost.kilobytes, 1)}
        row |= {key: round(getattr(cost, key), 3) for key in ("take", "save", "rewind", "resume")}
        times = f"take {cost.take:.2f}, save {cost.save:.2f}"
        times += f", rewind {cost.rewind:.1f}, resume {cost.resume:.1f} ms"
        _print(row, f"{name}  {cost.kilobytes:8.1f} kB  {times}", as_json=as_json)


def _print(row: dict[str, object], text: str, *, as_json: bool) -> None:
    print(json.dumps(row) if as_json else text, flush=True)


def main() -> None:
    """Measure, and print tables or JSON lines."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one object a row")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--workloads", default="abcd")
    parser.add_argument("--only", choices=("probes", "options", "travel"))
    arguments = parser.parse_args()
    fair_conditions()
    tables = {"probes": show_probes, "options": show_options, "travel": show_travel}
    for name, show in tables.items():
        if arguments.only in (None, name):
            if not arguments.json:
                print(f"\n{name}")
            show(arguments.workloads, arguments.rounds, as_json=arguments.json)


if __name__ == "__main__":
    main()
