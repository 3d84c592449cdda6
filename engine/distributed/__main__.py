"""One rank under torchrun: `torchrun --nproc-per-node 2 -m engine.distributed RECIPE`."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import torch.distributed as dist

from engine.distributed.group import join, leave
from engine.distributed.rank import train_rank
from engine.request import RunRequest
from engine.runs import RunStore


def main() -> NoReturn:
    """Join the process group that torchrun describes, train, and say where the run lies."""
    parser = argparse.ArgumentParser(prog="python -m engine.distributed", description=__doc__)
    parser.add_argument("recipe", help="package.module:function")
    parser.add_argument("--parameters", type=json.loads, default={}, help="a JSON object")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--device", default="auto", choices=["auto", "cpu", "cuda"])
    parser.add_argument("--out", type=Path, default=Path("runs"), help="folder of the run")
    asked = parser.parse_args()
    join(asked.device)
    request = RunRequest(
        recipe=asked.recipe,
        parameters=tuple(asked.parameters.items()),
        seed=asked.seed,
        steps=asked.steps,
        device=asked.device,
    )
    store = RunStore(asked.out)
    names: list[str | None] = [None]
    if dist.get_rank() == 0:
        names = [store.create(replace(request, name="torchrun")).run]
    dist.broadcast_object_list(names)
    assert names[0] is not None
    ended = train_rank(request, names[0], store.folder(names[0]))
    if dist.get_rank() == 0:
        print(json.dumps({"run": names[0], "status": ended.status, "steps": ended.steps}))  # noqa: T201
    leave(ended)


if __name__ == "__main__":
    main()
