"""Sequences to learn from, generated: each task asks for one thing that a model may lack.

Importing this loads no torch; calling one of the functions does.
"""

from engine.data.text.sequences.addition import addition
from engine.data.text.sequences.base import END, START
from engine.data.text.sequences.copying import delayed_copy, echo
from engine.data.text.sequences.dates import dates
from engine.data.text.sequences.finding import marker, recall, which_first
from engine.data.text.sequences.parity import parity
from engine.data.text.sequences.reversal import reversal
from engine.data.text.sequences.sentiment import sentiment

__all__ = [
    "END",
    "START",
    "addition",
    "dates",
    "delayed_copy",
    "echo",
    "marker",
    "parity",
    "recall",
    "reversal",
    "sentiment",
    "which_first",
]
