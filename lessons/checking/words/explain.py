"""Explains an error by the first rule that fits it; the particular stand before the general."""

from __future__ import annotations

from lessons.checking.words.autograd import AUTOGRAD
from lessons.checking.words.calls import CALLS
from lessons.checking.words.containment import CONTAINMENT
from lessons.checking.words.dtypes import DTYPES
from lessons.checking.words.indexing import INDEXING
from lessons.checking.words.layers import LAYERS
from lessons.checking.words.losses import LOSSES
from lessons.checking.words.modules import MODULES
from lessons.checking.words.names import NAMES
from lessons.checking.words.optimizers import OPTIMIZERS
from lessons.checking.words.rule import Words
from lessons.checking.words.shapes import SHAPES
from lessons.checking.words.syntax import SYNTAX
from lessons.checking.words.values import VALUES

RULES = (
    *AUTOGRAD,
    *LOSSES,
    *LAYERS,
    *SHAPES,
    *INDEXING,
    *DTYPES,
    *MODULES,
    *OPTIMIZERS,
    *CONTAINMENT,
    *SYNTAX,
    *VALUES,
    *CALLS,
    *NAMES,
)


def explain_error(
    kind: str, message: str, source_line: str = "", *, source: str = ""
) -> Words | None:
    """Plain words for an error; None where none are known.

    `kind` is the name of its class, `message` its text, `source_line` the line of the learner's
    file that raised it, and `source` that file, whose names are near to a misspelled one.
    """
    for rule in RULES:
        words = rule.explain(kind, message, source_line, source)
        if words is not None:
            return words
    return None
