"""Joining the processes that train together, and leaving them."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any, NoReturn

import torch
import torch.distributed as dist

from engine.events import RunEnded


def join(device: str, **how: Any) -> None:
    """Make the process group: nccl where there are GPUs to be used, else gloo.

    `how`: as `torch.distributed.init_process_group`; nothing where torchrun has said it all.
    Processes of one machine talk over the loopback interface.
    """
    backend = "nccl" if device != "cpu" and torch.cuda.is_available() else "gloo"
    here = os.environ.get("LOCAL_WORLD_SIZE")
    if here is None or here == os.environ.get("WORLD_SIZE"):
        loopback = "lo0" if sys.platform == "darwin" else "lo"
        os.environ.setdefault("GLOO_SOCKET_IFNAME", loopback)
    dist.init_process_group(backend, **how)


def leave(ended: RunEnded) -> NoReturn:
    """End this process, with status 1 where the run has failed. Its files are closed by now.

    The others are waited for, where all went well: one that is still at its last exchange would
    take an early leave for a death. The interpreter is not taken down piece by piece, since gloo's
    threads now and then abort the process when it is.
    """
    failed = ended.status == "failed"
    if not failed:
        with contextlib.suppress(RuntimeError):
            dist.barrier()
    if dist.get_backend() == "nccl":
        dist.destroy_process_group()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(1 if failed else 0)
