"""Imported first in every child process, and once in the server that children are forked from.

Loads what every run needs. Nothing here may compute with torch: threads and device contexts do
not survive a fork.
"""

import os
import signal

# The child shares the learner's terminal: neither a warning nor a key may reach it.
_null = os.open(os.devnull, os.O_RDWR)
for _descriptor in (0, 1, 2):
    os.dup2(_null, _descriptor)
os.close(_null)
signal.signal(signal.SIGINT, signal.SIG_IGN)

import sklearn.datasets  # noqa: E402, F401
import torch._dynamo  # noqa: E402, F401 - or the first torch.optim object loads it, in 1.5 s

import engine.loop  # noqa: E402
import engine.nn  # noqa: E402
import engine.plan  # noqa: E402
import engine.training  # noqa: E402, F401
