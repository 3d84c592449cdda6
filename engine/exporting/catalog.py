"""Export formats by name."""

from __future__ import annotations

from pathlib import Path

from engine.catalog import Catalog, Entry
from engine.exporting.jsonl import write_jsonl
from engine.exporting.summaries import write_summary
from engine.exporting.table import write_csv
from engine.exporting.tensorboard import write_tensorboard

formats: Catalog[Path] = Catalog(
    "export format",
    Entry("csv", write_csv, "one row a step, evaluations beside it; opens in any spreadsheet"),
    Entry("jsonl", write_jsonl, "one JSON object a line, with the keys of `tutor run --jsonl`"),
    Entry("tensorboard", write_tensorboard, "an event file for TensorBoard; needs the extra"),
    Entry("summary", write_summary, "what was asked, how it ended, the best step, as JSON"),
)
"""Every entry is called with `run`, a StoredRun, and `path`, and returns what it wrote."""
