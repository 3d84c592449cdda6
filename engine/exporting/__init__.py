"""Runs out: a stored run as a table, as JSON lines, as TensorBoard logs, as a short summary.

Importing this loads neither torch nor numpy; only TensorBoard's writer needs torch.
"""

from engine.exporting.jsonl import write_jsonl
from engine.exporting.summaries import Summary, summary, write_summary
from engine.exporting.table import columns, write_csv
from engine.exporting.tensorboard import TAGS, write_tensorboard

__all__ = [
    "TAGS",
    "Summary",
    "columns",
    "summary",
    "write_csv",
    "write_jsonl",
    "write_summary",
    "write_tensorboard",
]
